/**
 * The set-prediction loss of YOSO, Mask2Former and their relatives: values and gradients on plain
 * memory, no framework.
 *
 * <p>{@link io.yoso4j.criterion.SetCriterion} matches the predictions of every stage to the objects
 * of every image at least cost, scores the matched pairs, and returns the terms together with the
 * gradients for class and mask logits. A framework goes on backward from there. Two choices make up
 * every variant: {@link io.yoso4j.criterion.Classification} and {@link
 * io.yoso4j.criterion.MaskPoints}.
 *
 * <p>Shape legend: B images, Q queries (predictions per image), C classes, H × W predicted mask, T
 * objects of an image, P points.
 *
 * <p>Masks are compared at points: {@code (x, y)} in the unit square, read bilinearly from grids of
 * any size with zeros outside, so that predictions and targets need not have the same resolution.
 * Equal input gives equal output for any number of threads.
 */
@NullMarked
package io.yoso4j.criterion;

import org.jspecify.annotations.NullMarked;
