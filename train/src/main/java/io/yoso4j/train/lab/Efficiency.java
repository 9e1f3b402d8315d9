package io.yoso4j.train.lab;

import org.jspecify.annotations.Nullable;

/**
 * Cost of evaluating a variant's loss and gradient once, without the network. Times are medians. On
 * the processor they are of one thread, and the parts add up to about the whole; on a GPU only the
 * whole is known.
 *
 * @param variant name
 * @param maskSide height and width of the predicted masks, pixels
 * @param targetSide height and width of the targets, pixels
 * @param batch images
 * @param queries of each image
 * @param objects of an image, the mean
 * @param stages of the network
 * @param samples how many times it was timed
 * @param matchingMs points, costs and assignment of the matching
 * @param samplingMs drawing and choosing the points of the mask terms, reading logits and targets
 *     there; with a full mask, reading every pixel
 * @param lossMs terms, and their derivatives at the points
 * @param gradientMs derivatives brought back to the gradients of the mask logits
 * @param totalMs the whole
 * @param peakBytes memory that one evaluation takes beyond its inputs: gradients and working
 *     memory; null where it is unknown
 * @param shareOfStep of the time of the variant's training steps that went to the loss; null where
 *     this is not the size trained with
 */
public record Efficiency(
    String variant,
    int maskSide,
    int targetSide,
    int batch,
    int queries,
    int objects,
    int stages,
    int samples,
    @Nullable Double matchingMs,
    @Nullable Double samplingMs,
    @Nullable Double lossMs,
    @Nullable Double gradientMs,
    double totalMs,
    @Nullable Long peakBytes,
    @Nullable Double shareOfStep) {}
