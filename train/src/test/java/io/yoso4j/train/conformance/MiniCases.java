package io.yoso4j.train.conformance;

import static java.lang.Math.exp;
import static java.lang.Math.log;
import static java.lang.Math.log1p;

import java.nio.file.Path;
import java.util.Locale;

/** Cases small enough to be worked by hand. */
final class MiniCases {
  private static final double ALPHA = 0.25;

  private MiniCases() {}

  /**
   * Family baseline: one image of 2 × 2 pixels, two queries, one class, one target that fills it.
   * Query 0 has all logits 0, query 1 has mask logits -2: query 0 is matched.
   *
   * <p>Focal loss at logit 0 is alpha (1/2)² ln 2 for the positive and (1 - alpha) (1/2)² ln 2 for
   * the negative query. Cross-entropy at logit 0 is ln 2. Dice is 1 - (2·4·½ + 1) / (4·½ + 4 + 1) =
   * 2/7.
   */
  static CaseWriter baseline(Path folder) {
    return fullMasks(folder, "", log(2), -0.5);
  }

  /**
   * The same with the focal loss on the masks' pixels, of alpha 0.4 and gamma 1: alpha (1/2) ln 2
   * at logit 0. The matching still compares masks by cross-entropy.
   */
  static CaseWriter focalMasks(Path folder) {
    String keys = ", \"mask_term\": \"focal\", \"mask_alpha\": 0.4, \"mask_gamma\": 1";
    // d/dx of alpha (1-p) (-ln p) at x = 0: alpha (-p (1-p) (-ln p) - (1-p)²).
    return fullMasks(folder, keys, 0.4 * 0.5 * log(2), 0.4 * (-0.25 * log(2) - 0.25));
  }

  /**
   * @param keys further ones of {@code config}
   * @param mask the mask term of a pixel inside at logit 0
   * @param slope its derivative
   */
  private static CaseWriter fullMasks(Path folder, String keys, double mask, double slope) {
    double positive = ALPHA * 0.25 * log(2);
    double negative = (1 - ALPHA) * 0.25 * log(2);
    double ce = positive + negative;
    double dice = 2.0 / 7;
    double sigmoid = 1 / (1 + exp(2));
    double cost0 = 2 * (positive - negative) + 5 * log(2) + 5 * dice;
    double cost1 =
        2 * (positive - negative)
            + 5 * (2 + log1p(exp(-2)))
            + 5 * (1 - (8 * sigmoid + 1) / (4 * sigmoid + 4 + 1));
    // d/dx of alpha (1-p)² (-ln p) at x = 0: alpha (-2 (1-p) p (1-p) (-ln p) - (1-p)³).
    double dPositive = 2 * ALPHA * (-0.25 * log(2) - 0.125);
    double dNegative = 2 * (1 - ALPHA) * (0.25 * log(2) + 0.125);
    // Mean over 4 pixels. Dice: -(2 D - N) / D² p (1-p) with N = 5, D = 7.
    double dMask = 5 * slope / 4 + 5 * (-(2 * 7.0 - 5) / 49 * 0.25);
    return new CaseWriter(folder)
        .meta(
            String.format(
                Locale.ROOT,
                """
                {"family": "baseline", "config": {"C": 1%s},
                 "calls": [{"losses": {
                   "loss_ce": {"unweighted_f64": %s, "weighted_f64": %s},
                   "loss_mask": {"unweighted_f64": %s, "weighted_f64": %s},
                   "loss_dice": {"unweighted_f64": %s, "weighted_f64": %s}}}]}
                """,
                keys,
                ce,
                2 * ce,
                mask,
                5 * mask,
                dice,
                5 * dice))
        .longs("tgt.b0.labels", 0)
        .bytes("tgt.b0.masks", new int[] {1, 2, 2}, 1, 1, 1, 1)
        .floats("c0.pred_logits", new int[] {1, 2, 1}, 0, 0)
        .floats("c0.pred_masks", new int[] {1, 2, 2, 2}, 0, 0, 0, 0, -2, -2, -2, -2)
        .doubles("c0.b0.cost.f64", new int[] {2, 1}, cost0, cost1)
        .longs("c0.b0.src", 0)
        .longs("c0.b0.tgt", 0)
        .doubles("grad.c0.pred_logits.f64", new int[] {1, 2, 1}, dPositive, dNegative)
        .doubles(
            "grad.c0.pred_masks.f64",
            new int[] {1, 2, 2, 2},
            dMask,
            dMask,
            dMask,
            dMask,
            0,
            0,
            0,
            0);
  }

  /**
   * Family yoso, with only what must be there: 2 points, 4 candidates of which 1 is kept, and one
   * value to compare. All predictions are 0, so that {@code loss_mask} is ln 2.
   */
  static CaseWriter yoso(Path folder) {
    return new CaseWriter(folder)
        .meta(
            """
            {"family": "yoso", "config": {"C": 2, "P": 2, "over": 2.0, "imp": 0.5},
             "draws": [
               {"file": "draw.000", "level": "c0", "kind": "matcher", "image": 0},
               {"file": "draw.001", "level": "c0", "kind": "oversample", "image": null},
               {"file": "draw.002", "level": "c0", "kind": "random", "image": null}],
             "calls": [{"losses": {"loss_mask": {"unweighted_f32": 0.6931472}}}]}
            """)
        .longs("tgt.b0.labels", 1)
        .bytes("tgt.b0.masks", new int[] {1, 2, 2}, 1, 1, 0, 0)
        .floats("c0.pred_masks", new int[] {1, 2, 2, 2}, 0, 0, 0, 0, 0, 0, 0, 0)
        .floats("draw.000", new int[] {1, 2, 2}, 0.5, 0.5, 0.25, 0.25)
        .floats("draw.001", new int[] {1, 4, 2}, 0.1, 0.1, 0.4, 0.4, 0.6, 0.6, 0.9, 0.9)
        .floats("draw.002", new int[] {1, 1, 2}, 0.5, 0.25);
  }
}
