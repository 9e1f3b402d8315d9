/**
 * {@link io.yoso4j.criterion.SetCriterion} as a loss of DJL, the Deep Java Library.
 *
 * <p>{@link io.yoso4j.djl.SetCriterionLoss} takes what a block predicts and a batch's labels as
 * {@code NDList}s, in the order that {@link io.yoso4j.djl.StageLayout} and {@link
 * io.yoso4j.djl.TargetLayout} say. The engine must be PyTorch.
 */
@NullMarked
package io.yoso4j.djl;

import org.jspecify.annotations.NullMarked;
