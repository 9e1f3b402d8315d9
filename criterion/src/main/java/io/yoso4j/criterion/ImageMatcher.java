package io.yoso4j.criterion;

import io.yoso4j.criterion.loss.CrossEntropy;
import io.yoso4j.criterion.loss.FocalLoss;
import io.yoso4j.criterion.matching.LinearAssignment;
import io.yoso4j.criterion.matching.PointLabels;
import io.yoso4j.criterion.sampling.BitPlane;
import java.util.List;

/** Matches the predictions of one stage to the objects of one image. */
final class ImageMatcher {
  private final SetCriterionConfig config;
  private final Workspace work;

  ImageMatcher(SetCriterionConfig config, Workspace work) {
    this.config = config;
    this.work = work;
  }

  /**
   * The cost of every pair, {@code [Q, T]}, from the masks and class logits loaded into the
   * workspace.
   */
  double[] costs(
      StagePrediction stage, int stageIndex, int image, ImageTargets targets, PointDraws draws) {
    double[] cost = new double[Math.multiplyExact(stage.queries(), targets.count())];
    if (cost.length == 0) {
      return cost;
    }
    MatcherConfig matcher = config.matcher();
    PointLabels labels = setPoints(stage, stageIndex, image, targets, draws);
    work.maskCosts.compute(
        work.masks,
        work.predictionTaps,
        labels,
        targets.count(),
        matcher.maskCost(),
        matcher.diceCost(),
        cost);
    if (stage.logits() != null && matcher.classCost() != 0) {
      addClassCost(stage, targets, cost);
    }
    return cost;
  }

  private PointLabels setPoints(
      StagePrediction stage, int stageIndex, int image, ImageTargets targets, PointDraws draws) {
    List<BitMask> masks = targets.masks();
    int height = stage.height();
    int width = stage.width();
    return switch (config.matcher().points()) {
      case MatcherPoints.SharedRandom(int numPoints) -> {
        work.points = Workspace.exactly(work.points, 2 * numPoints);
        draws.draw(DrawPurpose.MATCHER, stageIndex, image, 0, work.points);
        work.predictionTaps.setPoints(work.points, numPoints, height, width);
        work.targetTaps.setPoints(work.points, numPoints, targets.height(), targets.width());
        yield sampled(masks);
      }
      case MatcherPoints.PredictionGrid() -> {
        work.predictionTaps.setPixels(height, width);
        yield (target, from, to, out) ->
            masks.get(target).plane().nearest(height, width, from, to, out);
      }
      case MatcherPoints.TargetGrid() -> {
        work.predictionTaps.setResized(height, width, targets.height(), targets.width());
        work.targetTaps.setPixels(targets.height(), targets.width());
        yield sampled(masks);
      }
    };
  }

  private PointLabels sampled(List<BitMask> masks) {
    return (target, from, to, out) -> {
      BitPlane plane = masks.get(target).plane();
      plane.sample(work.targetTaps, from, to, out);
    };
  }

  private void addClassCost(StagePrediction stage, ImageTargets targets, double[] cost) {
    int columns = stage.columns();
    int count = targets.count();
    double weight = config.matcher().classCost();
    double[] classCost = new double[columns];
    for (int query = 0; query < stage.queries(); query++) {
      switch (config.classification()) {
        case Classification.SoftmaxCrossEntropy _ -> {
          CrossEntropy.softmax(work.classLogits, query * columns, columns, classCost);
          for (int target = 0; target < count; target++) {
            cost[query * count + target] -= weight * classCost[targets.labels()[target]];
          }
        }
        case Classification.SigmoidFocal(double alpha, double gamma) -> {
          FocalLoss focal = new FocalLoss(alpha, gamma);
          for (int target = 0; target < count; target++) {
            int label = targets.labels()[target];
            cost[query * count + target] +=
                weight * focal.cost(work.classLogits[query * columns + label]);
          }
        }
      }
    }
  }

  /**
   * The assignment of least cost. A pair of non-finite cost is made only when no other query is
   * left.
   *
   * @param cost {@code [Q, T]}; entries that are not finite are replaced
   */
  static Assignment assign(double[] cost, int queries, int targets) {
    replaceNonFinite(cost, Math.min(queries, targets));
    LinearAssignment solution = LinearAssignment.solve(cost, queries, targets);
    return Assignment.of(solution.rows(), solution.columns(), targets);
  }

  /** First query with a cost that is not finite, or -1. */
  static int firstNonFinite(double[] cost, int targets) {
    for (int i = 0; i < cost.length; i++) {
      if (!Double.isFinite(cost[i])) {
        return i / targets;
      }
    }
    return -1;
  }

  private static void replaceNonFinite(double[] cost, int pairs) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    boolean allFinite = true;
    for (double value : cost) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      } else {
        allFinite = false;
      }
    }
    if (allFinite) {
      return;
    }
    // Dearer than any saving the other pairs could make, so the fewest such pairs are chosen.
    double penalty = low > high ? 1 : high + (high - low + 1) * (pairs + 1);
    for (int i = 0; i < cost.length; i++) {
      if (!Double.isFinite(cost[i])) {
        cost[i] = penalty;
      }
    }
  }
}
