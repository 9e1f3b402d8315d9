package io.yoso4j.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankLocksTest {
  @TempDir private Path temp;

  /** Locks are those of processes, so the other rank must be one. */
  @Test
  void anotherProcessLivesUntilItIsKilled() throws Exception {
    Path file = temp.resolve("logs/ranks.lock");
    try (RankLocks mine = RankLocks.hold(file, 0)) {
      assertThat(mine.lives(0)).isTrue();
      assertThat(mine.lives(1)).isFalse();
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  Holder.class.getName(),
                  file.toString())
              .start();
      try {
        assertThat(other.inputReader().readLine()).isEqualTo("held");
        assertThat(mine.lives(1)).isTrue();
        assertThat(mine.lives(2)).isFalse();
        assertThat(mine.hasNoticed(0)).isFalse();
        assertThat(mine.hasNoticed(1)).isTrue();
      } finally {
        assertThat(other.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(mine.lives(1)).isFalse();
      assertThat(mine.hasNoticed(1)).isFalse();
    }
  }

  @Test
  void withoutAFileEveryOtherRankCountsAsGone() {
    assertThat(RankLocks.none().lives(3)).isFalse();
  }

  /** Holds the lock of rank 1. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws InterruptedException {
      try (RankLocks own = RankLocks.hold(Path.of(args[0]), 1)) {
        own.notice();
        System.out.println("held");
        Thread.sleep(60_000);
      }
    }
  }
}
