package io.yoso4j.data.mask;

import java.util.Random;

/** Seeded masks of many shapes: empty, full, speckled, and made of rectangles. */
final class RandomMasks {
  private RandomMasks() {}

  static Bitmap mask(Random random, int height, int width) {
    Bitmap bitmap = Bitmap.of(height, width);
    int kind = random.nextInt(5);
    if (kind == 0) {
      return bitmap;
    }
    double density = kind == 1 ? 1 : random.nextDouble();
    int top = kind < 3 ? 0 : random.nextInt(height);
    int left = kind < 3 ? 0 : random.nextInt(width);
    int bottom = kind < 3 ? height : top + random.nextInt(height - top) + 1;
    int right = kind < 3 ? width : left + random.nextInt(width - left) + 1;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        bitmap.set(y, x, kind == 4 || random.nextDouble() < density);
      }
    }
    return bitmap;
  }
}
