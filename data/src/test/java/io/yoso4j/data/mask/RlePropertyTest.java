package io.yoso4j.data.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
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
      Bitmap both = Bitmap.of(height, width);
      Bitmap onlyA = Bitmap.of(height, width);
      Bitmap one = Bitmap.of(height, width);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          boolean inA = a.bits.get(y, x);
          boolean inB = b.bits.get(y, x);
          shared += inA && inB ? 1 : 0;
          either.set(y, x, inA || inB);
          both.set(y, x, inA && inB);
          onlyA.set(y, x, inA && !inB);
          one.set(y, x, inA != inB);
        }
      }
      double iou = shared == 0 ? 0 : (double) shared / either.area();
      double crowd = shared == 0 ? 0 : (double) shared / a.bits.area();

      assertThat(Rle.iou(a.runs, b.runs, false)).as("seed %d case %d", seed, i).isEqualTo(iou);
      assertThat(Rle.iou(b.runs, a.runs, false)).isEqualTo(iou);
      assertThat(Rle.iou(a.runs, b.runs, true)).as("seed %d case %d", seed, i).isEqualTo(crowd);
      assertThat(a.bits.sharedPixels(b.bits)).isEqualTo(shared);
      assertThat(a.runs.intersection(b.runs).toBitmap()).isEqualTo(both);
      assertThat(a.runs.difference(b.runs).toBitmap()).isEqualTo(onlyA);
      assertThat(a.runs.symmetricDifference(b.runs).toBitmap()).isEqualTo(one);
      assertThat(changed(a.bits, bits -> bits.unite(b.bits))).isEqualTo(either);
      assertThat(changed(a.bits, bits -> bits.intersect(b.bits))).isEqualTo(both);
      assertThat(changed(a.bits, bits -> bits.subtract(b.bits))).isEqualTo(onlyA);
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
  @ValueSource(longs = {7, 8, 9})
  void movesAgreeWithBits(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      int height = 1 + random.nextInt(70);
      int width = 1 + random.nextInt(70);
      Case mask = Case.random(random, height, width);
      int y = random.nextInt(height);
      int x = random.nextInt(width);
      int cropHeight = 1 + random.nextInt(height - y);
      int cropWidth = 1 + random.nextInt(width - x);
      int newHeight = 1 + random.nextInt(90);
      int newWidth = 1 + random.nextInt(90);
      int shiftY = random.nextInt(100) - 50;
      int shiftX = random.nextInt(100) - 50;
      String name = "seed %d case %d".formatted(seed, i);

      assertThat(mask.runs.get(y, x)).as(name).isEqualTo(mask.bits.get(y, x));
      assertThat(mask.runs.complement().toBitmap())
          .as(name)
          .isEqualTo(bits(height, width, (r, c) -> !mask.bits.get(r, c)));
      assertThat(mask.runs.flipHorizontally().toBitmap())
          .as(name)
          .isEqualTo(bits(height, width, (r, c) -> mask.bits.get(r, width - 1 - c)));
      assertThat(mask.runs.flipVertically().toBitmap())
          .as(name)
          .isEqualTo(bits(height, width, (r, c) -> mask.bits.get(height - 1 - r, c)));
      assertThat(mask.runs.crop(y, x, cropHeight, cropWidth).toBitmap())
          .as("%s: crop %d %d %d %d", name, y, x, cropHeight, cropWidth)
          .isEqualTo(bits(cropHeight, cropWidth, (r, c) -> mask.bits.get(y + r, x + c)));
      assertThat(mask.runs.place(newHeight, newWidth, shiftY, shiftX).toBitmap())
          .as("%s: place %d %d %d %d", name, newHeight, newWidth, shiftY, shiftX)
          .isEqualTo(
              bits(newHeight, newWidth, (r, c) -> inside(mask.bits, r - shiftY, c - shiftX)));
      assertThat(mask.runs.resize(newHeight, newWidth).toBitmap())
          .as("%s: %dx%d to %dx%d", name, height, width, newHeight, newWidth)
          .isEqualTo(
              bits(
                  newHeight,
                  newWidth,
                  (r, c) ->
                      mask.bits.get(
                          (2 * r + 1) * height / (2 * newHeight),
                          (2 * c + 1) * width / (2 * newWidth))));
      int top = random.nextInt(newHeight);
      int left = random.nextInt(newWidth);
      int rows = 1 + random.nextInt(newHeight - top);
      int columns = 1 + random.nextInt(newWidth - left);
      assertThat(mask.runs.resizeWindow(newHeight, newWidth, top, left, rows, columns))
          .as("%s: window %d %d %d %d", name, top, left, rows, columns)
          .isEqualTo(mask.runs.resize(newHeight, newWidth).crop(top, left, rows, columns));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 11})
  void matrixHoldsTheIouOfEveryPair(long seed) {
    Random random = new Random(seed);
    List<Rle> detections = new ArrayList<>();
    List<Rle> truths = new ArrayList<>();
    boolean[] crowd = new boolean[13];
    for (int i = 0; i < 17; i++) {
      detections.add(Case.random(random, 50, 65).runs);
    }
    for (int i = 0; i < crowd.length; i++) {
      truths.add(Case.random(random, 50, 65).runs);
      crowd[i] = random.nextBoolean();
    }

    double[][] ious = Rle.iouMatrix(detections, truths, crowd);

    assertThat(ious.length).isEqualTo(17);
    for (int d = 0; d < ious.length; d++) {
      assertThat(ious[d].length).isEqualTo(13);
      for (int t = 0; t < crowd.length; t++) {
        long shared = detections.get(d).toBitmap().sharedPixels(truths.get(t).toBitmap());
        long whole = detections.get(d).area() + (crowd[t] ? 0 : truths.get(t).area() - shared);
        assertThat(ious[d][t])
            .as("seed %d: %d with %d", seed, d, t)
            .isEqualTo(shared == 0 ? 0 : (double) shared / whole);
      }
    }
  }

  private interface Pixels {
    boolean get(int y, int x);
  }

  private static Bitmap bits(int height, int width, Pixels pixels) {
    Bitmap result = Bitmap.of(height, width);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        result.set(y, x, pixels.get(y, x));
      }
    }
    return result;
  }

  private static boolean inside(Bitmap bits, int y, int x) {
    return y >= 0 && x >= 0 && y < bits.height() && x < bits.width() && bits.get(y, x);
  }

  private static Bitmap changed(Bitmap bits, Consumer<Bitmap> change) {
    Bitmap copy = Bitmap.of(bits.height(), bits.width(), bits.words().clone());
    change.accept(copy);
    return copy;
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
