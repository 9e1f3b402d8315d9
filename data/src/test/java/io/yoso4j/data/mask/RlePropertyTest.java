package io.yoso4j.data.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs against bits, on random masks of all sizes up to 150, around words of 64 too. */
class RlePropertyTest {
  private static final int CASES = 150;

  private record Case(Bitmap bits, Rle runs) {
    static Case random(Random random, int height, int width) {
      Bitmap bits = RandomMasks.mask(random, height, width);
      return new Case(bits, Rle.encode(bits));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyFormHoldsTheSameMask(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      int height = 1 + random.nextInt(150);
      int width = i % 3 == 0 ? 63 + random.nextInt(3) : 1 + random.nextInt(150);
      Case mask = Case.random(random, height, width);
      String compressed = mask.runs.toCompressedString();

      assertThat(mask.runs.toBitmap()).as("seed %d case %d", seed, i).isEqualTo(mask.bits);
      assertThat(Rle.ofCounts(height, width, mask.runs.counts())).isEqualTo(mask.runs);
      assertThat(Rle.ofCompressed(height, width, compressed)).isEqualTo(mask.runs);
      assertThat(mask.runs.area()).isEqualTo(mask.bits.area());
      assertThat(mask.runs.bbox()).as("seed %d case %d", seed, i).isEqualTo(box(mask.bits));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void pairsAgreeWithBits(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      int height = 1 + random.nextInt(70);
      int width = 1 + random.nextInt(70);
      Case a = Case.random(random, height, width);
      Case b = Case.random(random, height, width);
      Case c = Case.random(random, height, width);
      long shared = 0;
      Bitmap either = Bitmap.of(height, width);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          shared += a.bits.get(y, x) && b.bits.get(y, x) ? 1 : 0;
          either.set(y, x, a.bits.get(y, x) || b.bits.get(y, x));
        }
      }
      double iou = shared == 0 ? 0 : (double) shared / either.area();
      double crowd = shared == 0 ? 0 : (double) shared / a.bits.area();

      assertThat(Rle.iou(a.runs, b.runs, false)).as("seed %d case %d", seed, i).isEqualTo(iou);
      assertThat(Rle.iou(b.runs, a.runs, false)).isEqualTo(iou);
      assertThat(Rle.iou(a.runs, b.runs, true)).as("seed %d case %d", seed, i).isEqualTo(crowd);
      Rle union = Rle.union(List.of(a.runs, b.runs));
      assertThat(union.toBitmap()).as("seed %d case %d", seed, i).isEqualTo(either);
      assertThat(Rle.union(List.of(b.runs, a.runs))).isEqualTo(union);
      assertThat(Rle.union(List.of(a.runs, a.runs))).isEqualTo(a.runs);
      assertThat(Rle.union(List.of(union, c.runs)))
          .isEqualTo(Rle.union(List.of(a.runs, Rle.union(List.of(b.runs, c.runs)))))
          .isEqualTo(Rle.union(List.of(c.runs, a.runs, b.runs)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void flipAndCropAgreeWithBits(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      int height = 1 + random.nextInt(70);
      int width = 1 + random.nextInt(70);
      Case mask = Case.random(random, height, width);
      int y = random.nextInt(height);
      int x = random.nextInt(width);
      int cropHeight = 1 + random.nextInt(height - y);
      int cropWidth = 1 + random.nextInt(width - x);

      assertThat(mask.runs.flipHorizontally().toBitmap())
          .as("seed %d case %d", seed, i)
          .isEqualTo(pick(mask.bits, height, width, 0, width - 1, -1));
      assertThat(mask.runs.crop(y, x, cropHeight, cropWidth).toBitmap())
          .as("seed %d case %d: crop %d %d %d %d", seed, i, y, x, cropHeight, cropWidth)
          .isEqualTo(pick(mask.bits, cropHeight, cropWidth, y, x, 1));
    }
  }

  private static Bitmap pick(Bitmap source, int height, int width, int y0, int x0, int stepX) {
    Bitmap result = Bitmap.of(height, width);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        result.set(y, x, source.get(y0 + y, x0 + stepX * x));
      }
    }
    return result;
  }

  private static Box box(Bitmap bits) {
    int left = Integer.MAX_VALUE;
    int top = Integer.MAX_VALUE;
    int right = -1;
    int bottom = -1;
    for (int y = 0; y < bits.height(); y++) {
      for (int x = 0; x < bits.width(); x++) {
        if (bits.get(y, x)) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y);
        }
      }
    }
    return right < 0 ? new Box(0, 0, 0, 0) : new Box(left, top, right - left + 1, bottom - top + 1);
  }
}
