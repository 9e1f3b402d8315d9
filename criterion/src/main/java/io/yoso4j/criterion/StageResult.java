package io.yoso4j.criterion;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loss of one stage.
 *
 * @param name the stage's name
 * @param losses unweighted {@code loss_ce} (absent without class logits), {@code loss_mask}, {@code
 *     loss_dice}, in this order
 * @param weighted the same terms times their weights
 * @param assignments matched pairs of every image
 * @param gradLogits gradient of the weighted total, {@code [B, Q, columns]} like the logits; null
 *     where they are
 * @param gradMasks gradient of the weighted total, {@code [B, Q, H, W]} like the masks
 */
public record StageResult(
    String name,
    Map<String, Double> losses,
    Map<String, Double> weighted,
    List<Assignment> assignments,
    @Nullable MemorySegment gradLogits,
    MemorySegment gradMasks) {

  /** Key of the classification term. */
  public static final String LOSS_CE = "loss_ce";

  /** Key of the mask cross-entropy term. */
  public static final String LOSS_MASK = "loss_mask";

  /** Key of the mask dice term. */
  public static final String LOSS_DICE = "loss_dice";

  /** Copies the list. */
  public StageResult {
    assignments = List.copyOf(assignments);
  }
}
