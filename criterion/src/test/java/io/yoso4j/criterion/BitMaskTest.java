package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BitMaskTest {
  /** Two rows of three: columns are (0, 1), (1, 1), (0, 0). */
  @Test
  void runLengthsGoDownTheColumns() {
    BitMask mask = BitMask.ofRunLengths(2, 3, new int[] {1, 3, 2});
    assertThat(mask.words())
        .isEqualTo(BitMask.ofPixels(2, 3, new byte[] {0, 1, 0, 1, 1, 0}).words());
  }

  @ParameterizedTest
  @CsvSource({"1, 3, 1", "1, 3, 3", "-1, 5, 2"})
  void runsMustFillTheMask(int first, int second, int third) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BitMask.ofRunLengths(2, 3, new int[] {first, second, third}))
        .withMessageContaining("counts");
  }
}
