package io.yoso4j.examples;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.Explanation;
import io.yoso4j.criterion.ImageExplanation;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.PairExplanation;
import io.yoso4j.criterion.Pins;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Why a query was matched: the cost of every pair in its parts, and the points the loss looked at.
 */
public final class ExplainLoss {
  private static final int QUERIES = 5;
  private static final int SIDE = 16;

  private ExplainLoss() {}

  /** Prints the costs of every pair and the sampled points of the matched ones. */
  public static void main(String[] args) {
    System.out.print(describe(explain()));
  }

  static Explanation explain() {
    SplittableRandom random = new SplittableRandom(1);
    float[] logits = new float[QUERIES * 3];
    float[] masks = new float[QUERIES * SIDE * SIDE];
    for (int i = 0; i < masks.length; i++) {
      masks[i] = (float) random.nextGaussian(-1, 2);
    }
    byte[] disc = new byte[32 * 32];
    for (int i = 0; i < disc.length; i++) {
      disc[i] = (byte) (Math.hypot(i % 32 - 12, Math.floorDiv(i, 32) - 20) < 8 ? 1 : 0);
    }
    ImageTargets image =
        new ImageTargets(7, new int[] {0}, List.of(BitMask.ofPixels(32, 32, disc)));
    return SetCriterion.create(SetCriterionConfig.yoso(2).toBuilder().numPoints(112).build())
        .explain(
            List.of(StagePrediction.of("s0", logits, masks, 1, QUERIES, SIDE, SIDE)),
            List.of(image),
            PointDraws.counterBased(7, 0, new long[] {image.imageId()}),
            Arena.ofAuto(),
            Pins.NONE);
  }

  static String describe(Explanation explanation) {
    StringBuilder text = new StringBuilder();
    for (ImageExplanation image : explanation.images()) {
      var costs = image.costs();
      for (int query = 0; query < costs.queries(); query++) {
        text.append(
            "query %d: cost %.3f = class %.3f, mask %.3f, dice %.3f, weighted%n"
                .formatted(
                    query,
                    costs.total()[query],
                    costs.classCost()[query],
                    costs.maskCost()[query],
                    costs.diceCost()[query]));
      }
      for (PairExplanation pair : image.pairs()) {
        text.append(
            "query %d is matched, on %d points; the first has logit %.3f and label %.0f%n"
                .formatted(
                    pair.query(),
                    pair.points().count(),
                    pair.points().logits()[0],
                    pair.points().labels()[0]));
      }
      Map<String, String> shares = new TreeMap<>();
      image.gradientShares().forEach((term, share) -> shares.put(term, "%.2f".formatted(share)));
      text.append("shares of the gradient: ").append(shares).append('\n');
    }
    return text.toString();
  }
}
