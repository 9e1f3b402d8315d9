package io.yoso4j.examples;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A loss as a code base may have it: sigmoid focal loss for the classes, cross-entropy and dice
 * over every pixel of the masks, and a matching by the same three. It stands for your own in the
 * guide to migration.
 */
final class OldLoss {
  static final double ALPHA = 0.25;
  static final double GAMMA = 2;
  static final double[] WEIGHTS = {2, 5, 5}; // class, mask, dice

  /**
   * What it finds for an image; terms are unweighted.
   *
   * @param cost of every query and object, {@code [Q][T]}
   * @param queryOf the query matched to each object
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Result(double[][] cost, int[] queryOf, double classes, double mask, double dice) {
    double total() {
      return WEIGHTS[0] * classes + WEIGHTS[1] * mask + WEIGHTS[2] * dice;
    }

    Map<String, Double> terms() {
      return new TreeMap<>(Map.of("loss_ce", classes, "loss_mask", mask, "loss_dice", dice));
    }
  }

  private OldLoss() {}

  /**
   * One image.
   *
   * @param logits of the classes, {@code [Q][C]}
   * @param masks logits of every pixel, {@code [Q][P]}
   * @param labels class of every object
   * @param targets pixels of every object, 0 or 1, {@code [T][P]}
   */
  static Result evaluate(double[][] logits, double[][] masks, int[] labels, byte[][] targets) {
    double[][] cost = new double[masks.length][targets.length];
    for (int q = 0; q < masks.length; q++) {
      for (int t = 0; t < targets.length; t++) {
        double x = logits[q][labels[t]];
        cost[q][t] =
            WEIGHTS[0] * (focal(x, true) - focal(x, false))
                + WEIGHTS[1] * crossEntropy(masks[q], targets[t])
                + WEIGHTS[2] * dice(masks[q], targets[t]);
      }
    }
    int[] queryOf = new int[targets.length];
    cheapest(cost, 0, new int[targets.length], 0, Double.POSITIVE_INFINITY, queryOf);

    double classes = 0;
    for (int q = 0; q < logits.length; q++) {
      for (int c = 0; c < logits[q].length; c++) {
        boolean positive = false;
        for (int t = 0; t < targets.length; t++) {
          positive |= queryOf[t] == q && labels[t] == c;
        }
        classes += focal(logits[q][c], positive);
      }
    }
    double mask = 0;
    double dice = 0;
    for (int t = 0; t < targets.length; t++) {
      mask += crossEntropy(masks[queryOf[t]], targets[t]);
      dice += dice(masks[queryOf[t]], targets[t]);
    }
    int divisor = Math.max(1, targets.length);
    return new Result(cost, queryOf, classes / divisor, mask / divisor, dice / divisor);
  }

  /**
   * Gradient of the total. Differences stand in for automatic differentiation, which most code
   * bases have.
   *
   * @param of the argument it is taken by: {@code logits} or {@code masks}
   */
  static double[][] gradient(
      double[][] of, double[][] logits, double[][] masks, int[] labels, byte[][] targets) {
    double step = 1e-4;
    double[][] gradient = new double[of.length][of[0].length];
    for (int q = 0; q < of.length; q++) {
      for (int i = 0; i < of[q].length; i++) {
        double value = of[q][i];
        of[q][i] = value + step;
        double up = evaluate(logits, masks, labels, targets).total();
        of[q][i] = value - step;
        double down = evaluate(logits, masks, labels, targets).total();
        of[q][i] = value;
        gradient[q][i] = (up - down) / (2 * step);
      }
    }
    return gradient;
  }

  private static double focal(double x, boolean positive) {
    double z = positive ? x : -x;
    double wrong = 1 / (1 + Math.exp(z)); // 1 - probability of the truth
    double weight = positive ? ALPHA : 1 - ALPHA;
    return weight * Math.pow(wrong, GAMMA) * Math.log1p(Math.exp(-z));
  }

  private static double crossEntropy(double[] x, byte[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += Math.max(x[i], 0) - x[i] * y[i] + Math.log1p(Math.exp(-Math.abs(x[i])));
    }
    return sum / x.length;
  }

  private static double dice(double[] x, byte[] y) {
    double both = 0;
    double either = 0;
    for (int i = 0; i < x.length; i++) {
      double p = 1 / (1 + Math.exp(-x[i]));
      both += p * y[i];
      either += p + y[i];
    }
    return 1 - (2 * both + 1) / (either + 1);
  }

  /** Tries every choice of queries; right, and fast enough for a few objects. */
  private static double cheapest(
      double[][] cost, int target, int[] chosen, double sum, double best, int[] result) {
    if (target == chosen.length) {
      if (sum < best) {
        System.arraycopy(chosen, 0, result, 0, chosen.length);
        return sum;
      }
      return best;
    }
    double least = best;
    for (int q = 0; q < cost.length; q++) {
      int query = q;
      if (Arrays.stream(chosen, 0, target).noneMatch(other -> other == query)) {
        chosen[target] = q;
        least = cheapest(cost, target + 1, chosen, sum + cost[q][target], least, result);
      }
    }
    return least;
  }
}
