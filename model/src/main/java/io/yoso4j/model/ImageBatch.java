package io.yoso4j.model;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.yoso.InputSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Images resized, normalised and padded with zeros at the right and the bottom to one size.
 *
 * @param pixels {@code [B, 3, H, W]} float32, normalised; lives as long as the arena
 * @param padded W × H
 * @param valid the size of each image inside its padding
 */
record ImageBatch(MemorySegment pixels, ImageSize padded, List<ImageSize> valid) {
  static ImageBatch of(List<RgbImage> images, InputSize inputSize, InputSpec spec, Arena arena) {
    List<RgbImage> resized = new ArrayList<>();
    List<ImageSize> sizes = new ArrayList<>();
    int height = 0;
    int width = 0;
    for (RgbImage image : images) {
      ImageSize size = inputSize.of(image.width(), image.height());
      resized.add(image.resizeBilinear(size.width(), size.height()));
      sizes.add(size);
      height = Math.max(height, size.height());
      width = Math.max(width, size.width());
    }
    int divisor = spec.sizeDivisibility();
    height = Math.ceilDiv(height, divisor) * divisor;
    width = Math.ceilDiv(width, divisor) * divisor;
    MemorySegment data =
        arena.allocate(ValueLayout.JAVA_FLOAT, 3L * images.size() * height * width);
    float[][] tables = tables(spec);
    for (int b = 0; b < images.size(); b++) {
      fill(data, 3L * b * height * width, resized.get(b), tables, height, width);
    }
    return new ImageBatch(data, new ImageSize(width, height), List.copyOf(sizes));
  }

  private static void fill(
      MemorySegment data, long base, RgbImage image, float[][] tables, int height, int width) {
    byte[] rgb = image.rgb();
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < image.height(); y++) {
        long row = base + ((long) channel * height + y) * width;
        int source = y * image.width() * 3 + channel;
        for (int x = 0; x < image.width(); x++) {
          float value = tables[channel][rgb[source + 3 * x] & 0xff];
          data.setAtIndex(ValueLayout.JAVA_FLOAT, row + x, value);
        }
      }
    }
  }

  /** Normalised value of each byte, per channel. */
  private static float[][] tables(InputSpec spec) {
    float[][] tables = new float[3][256];
    for (int channel = 0; channel < 3; channel++) {
      float mean = spec.pixelMean().get(channel).floatValue();
      float deviation = spec.pixelStd().get(channel).floatValue();
      for (int value = 0; value < 256; value++) {
        tables[channel][value] = (value - mean) / deviation;
      }
    }
    return tables;
  }
}
