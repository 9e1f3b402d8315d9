package io.yoso4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.cli.report.BarChart.Bar;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BinsTest {

  @Test
  void fewCountsGetABarEach() {
    assertThat(Bins.ofCounts(new double[] {0, 2, 2, 3}, 4))
        .containsExactly(
            new Bar("0", "0", 1, false),
            new Bar("1", "1", 0, false),
            new Bar("2", "2", 2, false),
            new Bar("3", "3", 1, false));
  }

  @Test
  void manyCountsShareBarsOfARoundWidth() {
    assertThat(Bins.ofCounts(new double[] {0, 4, 5, 24}, 10))
        .hasSize(5)
        .startsWith(new Bar("0", "0 to 4", 2, true), new Bar("5", "5 to 9", 1, true))
        .endsWith(new Bar("20", "20 to 24", 1, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 39, 40, 41, 999, 1_000_000})
  void thereAreNeverMoreBarsThanAskedForAndNoCountIsLost(int max) {
    assertThat(Bins.ofCounts(new double[] {0, max}, 40))
        .hasSizeBetween(1, 40)
        .extracting(Bar::count)
        .satisfies(
            counts -> assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(2));
  }

  @Test
  void ratiosGetBarsOfAFractionOfADoubling() {
    assertThat(Bins.ofRatios(new double[] {0.5, 1, 1.9, 2}, 1))
        .containsExactly(
            new Bar("0.50", "0.50 to 1", 1, true),
            new Bar("1", "1 to 2", 2, true),
            new Bar("2", "2 to 4", 1, true));
    assertThat(Bins.ofRatios(new double[0], 1)).containsExactly(new Bar("", "", 0, true));
  }

  @Test
  void sharesEndWithTheWhole() {
    double[] shares = {0, 0.49, 0.5, 1};
    assertThat(Bins.ofShares(shares, 2))
        .containsExactly(new Bar("0", "0 to 50%", 2, true), new Bar("50", "50 to 100%", 2, true));
  }

  @Test
  void everyRatioIsInABar() {
    long seed = 11;
    double[] values = new Random(seed).doubles(1000, 1e-3, 1e3).toArray();
    assertThat(Bins.ofRatios(values, 4).stream().mapToLong(Bar::count).sum())
        .as("seed %d", seed)
        .isEqualTo(values.length);
    assertThat(Bins.ofShares(Arrays.stream(values).map(v -> v / 1e3).toArray(), 25))
        .extracting(Bar::count)
        .hasSize(25);
  }
}
