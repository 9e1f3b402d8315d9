package io.yoso4j.examples;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import java.util.Arrays;
import java.util.List;

/** From two float arrays to losses and gradients: one image, three queries, one object. */
public final class LossFromArrays {
  private LossFromArrays() {}

  /** Prints the terms, who was matched, and the gradient of the class logits. */
  public static void main(String[] args) {
    System.out.println(describe(evaluate()));
  }

  static CriterionResult evaluate() {
    float[] logits = {2, 0, 0, /**/ 0, 2, 0, /**/ 0, 0, 2}; // [1, 3, 2 classes + no object]
    float[] masks = new float[3 * 4 * 4]; // [1, 3, 4, 4]
    Arrays.fill(masks, -4);
    Arrays.fill(masks, 16, 24, 4); // the second query predicts the upper half

    byte[] upperHalf = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    ImageTargets image =
        new ImageTargets(42, new int[] {1}, List.of(BitMask.ofPixels(4, 4, upperHalf)));

    SetCriterion criterion =
        SetCriterion.create(SetCriterionConfig.yoso(2).toBuilder().numPoints(256).build());
    CriterionResult result =
        criterion.evaluate(
            List.of(StagePrediction.of("s0", logits, masks, 1, 3, 4, 4)),
            List.of(image),
            PointDraws.counterBased(7, 0, new long[] {image.imageId()}));
    return result;
  }

  static String describe(CriterionResult result) {
    var stage = result.stages().getFirst();
    return "terms    "
        + stage.weighted()
        + "\ntotal    "
        + result.total()
        + "\nmatched  "
        + stage.assignments().getFirst();
  }
}
