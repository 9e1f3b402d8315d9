package io.yoso4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class GrowthOrderTest {
  @Test
  void findsThePower() {
    double[] sizes = {1, 2, 4, 8};
    double[] times = {3, 12, 48, 192};
    assertThat(GrowthOrder.of(sizes, times)).isCloseTo(2, within(1e-12));
  }
}
