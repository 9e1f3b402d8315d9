package io.yoso4j.cli.report;

import io.yoso4j.criterion.PointSample;
import io.yoso4j.train.explain.ValueMap;
import java.util.Arrays;

/**
 * Where sampled points lie and what they lose: the mean loss of the points of each small square.
 */
final class PointPicture {
  private static final int WANTED_SIDE = 160;

  private PointPicture() {}

  /**
   * The points {@code from} to {@code to - 1} of a sample, NaN where there is none.
   *
   * @param gridWidth columns of the prediction
   * @param gridHeight rows of the prediction
   */
  static ValueMap map(PointSample points, int from, int to, int gridWidth, int gridHeight) {
    int factor = Math.clamp(WANTED_SIDE / Math.max(gridWidth, gridHeight), 1, 4);
    int width = gridWidth * factor;
    int height = gridHeight * factor;
    float[] sums = new float[width * height];
    int[] counts = new int[width * height];
    for (int i = from; i < to; i++) {
      int x = Math.min(width - 1, (int) (points.xy()[2 * i] * width));
      int y = Math.min(height - 1, (int) (points.xy()[2 * i + 1] * height));
      sums[y * width + x] += points.losses()[i];
      counts[y * width + x]++;
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = counts[i] == 0 ? Float.NaN : sums[i] / counts[i];
    }
    return new ValueMap(width, height, sums);
  }

  /** The mean loss of some of the points; 0 without any. */
  static double meanLoss(PointSample points, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += points.losses()[i];
    }
    return to > from ? sum / (to - from) : 0;
  }

  /** The value below which most losses lie, for the upper end of a scale. */
  static double high(PointSample points) {
    float[] losses = points.losses().clone();
    Arrays.sort(losses);
    return losses.length == 0 ? 1 : losses[(int) (0.99 * (losses.length - 1))];
  }
}
