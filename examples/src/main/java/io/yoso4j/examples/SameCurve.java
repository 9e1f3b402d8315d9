package io.yoso4j.examples;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.criterion.StageResult;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * The same gradient descent twice, from the same start: with {@link OldLoss}, and with its settings
 * in this project, on plain arrays. Every step has the same loss.
 */
public final class SameCurve {
  private static final int QUERIES = RecordCase.QUERIES;
  private static final int SIDE = RecordCase.SIDE;
  private static final double RATE_OF_LOGITS = 1;
  private static final double RATE_OF_MASKS = 50; // their gradient is a mean over pixels
  private static final int[] LABELS = {2, 0, 2};
  private static final byte[][] TARGETS = {
    RecordCase.disc(3, 3, 3), RecordCase.disc(8, 4, 2.5), RecordCase.disc(6, 9, 4)
  };

  private SameCurve() {}

  /** Prints both curves. */
  public static void main(String[] args) {
    List<Double> before = withOldLoss(31);
    List<Double> after = withBaseline(31);
    System.out.println("step  old loss  baseline");
    for (int step = 0; step < before.size(); step += 10) {
      System.out.printf("%4d  %8.4f  %8.4f%n", step, before.get(step), after.get(step));
    }
  }

  /** Total of every step with the old loss. */
  static List<Double> withOldLoss(int steps) {
    SplittableRandom random = new SplittableRandom(1);
    double[][] logits = RecordCase.gaussians(random, QUERIES, RecordCase.CLASSES);
    double[][] masks = RecordCase.gaussians(random, QUERIES, SIDE * SIDE);
    List<Double> totals = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      totals.add(OldLoss.evaluate(logits, masks, LABELS, TARGETS).total());
      double[][] ofLogits = OldLoss.gradient(logits, logits, masks, LABELS, TARGETS);
      double[][] ofMasks = OldLoss.gradient(masks, logits, masks, LABELS, TARGETS);
      for (int q = 0; q < QUERIES; q++) {
        int query = q;
        Arrays.setAll(logits[q], c -> logits[query][c] - RATE_OF_LOGITS * ofLogits[query][c]);
        Arrays.setAll(masks[q], i -> masks[query][i] - RATE_OF_MASKS * ofMasks[query][i]);
      }
    }
    return totals;
  }

  /** Total of every step with {@code baseline}. */
  static List<Double> withBaseline(int steps) {
    SplittableRandom random = new SplittableRandom(1);
    float[] logits = flat(RecordCase.gaussians(random, QUERIES, RecordCase.CLASSES)); // [1, Q, C]
    float[] masks = flat(RecordCase.gaussians(random, QUERIES, SIDE * SIDE)); // [1, Q, H, W]
    List<BitMask> objects =
        Arrays.stream(TARGETS).map(pixels -> BitMask.ofPixels(SIDE, SIDE, pixels)).toList();
    ImageTargets image = new ImageTargets(42, LABELS, objects);
    SetCriterionConfig baseline = MigrateLoss.baseline();
    SetCriterion criterion = SetCriterion.create(baseline);
    List<Double> totals = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      CriterionResult result =
          criterion.evaluate(
              List.of(StagePrediction.of("last", logits, masks, 1, QUERIES, SIDE, SIDE)),
              List.of(image),
              PointDraws.counterBased(7, step, new long[] {image.imageId()}));
      StageResult loss = result.stages().getFirst();
      totals.add(result.total());
      descend(logits, RATE_OF_LOGITS, Objects.requireNonNull(loss.gradLogits()));
      descend(masks, RATE_OF_MASKS, Objects.requireNonNull(loss.gradMasks()));
    }
    return totals;
  }

  private static void descend(float[] values, double rate, MemorySegment gradient) {
    for (int i = 0; i < values.length; i++) {
      values[i] -= (float) (rate * gradient.getAtIndex(ValueLayout.JAVA_FLOAT, i));
    }
  }

  private static float[] flat(double[][] rows) {
    float[] values = new float[rows.length * rows[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / rows[0].length][i % rows[0].length];
    }
    return values;
  }
}
