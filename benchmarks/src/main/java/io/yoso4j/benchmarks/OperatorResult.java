package io.yoso4j.benchmarks;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What the operator sequence gives. Its tensors live in the scope the evaluation was called in.
 *
 * @param total sum of all weighted terms
 * @param stages one per stage
 */
record OperatorResult(double total, List<Stage> stages) {

  /**
   * One stage.
   *
   * @param crossEntropy unweighted {@code loss_ce}, NaN without class logits
   * @param mask unweighted {@code loss_mask}
   * @param dice unweighted {@code loss_dice}
   * @param pairs what was matched
   * @param gradLogits null where the stage has no logits
   * @param gradMasks like the masks
   */
  record Stage(
      double crossEntropy,
      double mask,
      double dice,
      MatchedPairs pairs,
      @Nullable Tensor gradLogits,
      Tensor gradMasks) {}
}
