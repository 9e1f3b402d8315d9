package io.yoso4j.criterion.matching;

import io.yoso4j.criterion.sampling.BilinearTaps;
import io.yoso4j.criterion.sampling.FramedPlanes;
import java.util.Arrays;

/**
 * Mask part of the matching cost of all Q × T pairs of an image: mean binary cross-entropy and dice
 * at shared points.
 *
 * <p>With x a logit, s its sigmoid and y the target's value at a point, the cross-entropy of a pair
 * sums softplus(x) - x·y, the dice cost is 1 - (2 Σ s·y + 1) / (Σ s + Σ y + 1). So softplus and
 * sigmoid are needed once per query and point, and a pair needs only Σ x·y and Σ s·y, which most
 * points (outside the target) do not touch. Points are taken in blocks: products of a block are
 * summed in float along queries, blocks in double. A reusable buffer; not thread-safe.
 */
public final class MaskCosts {
  private static final int BLOCK = 64;

  private final float[] gathered = new float[BLOCK];
  private final float[] labels = new float[BLOCK];
  private float[] logits = new float[0];
  private float[] sigmoids = new float[0];
  private float[] logitSums = new float[0];
  private float[] sigmoidSums = new float[0];
  private double[] softplusTotals = new double[0];
  private double[] sigmoidTotals = new double[0];
  private double[] logitProducts = new double[0];
  private double[] sigmoidProducts = new double[0];
  private double[] labelTotals = new double[0];

  /** Creates an empty buffer. */
  public MaskCosts() {}

  /**
   * Computes the costs.
   *
   * @param masks mask logits of Q queries
   * @param points where to compare, for planes of the masks' size; at least one
   * @param targets the targets at these points
   * @param targetCount T
   * @param maskWeight factor of the mean cross-entropy
   * @param diceWeight factor of the dice cost
   * @param cost receives {@code [Q, T]}, overwritten
   */
  public void compute(
      FramedPlanes masks,
      BilinearTaps points,
      PointLabels targets,
      int targetCount,
      double maskWeight,
      double diceWeight,
      double[] cost) {
    int queries = masks.planes();
    reset(queries, targetCount);
    int count = points.count();
    for (int from = 0; from < count; from += BLOCK) {
      int to = Math.min(count, from + BLOCK);
      for (int query = 0; query < queries; query++) {
        masks.sample(query, points, from, to, gathered);
        accumulateQuery(query, queries, to - from);
      }
      for (int target = 0; target < targetCount; target++) {
        targets.read(target, from, to, labels);
        accumulatePairs(target, queries, to - from);
      }
    }
    for (int query = 0; query < queries; query++) {
      for (int target = 0; target < targetCount; target++) {
        int pair = target * queries + query;
        double crossEntropy = (softplusTotals[query] - logitProducts[pair]) / count;
        double dice =
            1 - (2 * sigmoidProducts[pair] + 1) / (sigmoidTotals[query] + labelTotals[target] + 1);
        cost[query * targetCount + target] = maskWeight * crossEntropy + diceWeight * dice;
      }
    }
  }

  private void accumulateQuery(int query, int queries, int points) {
    double positive = 0;
    double sum = 0;
    // Σ log(1 + e) as one logarithm of a product; each factor is at most 2, so a block stays far
    // below overflow.
    double product = 1;
    for (int i = 0; i < points; i++) {
      float x = gathered[i];
      double e = Math.exp(-Math.abs(x));
      double one = 1 / (1 + e);
      double sigmoid = x >= 0 ? one : e * one;
      positive += Math.max(x, 0f);
      product *= 1 + e;
      sum += sigmoid;
      logits[i * queries + query] = x;
      sigmoids[i * queries + query] = (float) sigmoid;
    }
    softplusTotals[query] += positive + Math.log(product);
    sigmoidTotals[query] += sum;
  }

  private void accumulatePairs(int target, int queries, int points) {
    Arrays.fill(logitSums, 0, queries, 0f);
    Arrays.fill(sigmoidSums, 0, queries, 0f);
    double total = 0;
    for (int i = 0; i < points; i++) {
      float label = labels[i];
      if (label != 0) {
        addScaled(label, logits, i * queries, logitSums, queries);
        addScaled(label, sigmoids, i * queries, sigmoidSums, queries);
        total += label;
      }
    }
    if (total == 0) {
      return;
    }
    labelTotals[target] += total;
    int offset = target * queries;
    for (int query = 0; query < queries; query++) {
      logitProducts[offset + query] += logitSums[query];
      sigmoidProducts[offset + query] += sigmoidSums[query];
    }
  }

  private static void addScaled(float factor, float[] row, int offset, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += factor * row[offset + i];
    }
  }

  private void reset(int queries, int targets) {
    if (logitSums.length < queries) {
      logits = new float[BLOCK * queries];
      sigmoids = new float[BLOCK * queries];
      logitSums = new float[queries];
      sigmoidSums = new float[queries];
      softplusTotals = new double[queries];
      sigmoidTotals = new double[queries];
    }
    int pairs = Math.multiplyExact(queries, targets);
    if (logitProducts.length < pairs) {
      logitProducts = new double[pairs];
      sigmoidProducts = new double[pairs];
    }
    if (labelTotals.length < targets) {
      labelTotals = new double[targets];
    }
    Arrays.fill(softplusTotals, 0, queries, 0);
    Arrays.fill(sigmoidTotals, 0, queries, 0);
    Arrays.fill(logitProducts, 0, pairs, 0);
    Arrays.fill(sigmoidProducts, 0, pairs, 0);
    Arrays.fill(labelTotals, 0, targets, 0);
  }
}
