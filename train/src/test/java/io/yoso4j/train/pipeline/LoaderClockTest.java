package io.yoso4j.train.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoaderClockTest {
  private final LoaderClock clock = new LoaderClock();

  @Test
  void partsOfASampleAreCounted() {
    String made =
        clock.sample(() ->
            LoaderClock.timed(LoaderClock.Part.DECODE, () -> slow("a"))
                + LoaderClock.timed(LoaderClock.Part.RESIZE, () -> "b"));
    assertThat(made).isEqualTo("ab");
    LoaderProfile profile = clock.profile();
    assertThat(profile.samples()).isEqualTo(1);
    assertThat(profile.parts().keySet()).containsExactly("decode", "resize", "jitter", "rasterise");
    assertThat(profile.parts().get("decode")).isPositive().isGreaterThan(0.9e-3);
    assertThat(profile.parts().get("jitter")).isZero();
    double parts = profile.parts().values().stream().mapToDouble(Double::doubleValue).sum();
    assertThat(parts).isLessThanOrEqualTo(profile.seconds());
  }

  @Test
  void outsideOfASampleNothingIsCounted() {
    assertThat(LoaderClock.timed(LoaderClock.Part.DECODE, () -> slow("a"))).isEqualTo("a");
    assertThat(clock.profile().parts().get("decode")).isZero();
  }

  @Test
  void whatFailsIsCountedInItsPartAndThrown() {
    assertThatThrownBy(() ->
            clock.sample(() ->
                LoaderClock.timed(
                    LoaderClock.Part.RASTERISE,
                    () -> {
                      throw new IllegalStateException(slow("broken"));
                    })))
        .hasMessage("broken");
    assertThat(clock.profile().parts().get("rasterise")).isPositive();
    assertThat(clock.profile().samples()).isZero();
  }

  @Test
  void threadsCountTogether() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < 100; n++) {
                  String _ =
                      clock.sample(() -> LoaderClock.timed(LoaderClock.Part.JITTER, () -> "c"));
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(clock.profile().samples()).isEqualTo(400);
  }

  private static String slow(String result) {
    long end = System.nanoTime() + 1_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return result;
  }
}
