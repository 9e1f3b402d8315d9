package io.yoso4j.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
      Process other = holder(file);
      try {
        assertThat(other.inputReader().readLine()).isEqualTo("noticing");
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

  /** A rank that asks has the byte for a moment, which must not keep the other from taking it. */
  @Test
  void aNoticeIsTakenAlthoughAnotherRankAsksForIt() throws Exception {
    Path file = temp.resolve("logs/ranks.lock");
    try (RankLocks mine = RankLocks.hold(file, 0);
        FileChannel asking =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      FileLock question = asking.tryLock((1 << 20) + 1, 1, true);
      Process other = holder(file);
      try {
        assertThat(other.inputReader().readLine()).isEqualTo("noticing");
        Thread.sleep(100);
        question.release();
        assertThat(other.inputReader().readLine()).isEqualTo("held");
        assertThat(mine.hasNoticed(1)).isTrue();
      } finally {
        assertThat(other.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static Process holder(Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Holder.class.getName(),
            file.toString())
        .start();
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
        System.out.println("noticing");
        own.notice();
        System.out.println("held");
        Thread.sleep(60_000);
      }
    }
  }
}
