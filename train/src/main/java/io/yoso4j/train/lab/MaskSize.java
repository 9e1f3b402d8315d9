package io.yoso4j.train.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Size of predicted masks.
 *
 * @param height pixels
 * @param width pixels
 */
record MaskSize(int height, int width) {
  /** Of an image's sides, in predicted masks. */
  static final int STRIDE = 4;

  private static final int GRANULARITY = 32;
  private static final int MOST_SIDE = 256;
  private static final int LEAST_SIZES = 3;

  /** Of masks predicted for images of this size. */
  static MaskSize ofImages(int height, int width) {
    return new MaskSize(height / STRIDE, width / STRIDE);
  }

  int imageHeight() {
    return STRIDE * height;
  }

  int imageWidth() {
    return STRIDE * width;
  }

  /** The size trained with, this, then twice, four and eight times that, or parts of it. */
  List<MaskSize> toMeasure() {
    List<MaskSize> sizes =
        new ArrayList<>(
            IntStream.of(1, 2, 4, 8)
                .mapToObj(f -> new MaskSize(f * height, f * width))
                .filter(s -> Math.max(s.height, s.width) <= MOST_SIDE)
                .toList());
    if (sizes.isEmpty()) {
      sizes.add(this);
    }
    for (int part = 2;
        sizes.size() < LEAST_SIZES && height % part == 0 && width % part == 0;
        part *= 2) {
      MaskSize smaller = new MaskSize(height / part, width / part);
      if (smaller.imageHeight() % GRANULARITY != 0 || smaller.imageWidth() % GRANULARITY != 0) {
        break;
      }
      sizes.addFirst(smaller);
    }
    return sizes;
  }

  @Override
  public String toString() {
    return height + " x " + width;
  }
}
