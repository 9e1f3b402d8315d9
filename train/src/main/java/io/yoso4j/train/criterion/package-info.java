/**
 * The criterion on tensors: {@link io.yoso4j.train.criterion.TensorCriterion} on the memory of CPU
 * tensors, {@link io.yoso4j.train.criterion.DeviceCriterion} with tensor operations on any device.
 * Both compute what {@link io.yoso4j.criterion.SetCriterion} defines.
 *
 * <p>Shape legend: S stages, G stages of equal shape, B images, Q queries, K class columns, H × W
 * predicted mask, T objects of an image (the most of the batch where images are padded to it), P
 * points, N matched pairs.
 */
@NullMarked
package io.yoso4j.train.criterion;

import org.jspecify.annotations.NullMarked;
