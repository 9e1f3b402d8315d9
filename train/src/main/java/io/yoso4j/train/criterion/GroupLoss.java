package io.yoso4j.train.criterion;

import io.yoso4j.model.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a group of stages, on the device.
 *
 * @param group the stages
 * @param pairs matched pairs of the group
 * @param perQuery every query's share of the class term, {@code [G, B * Q]}, with its graph; null
 *     without class logits
 * @param masks the mask terms, null without masks
 * @param boxes the box terms, null without boxes
 * @param terms numbers of every stage, {@code [G * TERMS]}: class, mask, dice, box and generalised
 *     IoU term, unweighted; cardinality error and number of right classes
 */
record GroupLoss(
    StageGroup group,
    MatchedPairs pairs,
    @Nullable Tensor perQuery,
    @Nullable MaskTerms masks,
    @Nullable BoxTerms boxes,
    Tensor terms) {
  /** Numbers of a stage in {@link #terms}. */
  static final int TERMS = 7;
}
