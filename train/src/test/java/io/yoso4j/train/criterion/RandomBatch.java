package io.yoso4j.train.criterion;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.yoso.StageTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Predictions and targets from a seed. */
final class RandomBatch {
  static final int CLASSES = 3;
  static final int QUERIES = 5;
  private static final double NOISE = 0.1;

  private final Random random;

  RandomBatch(long seed) {
    random = new Random(seed);
  }

  /** Leaves that collect gradients. */
  StageTensors stage(int batch, int columns, int height, int width) {
    return new StageTensors(
        columns == 0 ? null : leaf(batch, QUERIES, columns), leaf(batch, QUERIES, height, width));
  }

  private Tensor leaf(long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (2 * random.nextGaussian());
    }
    return Tensor.of(values, shape).requiresGrad(true);
  }

  /** The same values without a history. */
  static StageTensors copy(StageTensors stage) {
    Tensor logits = stage.logits();
    return new StageTensors(logits == null ? null : copy(logits), copy(stage.masks()));
  }

  private static Tensor copy(Tensor tensor) {
    return tensor.detach().copy().requiresGrad(true);
  }

  /** Objects that are random rectangles, with wrong pixels so that no two are equal anywhere. */
  ImageTargets targets(long imageId, int count, int height, int width) {
    List<BitMask> masks = new ArrayList<>();
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(CLASSES);
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
      masks.add(BitMask.of(height, width, words));
    }
    return new ImageTargets(imageId, labels, masks, height, width);
  }
}
