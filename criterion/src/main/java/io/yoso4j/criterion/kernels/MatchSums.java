package io.yoso4j.criterion.kernels;

import java.util.Arrays;

/**
 * Sums over points of all queries (padded to Q') and Q' × T pairs: with x a logit, s its sigmoid
 * and y the label, Σ softplus(x) in three parts, Σ s, Σ x·y and Σ s·y.
 */
public final class MatchSums {
  /** Q': queries, padded. */
  public final int queries;

  /** Σ max(x, 0) of every query. */
  public final double[] positive;

  /** Σ s of every query. */
  public final double[] sigmoid;

  /** Product of all {@code 1 + exp(-|x|)} over 2 to the power of {@link #exponents}. */
  public final float[] products;

  /** See {@link #products}. */
  public final int[] exponents;

  /** Σ x·y, target t's queries at {@code t * queries}. */
  public final double[] logitLabel;

  /** Σ s·y, likewise. */
  public final double[] sigmoidLabel;

  /** Σ y of every target. */
  public final double[] label;

  /** Points summed. */
  public long points;

  /** Sums of nothing. */
  public MatchSums(int queries, int targets) {
    this.queries = queries;
    positive = new double[queries];
    sigmoid = new double[queries];
    products = new float[queries];
    Arrays.fill(products, 1f);
    exponents = new int[queries];
    logitLabel = new double[Math.multiplyExact(queries, targets)];
    sigmoidLabel = new double[queries * targets];
    label = new double[targets];
  }

  /** Σ softplus(x) of a query. */
  public double softplus(int query) {
    return positive[query] + Math.log(products[query]) + exponents[query] * Math.log(2);
  }

  /** Counts a tile's points and labels. */
  public void addLabels(MatchTile tile) {
    points += tile.count;
    for (int i = 0; i < tile.targetCount; i++) {
      float sum = 0;
      for (int entry = tile.starts[i]; entry < tile.starts[i + 1]; entry++) {
        sum += tile.labels[entry];
      }
      label[tile.targets[i]] += sum;
    }
  }

  /** Adds everything but the softplus and the number of points. */
  public void addPairs(MatchSums other) {
    add(sigmoid, other.sigmoid);
    add(logitLabel, other.logitLabel);
    add(sigmoidLabel, other.sigmoidLabel);
    add(label, other.label);
  }

  private static void add(double[] to, double[] from) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }
}
