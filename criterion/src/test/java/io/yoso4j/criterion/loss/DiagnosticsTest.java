package io.yoso4j.criterion.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiagnosticsTest {
  /** Three queries, two classes and no-object, after one foreign value. */
  private static final float[] LOGITS = {99, 3, 1, 2, 0, 1, 5, -1, 4, 4};

  @Test
  void cardinalityCountsRowsWhoseGreatestIsAClass() {
    // The third row ties between class 1 and no-object: the first of them counts.
    assertThat(Diagnostics.cardinality(LOGITS, 1, 3, 3)).isEqualTo(2);
    assertThat(Diagnostics.cardinality(LOGITS, 4, 1, 3)).isZero();
    assertThat(Diagnostics.cardinality(LOGITS, 1, 0, 3)).isZero();
  }

  @Test
  void correctLooksAtTheMatchedQueriesOnly() {
    int[] queries = {0, 2};
    assertThat(Diagnostics.correct(LOGITS, 1, 3, queries, new int[] {0, 1})).isEqualTo(2);
    assertThat(Diagnostics.correct(LOGITS, 1, 3, queries, new int[] {1, 1})).isEqualTo(1);
    // No-object is never the right class.
    assertThat(Diagnostics.correct(LOGITS, 1, 3, new int[] {1}, new int[] {1})).isZero();
    assertThat(Diagnostics.correct(LOGITS, 1, 3, new int[0], new int[0])).isZero();
  }

  @Test
  void classErrorIsAPercentage() {
    assertThat(Diagnostics.classError(3, 4)).isEqualTo(25);
    assertThat(Diagnostics.classError(0, 0)).isEqualTo(100);
  }

  @Test
  void nanIsNeverTheGreatestWhileANumberIsLeft() {
    float[] logits = {Float.NaN, 1, Float.NaN, -2, Float.NaN, Float.NEGATIVE_INFINITY};
    assertThat(Diagnostics.cardinality(logits, 0, 1, 3)).isEqualTo(1);
    assertThat(Diagnostics.correct(logits, 0, 3, new int[] {0, 1}, new int[] {1, 0})).isEqualTo(2);
  }
}
