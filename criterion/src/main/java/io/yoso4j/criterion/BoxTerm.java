package io.yoso4j.criterion;

import io.yoso4j.criterion.loss.BoxLoss;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Box costs and box terms of one stage on one image. */
final class BoxTerm {
  private static final int SIZE = 4;

  private final SetCriterionConfig config;
  private final BatchScale scale;
  private final int queries;
  private final long offset;
  private final float[] predicted;

  /** Reads the image's boxes. */
  BoxTerm(
      SetCriterionConfig config,
      BatchScale scale,
      StagePrediction stage,
      MemorySegment boxes,
      int image) {
    this.config = config;
    this.scale = scale;
    queries = stage.queries();
    predicted = new float[queries * SIZE];
    offset = (long) image * predicted.length * Float.BYTES;
    MemorySegment.copy(
        boxes, ValueLayout.JAVA_FLOAT_UNALIGNED, offset, predicted, 0, predicted.length);
  }

  /**
   * Adds the box costs.
   *
   * @param cost {@code [Q, T]}
   * @param parts receives the unweighted parts, or null
   */
  void addCost(ImageTargets targets, double[] cost, @Nullable CostParts parts) {
    MatcherConfig matcher = config.matcher();
    float[] boxes = targets.boxes();
    if (boxes == null || (matcher.boxCost() == 0 && matcher.giouCost() == 0)) {
      return;
    }
    double[] l1 = parts == null ? new double[cost.length] : parts.boxCost();
    double[] giou = parts == null ? new double[cost.length] : parts.giouCost();
    BoxLoss.costs(predicted, 0, queries, boxes, 0, targets.count(), l1, giou);
    for (int i = 0; i < cost.length; i++) {
      cost[i] += matcher.boxCost() * l1[i] + matcher.giouCost() * giou[i];
    }
  }

  /** Evaluates the matched pairs and writes the gradient of all boxes of the image. */
  void score(ImageState state, MemorySegment gradient, boolean explain) {
    float[] boxes = state.match.targets.boxes();
    float[] slopes = new float[predicted.length];
    Assignment assignment = state.assignment;
    double boxScale = config.weights().box() / scale.numMasks();
    double giouScale = config.weights().giou() / scale.numMasks();
    for (int i = 0; boxes != null && i < assignment.size(); i++) {
      int query = assignment.queries()[i];
      int target = assignment.targets()[i] * SIZE;
      BoxLoss loss =
          BoxLoss.evaluate(predicted, query * SIZE, boxes, target, boxScale, giouScale, slopes);
      state.bad.check(StageResult.LOSS_BBOX, query, loss.l1());
      state.bad.check(StageResult.LOSS_GIOU, query, loss.giou());
      state.lossBox += loss.l1();
      state.lossGiou += loss.giou();
      if (explain) {
        state.boxMagnitude += magnitude(query, boxes, target, boxScale, 0);
        state.giouMagnitude += magnitude(query, boxes, target, 0, giouScale);
      }
    }
    MemorySegment.copy(
        slopes, 0, gradient, ValueLayout.JAVA_FLOAT_UNALIGNED, offset, slopes.length);
  }

  private double magnitude(
      int query, float[] boxes, int target, double boxScale, double giouScale) {
    float[] slopes = new float[predicted.length];
    BoxLoss.evaluate(predicted, query * SIZE, boxes, target, boxScale, giouScale, slopes);
    double sum = 0;
    for (float slope : slopes) {
      sum += Math.abs(slope);
    }
    return sum;
  }
}
