package io.yoso4j.data.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SpreadTest {

  @Test
  void percentilesAreValuesThatOccur() {
    double[] values = IntStream.rangeClosed(1, 40).mapToDouble(i -> i).toArray();
    assertThat(Spread.of(values)).isEqualTo(new Spread(40, 20.5, 1, 2, 10, 20, 30, 38, 40));
  }

  @Test
  void oneValueIsAllPercentiles() {
    assertThat(Spread.of(new double[] {7})).isEqualTo(new Spread(1, 7, 7, 7, 7, 7, 7, 7, 7));
  }

  @Test
  void withoutValuesAllIsZero() {
    assertThat(Spread.of(new double[0])).isEqualTo(new Spread(0, 0, 0, 0, 0, 0, 0, 0, 0));
  }
}
