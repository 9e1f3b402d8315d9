package io.yoso4j.examples;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * From an own focal and full-mask loss to {@code SetCriterion}, one change at a time, and what each
 * makes of the same predictions.
 */
public final class MigrateLoss {
  static final int CLASSES = 3;

  private static final int POINTS = 3136;
  private static final int QUERIES = 20;
  private static final int SIDE = 64;

  private MigrateLoss() {}

  /** Prints the terms of every step for the same predictions. */
  public static void main(String[] args) {
    System.out.print(describe());
  }

  /** {@link OldLoss} with the settings of this project. */
  static SetCriterionConfig baseline() {
    SetCriterionConfig baseline =
        SetCriterionConfig.baseline(CLASSES).toBuilder()
            .classification(new Classification.SigmoidFocal(OldLoss.ALPHA, OldLoss.GAMMA))
            .weights(new LossWeights(2, 5, 5))
            .matcher(new MatcherConfig(2, 5, 5, new MatcherPoints.PredictionGrid()))
            .build();
    return baseline;
  }

  /** The steps by the names that {@code ./yoso4j compare} has for them. */
  static Map<String, SetCriterionConfig> steps() {
    SetCriterionConfig baseline = baseline();

    SetCriterionConfig random =
        baseline.toBuilder().maskPoints(new MaskPoints.RandomPoints(POINTS)).build();

    SetCriterionConfig adapted =
        random.toBuilder().maskPoints(new MaskPoints.UncertaintySampled(POINTS, 3.0, 0.75)).build();

    SetCriterionConfig hybrid =
        adapted.toBuilder()
            .matcher(new MatcherConfig(2, 5, 5, new MatcherPoints.SharedRandom(POINTS)))
            .build();

    SetCriterionConfig set =
        hybrid.toBuilder().classification(new Classification.SoftmaxCrossEntropy(0.1)).build();

    Map<String, SetCriterionConfig> steps = new LinkedHashMap<>();
    steps.put("baseline", baseline);
    steps.put("baseline-random", random);
    steps.put("adapted", adapted);
    steps.put("hybrid", hybrid);
    steps.put("set", set);
    return steps;
  }

  /** Columns of the class logits: softmax has one more, for "no object". */
  static int columns(SetCriterionConfig config) {
    return switch (config.classification()) {
      case Classification.SigmoidFocal _ -> config.numClasses();
      case Classification.SoftmaxCrossEntropy _ -> config.numClasses() + 1;
    };
  }

  static String describe() {
    StringBuilder text = new StringBuilder();
    steps()
        .forEach((name, config) -> {
          CriterionResult result = evaluate(config);
          Map<String, Double> losses = result.stages().getFirst().losses();
          text.append(
              "%-16s loss_ce %.3f  loss_mask %.3f  loss_dice %.3f  matched %s%n"
                  .formatted(
                      name,
                      losses.get("loss_ce"),
                      losses.get("loss_mask"),
                      losses.get("loss_dice"),
                      Arrays.toString(
                          result.stages().getFirst().assignments().getFirst().queries())));
        });
    return text.toString();
  }

  /** Queries that have found discs roughly: their masks are blurred, shifted and noisy. */
  static CriterionResult evaluate(SetCriterionConfig config) {
    SplittableRandom random = new SplittableRandom(1);
    int columns = columns(config);
    float[] logits = new float[QUERIES * columns];
    float[] masks = new float[QUERIES * SIDE * SIDE];
    for (int query = 0; query < QUERIES; query++) {
      logits[query * columns + query % CLASSES] = query < 3 ? 2 : 0;
      for (int i = 0; i < SIDE * SIDE; i++) {
        double inside = 10 - Math.hypot(i % SIDE - 17 - 14 * query % 50, i / SIDE - 31);
        masks[query * SIDE * SIDE + i] = (float) random.nextGaussian(0.6 * inside, 1);
      }
    }
    List<BitMask> discs = List.of(disc(16, 12), disc(32, 9), disc(45, 10));
    ImageTargets image = new ImageTargets(42, new int[] {0, 1, 2}, discs);
    return SetCriterion.create(config)
        .evaluate(
            List.of(StagePrediction.of("last", logits, masks, 1, QUERIES, SIDE, SIDE)),
            List.of(image),
            PointDraws.counterBased(7, 0, new long[] {image.imageId()}));
  }

  private static BitMask disc(int x, int radius) {
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (Math.hypot(i % SIDE - x, Math.floorDiv(i, SIDE) - 32) < radius ? 1 : 0);
    }
    return BitMask.ofPixels(SIDE, SIDE, pixels);
  }
}
