package io.yoso4j.train.lab;

import org.jspecify.annotations.Nullable;

/**
 * Cost of evaluating a loss and its gradient once, without the network. Times are medians. On the
 * processor they are of one thread, and the parts add up to about the whole; on a GPU only the
 * whole is known.
 *
 * @param variant name; of a loss that was timed but not trained, that of its variant with what is
 *     different
 * @param maskHeight height of the predicted masks, pixels
 * @param maskWidth width likewise
 * @param targetHeight height of the targets, pixels
 * @param targetWidth width likewise
 * @param asTrained whether this is the size of masks that was trained with
 * @param batch images
 * @param trainedBatch images of a training step: more than {@code batch} where so many of the
 *     largest masks would take too much memory
 * @param threads that evaluated the loss; null on a GPU
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
 * @param allocatedBytes all that a first evaluation allocates, gradients included, whether it is
 *     held at once or not; null where it is unknown, as on a GPU
 * @param shareOfStep of the time of the variant's training steps that went to the loss; null where
 *     this is not the size trained with, or the loss was not trained
 */
public record Efficiency(
    String variant,
    int maskHeight,
    int maskWidth,
    int targetHeight,
    int targetWidth,
    boolean asTrained,
    int batch,
    int trainedBatch,
    @Nullable Integer threads,
    int queries,
    int objects,
    int stages,
    int samples,
    @Nullable Double matchingMs,
    @Nullable Double samplingMs,
    @Nullable Double lossMs,
    @Nullable Double gradientMs,
    double totalMs,
    @Nullable Long allocatedBytes,
    @Nullable Double shareOfStep) {}
