package io.yoso4j.criterion.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitPlaneTest {
  // .#.
  // ##.
  private static final BitPlane SMALL = new BitPlane(2, 3, new long[] {0b011_010});

  @Test
  void pixelsAreZeroOutside() {
    assertThat(SMALL.get(0, 0)).isZero();
    assertThat(SMALL.get(0, 1)).isOne();
    assertThat(SMALL.get(1, 0)).isOne();
    assertThat(SMALL.get(1, 2)).isZero();
    assertThat(SMALL.get(-1, 1)).isZero();
    assertThat(SMALL.get(2, 1)).isZero();
    assertThat(SMALL.get(0, -1)).isZero();
    assertThat(SMALL.get(0, 3)).isZero();
  }

  @Test
  void mixesFourPixels() {
    // Between .# above and ## below: 1 - (1 - right)(1 - below).
    assertThat(SMALL.at(0, 0, 0, 0)).isZero();
    assertThat(SMALL.at(0, 0, 0.5f, 0.25f)).isEqualTo(1 - 0.5f * 0.75f);
    assertThat(SMALL.at(0, 0, 1, 1)).isOne();
    // The last row and what is below it, the last column and what is right of it.
    assertThat(SMALL.at(1, 0, 0.25f, 0.5f)).isEqualTo(0.75f);
    assertThat(SMALL.at(1, -1, 0, 0.5f)).isEqualTo(0.5f);
    assertThat(SMALL.at(0, 2, 0.5f, 0.5f)).isZero();
    assertThat(SMALL.at(-1, 1, 0.5f, 0)).isEqualTo(0.5f);
    assertThat(SMALL.at(7, 7, 0.5f, 0.5f)).isZero();
  }

  @Test
  void rowsEndInZeros() {
    float[] out = new float[6];
    Arrays.fill(out, 9f);
    SMALL.row(1, 4, out, 1);
    assertThat(out).containsExactly(9, 1, 1, 0, 0, 9);
    SMALL.row(0, 2, out, 0);
    assertThat(out).containsExactly(0, 1, 1, 0, 0, 9);
    SMALL.row(5, 3, out, 0);
    assertThat(out).containsExactly(0, 0, 0, 0, 0, 9);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 64", "1, 200", "64, 1", "3, 5", "8, 8", "5, 65", "20, 63", "9, 130"})
  void extentSurroundsTheSetPixels(int height, int width) {
    Random random = new Random(height * 1000L + width);
    for (double share : new double[] {0, 0.002, 0.02, 0.3, 1}) {
      BitPlane plane = RandomBits.plane(random, height, width, share);
      int top = Integer.MAX_VALUE;
      int bottom = -1;
      int left = Integer.MAX_VALUE;
      int right = -1;
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          if (plane.get(row, column) == 1) {
            top = Math.min(top, row);
            bottom = Math.max(bottom, row);
            left = Math.min(left, column);
            right = Math.max(right, column);
          }
        }
      }
      assertThat(plane.extent())
          .as("%d x %d, share %s", height, width, share)
          .isEqualTo(new Extent(top, bottom, left, right));
    }
  }
}
