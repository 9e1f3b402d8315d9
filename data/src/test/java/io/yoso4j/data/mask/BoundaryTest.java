package io.yoso4j.data.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Boundaries against the definition: as many 3x3 erosions of bits in a background frame. */
class BoundaryTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void erosionAndBoundaryAgreeWithBits(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 150; i++) {
      int height = 1 + random.nextInt(60);
      int width = 1 + random.nextInt(60);
      Bitmap bits = blob(random, height, width);
      Rle mask = Rle.encode(bits);
      int radius = random.nextInt(6);
      double ratio = random.nextDouble() * 0.1;
      double diagonal = Math.sqrt(height * height + width * width);
      Bitmap inner = eroded(bits, Math.max(1, (int) Math.rint(ratio * diagonal)));

      assertThat(mask.erode(radius).toBitmap())
          .as("seed %d case %d radius %d", seed, i, radius)
          .isEqualTo(eroded(bits, radius));
      assertThat(mask.boundary(ratio).toBitmap())
          .as("seed %d case %d ratio %s", seed, i, ratio)
          .isEqualTo(without(bits, inner));
    }
  }

  @Test
  void fullImageKeepsAFrame() {
    // The diagonal is 500, so that the frame is 10 wide.
    Rle full = Rle.ofCounts(300, 400, new int[] {0, 300 * 400});

    assertThat(full.boundary().area()).isEqualTo(300 * 400 - 280 * 380);
    assertThat(full.boundary()).isEqualTo(full.boundary(Rle.BOUNDARY_RATIO));
    assertThat(full.erode(150).area()).isZero();
    assertThat(full.erode(Integer.MAX_VALUE).area()).isZero();
  }

  @Test
  void halvesAreRoundedToEven() {
    // 0.005 * 500 = 2.5 and 0.007 * 500 = 3.5 become 2 and 4.
    Rle full = Rle.ofCounts(300, 400, new int[] {0, 300 * 400});

    assertThat(full.boundary(0.005)).isEqualTo(full.difference(full.erode(2)));
    assertThat(full.boundary(0.007)).isEqualTo(full.difference(full.erode(4)));
  }

  @Test
  void emptyMaskHasNoBoundary() {
    assertThat(Rle.encode(Bitmap.of(9, 5)).boundary().area()).isZero();
  }

  @Test
  void badSizesOfTheSquareAreRefused() {
    Rle mask = Rle.encode(Bitmap.of(9, 5));

    assertThatThrownBy(() -> mask.erode(-1)).hasMessageContaining("radius is -1");
    assertThatThrownBy(() -> mask.boundary(Double.NaN)).hasMessageContaining("ratio is NaN");
    assertThatThrownBy(() -> mask.boundary(-0.1)).hasMessageContaining("ratio is -0.1");
    assertThatThrownBy(() -> mask.boundary(Double.POSITIVE_INFINITY))
        .hasMessageContaining("ratio is Infinity");
  }

  /** A few overlapping rectangles with holes, so that something is left after erosion. */
  private static Bitmap blob(Random random, int height, int width) {
    Bitmap bits = Bitmap.of(height, width);
    for (int i = 0; i < 4; i++) {
      int top = random.nextInt(height);
      int left = random.nextInt(width);
      int bottom = top + random.nextInt(height - top) + 1;
      int right = left + random.nextInt(width - left) + 1;
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          bits.set(y, x, random.nextInt(200) != 0);
        }
      }
    }
    return bits;
  }

  private static Bitmap eroded(Bitmap bits, int times) {
    Bitmap result = without(bits, Bitmap.of(bits.height(), bits.width()));
    for (int i = 0; i < times; i++) {
      Bitmap before = result;
      result = Bitmap.of(bits.height(), bits.width());
      for (int y = 1; y + 1 < bits.height(); y++) {
        for (int x = 1; x + 1 < bits.width(); x++) {
          boolean all = true;
          for (int neighbour = 0; neighbour < 9; neighbour++) {
            all &= before.get(y - 1 + neighbour / 3, x - 1 + neighbour % 3);
          }
          result.set(y, x, all);
        }
      }
    }
    return result;
  }

  private static Bitmap without(Bitmap bits, Bitmap removed) {
    Bitmap result = Bitmap.of(bits.height(), bits.width());
    for (int y = 0; y < bits.height(); y++) {
      for (int x = 0; x < bits.width(); x++) {
        result.set(y, x, bits.get(y, x) && !removed.get(y, x));
      }
    }
    return result;
  }
}
