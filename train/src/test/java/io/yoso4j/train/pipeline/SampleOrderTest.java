package io.yoso4j.train.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SampleOrderTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 12, 1000})
  void everyEpochHoldsEveryImageOnce(int count) {
    SampleOrder order = SampleOrder.of(3, count);
    for (long epoch = 0; epoch < 5; epoch++) {
      assertThat(epoch(order, epoch))
          .containsExactlyInAnyOrder(IntStream.range(0, count).toArray());
    }
  }

  @Test
  void epochsAndSeedsDiffer() {
    SampleOrder order = SampleOrder.of(3, 100);
    assertThat(epoch(order, 0)).isNotEqualTo(epoch(order, 1));
    assertThat(epoch(order, 0)).isNotEqualTo(epoch(SampleOrder.of(4, 100), 0));
  }

  @Test
  void anyPositionCanBeAskedInAnyOrder() {
    SampleOrder order = SampleOrder.of(8, 37);
    SampleOrder other = SampleOrder.of(8, 37);
    for (long position = 500; position >= 0; position -= 7) {
      assertThat(order.imageIndexAt(position)).isEqualTo(other.imageIndexAt(position));
      other.imageIndexAt(500 - position);
    }
    assertThat(order.imageIndexAt(Long.MAX_VALUE)).isBetween(0, 36);
  }

  /** All 24 orders of 4 images are equally likely: chi-squared, 23 degrees, p = 1e-6 is at 70. */
  @Test
  void ordersAreUniform() {
    SampleOrder order = SampleOrder.of(1, 4);
    int[] counts = new int[256];
    int epochs = 24_000;
    for (long epoch = 0; epoch < epochs; epoch++) {
      int code = 0;
      for (int i = 0; i < 4; i++) {
        code = code << 2 | order.imageIndexAt(epoch * 4 + i);
      }
      counts[code]++;
    }
    double chiSquared = 0;
    int orders = 0;
    for (int count : counts) {
      if (count > 0) {
        orders++;
        chiSquared += Math.pow(count - 1000.0, 2) / 1000;
      }
    }
    assertThat(orders).isEqualTo(24);
    assertThat(chiSquared).isLessThan(70);
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> SampleOrder.of(1, 0)).hasMessageContaining("0");
    assertThatThrownBy(() -> SampleOrder.of(1, 5).imageIndexAt(-3)).hasMessageContaining("-3");
  }

  private static int[] epoch(SampleOrder order, long epoch) {
    return LongStream.range(epoch * order.count(), (epoch + 1) * order.count())
        .mapToInt(order::imageIndexAt)
        .toArray();
  }
}
