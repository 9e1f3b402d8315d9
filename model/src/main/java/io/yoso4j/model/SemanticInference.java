package io.yoso4j.model;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * From class probabilities and mask logits to a score per class and pixel, as upstream's semantic
 * inference: the sum over queries of class times mask probability.
 */
final class SemanticInference {
  private SemanticInference() {}

  /**
   * Scores of all classes.
   *
   * @param probabilities {@code [Q, C + 1]}, last column "no object"
   * @param planes the mask logits of a query at full size, {@code [H, W]}
   * @return {@code [C][H · W]}
   */
  static float[][] scores(
      float[] probabilities, int queries, int classes, int pixels, IntFunction<float[]> planes) {
    float[][] scores = new float[classes][pixels];
    for (int query = 0; query < queries; query++) {
      float[] mask = planes.apply(query);
      for (int i = 0; i < pixels; i++) {
        mask[i] = (float) (1 / (1 + Math.exp(-mask[i])));
      }
      for (int category = 0; category < classes; category++) {
        float probability = probabilities[query * (classes + 1) + category];
        float[] row = scores[category];
        for (int i = 0; i < pixels; i++) {
          row[i] += probability * mask[i];
        }
      }
    }
    return scores;
  }

  /** The best class of each pixel, the first one among equals. */
  static int[] best(float[][] scores, int pixels) {
    int[] best = new int[pixels];
    float[] highest = new float[pixels];
    Arrays.fill(highest, Float.NEGATIVE_INFINITY);
    for (int category = 0; category < scores.length; category++) {
      for (int i = 0; i < pixels; i++) {
        if (scores[category][i] > highest[i]) {
          highest[i] = scores[category][i];
          best[i] = category;
        }
      }
    }
    return best;
  }
}
