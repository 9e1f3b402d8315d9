package io.yoso4j.criterion.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random tiles between two random rows of pixels, and what their sums are in double precision. */
final class MatchProblem {
  private static final int WIDTH = 9;

  /** A few roundings of a logit blended in float32. */
  private static final double BLEND = 0x1p-22;

  private final int queries;
  private final int padded;
  private final int targets;
  private final float[] rows;
  private final int upper;
  private final int lower;
  private final List<MatchTile> tiles = new ArrayList<>();

  MatchProblem(
      Random random,
      int queries,
      int lanes,
      int tileCount,
      int targets,
      double amplitude,
      boolean saturated) {
    this.queries = queries;
    this.targets = targets;
    padded = Math.ceilDiv(queries, lanes) * lanes;
    int rowSize = (WIDTH + 2) * padded;
    lower = 3;
    upper = 3 + rowSize + 5;
    rows = new float[upper + rowSize];
    for (int column = 1; column <= WIDTH; column++) {
      for (int query = 0; query < queries; query++) {
        rows[upper + column * padded + query] = logit(random, amplitude, saturated);
        rows[lower + column * padded + query] = logit(random, amplitude, saturated);
      }
    }
    for (int i = 0; i < tileCount; i++) {
      tiles.add(tile(random, i == 0 ? MatchTile.POINTS : random.nextInt(MatchTile.POINTS + 1)));
    }
  }

  private static float logit(Random random, double amplitude, boolean saturated) {
    double value = saturated ? random.nextBoolean() ? 1 : -1 : random.nextGaussian();
    return (float) (amplitude * value);
  }

  private MatchTile tile(Random random, int points) {
    MatchTile tile = new MatchTile(targets);
    tile.clear();
    tile.count = points;
    for (int p = 0; p < points; p++) {
      tile.columns[p] = random.nextInt(WIDTH + 1);
      boolean onPixel = random.nextInt(4) == 0;
      tile.setWeights(p, onPixel ? 0 : random.nextFloat(), onPixel ? 0 : random.nextFloat());
    }
    for (int target = 0; target < targets; target++) {
      double share = random.nextInt(3) * 0.5;
      tile.beginTarget(target);
      for (int p = 0; p < points; p++) {
        if (random.nextDouble() < share) {
          tile.addEntry(p, random.nextBoolean() ? 1 : 1 - random.nextFloat());
        }
      }
      tile.endTarget();
    }
    return tile;
  }

  int padded() {
    return padded;
  }

  /** Replaces all logits of a query and lets every point lie between pixels. */
  void spoil(int query, float value) {
    for (MatchTile tile : tiles) {
      for (int p = 0; p < tile.count; p++) {
        tile.setWeights(p, 0.25f, 0.625f);
      }
    }
    for (int column = 1; column <= WIDTH; column++) {
      rows[upper + column * padded + query] = value;
      rows[lower + column * padded + query] = value;
    }
  }

  MatchSums run(Kernels kernels) {
    MatchSums sums = new MatchSums(padded, targets);
    for (MatchTile tile : tiles) {
      kernels.match(tile, rows, upper, lower, sums);
      sums.addLabels(tile);
    }
    return sums;
  }

  /** A sum and how far another one of the same may be off. */
  static final class Sum {
    double value;
    double bound = 1e-30;

    private void add(double summand, double tolerance) {
      value += summand;
      bound += 1e-6 * Math.abs(summand) + tolerance;
    }
  }

  private interface Visitor {
    void visit(MatchTile tile, int point, double logit, double blend);
  }

  private void forPoints(int query, Visitor visitor) {
    for (MatchTile tile : tiles) {
      for (int p = 0; p < tile.count; p++) {
        int at = tile.columns[p] * padded + query;
        double a = (double) rows[upper + at] * tile.upperLeft[p];
        double b = (double) rows[upper + at + padded] * tile.upperRight[p];
        double c = (double) rows[lower + at] * tile.lowerLeft[p];
        double d = (double) rows[lower + at + padded] * tile.lowerRight[p];
        double magnitude = Math.abs(a) + Math.abs(b) + Math.abs(c) + Math.abs(d);
        visitor.visit(tile, p, a + b + c + d, BLEND * magnitude);
      }
    }
  }

  Sum softplus(int query) {
    Sum sum = new Sum();
    // Factors near 1 of a float32 product lose what is below 2^-24.
    forPoints(
        query,
        (_, _, x, blend) ->
            sum.add(
                Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), sigmoid(x) * blend + 2e-7));
    return sum;
  }

  Sum sigmoid(int query) {
    Sum sum = new Sum();
    forPoints(query, (_, _, x, blend) -> sum.add(sigmoid(x), slope(x) * blend));
    return sum;
  }

  Sum logitLabel(int query, int target) {
    Sum sum = new Sum();
    forPoints(
        query,
        (tile, p, x, blend) -> {
          double y = label(tile, target, p);
          sum.add(x * y, blend * y);
        });
    return sum;
  }

  Sum sigmoidLabel(int query, int target) {
    Sum sum = new Sum();
    forPoints(
        query,
        (tile, p, x, blend) -> {
          double y = label(tile, target, p);
          sum.add(sigmoid(x) * y, slope(x) * blend * y);
        });
    return sum;
  }

  Sum label(int target) {
    Sum sum = new Sum();
    forPoints(0, (tile, p, _, _) -> sum.add(label(tile, target, p), 0));
    return sum;
  }

  long points() {
    return tiles.stream().mapToLong(tile -> tile.count).sum();
  }

  int queries() {
    return queries;
  }

  private static double label(MatchTile tile, int target, int point) {
    for (int i = 0; i < tile.targetCount; i++) {
      if (tile.targets[i] == target) {
        for (int entry = tile.starts[i]; entry < tile.starts[i + 1]; entry++) {
          if (tile.points[entry] == point) {
            return tile.labels[entry];
          }
        }
      }
    }
    return 0;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double slope(double x) {
    return sigmoid(x) * sigmoid(-x);
  }
}
