package io.yoso4j.criterion;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loss of one stage.
 *
 * @param name the stage's name
 * @param losses unweighted {@code loss_ce} (absent without class logits), {@code loss_mask} and
 *     {@code loss_dice} (absent without masks), {@code loss_bbox} and {@code loss_giou} (absent
 *     without boxes), then {@code cardinality_error} and {@code class_error} if the configuration
 *     asks for diagnostics; in this order
 * @param weighted the loss terms times their weights, without the diagnostics
 * @param assignments matched pairs of every image
 * @param gradLogits gradient of the weighted total, {@code [B, Q, columns]} like the logits; null
 *     where they are
 * @param gradMasks gradient of the weighted total, laid out as the configuration's {@link
 *     GradientLayout} says; null where the masks are
 * @param gradBoxes gradient of the weighted total, {@code [B, Q, 4]} like the boxes; null where
 *     they are
 */
public record StageResult(
    String name,
    Map<String, Double> losses,
    Map<String, Double> weighted,
    List<Assignment> assignments,
    @Nullable MemorySegment gradLogits,
    @Nullable MemorySegment gradMasks,
    @Nullable MemorySegment gradBoxes) {

  /** Key of the classification term. */
  public static final String LOSS_CE = "loss_ce";

  /** Key of the mask cross-entropy term. */
  public static final String LOSS_MASK = "loss_mask";

  /** Key of the mask dice term. */
  public static final String LOSS_DICE = "loss_dice";

  /** Key of the box L1 term. */
  public static final String LOSS_BBOX = "loss_bbox";

  /** Key of the generalised IoU term. */
  public static final String LOSS_GIOU = "loss_giou";

  /** Key of the mean absolute difference between predicted and true number of objects. */
  public static final String CARDINALITY_ERROR = "cardinality_error";

  /** Key of the percentage of matched queries whose best class is wrong. */
  public static final String CLASS_ERROR = "class_error";

  /** Copies the list. */
  public StageResult {
    assignments = List.copyOf(assignments);
  }
}
