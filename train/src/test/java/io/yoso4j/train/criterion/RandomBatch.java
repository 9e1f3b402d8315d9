package io.yoso4j.train.criterion;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Predictions and targets from a seed. */
final class RandomBatch {
  static final int CLASSES = 3;
  static final int QUERIES = 5;
  private static final double NOISE = 0.1;

  private final Random random;

  RandomBatch(long seed) {
    random = new Random(seed);
  }

  /** Logits and masks that collect gradients. */
  StageOutputs stage(int batch, int columns, int height, int width) {
    return new StageOutputs(
        columns == 0 ? null : leaf(2, batch, QUERIES, columns),
        leaf(2, batch, QUERIES, height, width),
        null);
  }

  /** The same with masks and logits of another magnitude. */
  StageOutputs stage(int batch, int columns, int height, int width, double magnitude) {
    return new StageOutputs(
        leaf(magnitude, batch, QUERIES, columns),
        leaf(magnitude, batch, QUERIES, height, width),
        null);
  }

  /** Boxes that collect gradients, and whatever else the stage has. */
  StageOutputs withBoxes(int batch, @Nullable Tensor logits, @Nullable Tensor masks) {
    return new StageOutputs(
        logits, masks, Tensor.of(boxes(batch * QUERIES), batch, QUERIES, 4).requiresGrad(true));
  }

  /** Class logits that collect gradients. */
  Tensor logits(int batch, int columns) {
    return leaf(2, batch, QUERIES, columns);
  }

  private Tensor leaf(double magnitude, long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (magnitude * random.nextGaussian());
    }
    return Tensor.of(values, shape).requiresGrad(true);
  }

  private float[] boxes(int count) {
    float[] boxes = new float[4 * count];
    for (int i = 0; i < boxes.length; i++) {
      boxes[i] = 0.2f + 0.6f * random.nextFloat();
    }
    return boxes;
  }

  /** The same values without a history. */
  static StageOutputs copy(StageOutputs stage) {
    return new StageOutputs(copy(stage.logits()), copy(stage.masks()), copy(stage.boxes()));
  }

  private static @Nullable Tensor copy(@Nullable Tensor tensor) {
    return tensor == null ? null : tensor.detach().copy().requiresGrad(true);
  }

  /**
   * Objects that are random rectangles, with wrong pixels so that no two are equal anywhere; boxes
   * that have nothing to do with them, and a region to ignore.
   */
  ImageTargets targets(long imageId, int count, int height, int width) {
    List<BitMask> masks = new ArrayList<>();
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(CLASSES);
      masks.add(mask(height, width));
    }
    return new ImageTargets(
        imageId, labels, masks, height, width, boxes(count), mask(height, width));
  }

  private BitMask mask(int height, int width) {
    long[] words = new long[(height * width + 63) / 64];
    int top = random.nextInt(height / 2);
    int left = random.nextInt(width / 2);
    int bottom = top + height / 3 + random.nextInt(height / 3);
    int right = left + width / 3 + random.nextInt(width / 3);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean inside = y >= top && y < bottom && x >= left && x < right;
        if (inside ^ random.nextDouble() < NOISE) {
          words[(y * width + x) >> 6] |= 1L << (y * width + x);
        }
      }
    }
    return BitMask.of(height, width, words);
  }
}
