package io.yoso4j.criterion;

/**
 * Where the time of an evaluation went: time of all threads together, but for the whole.
 *
 * @param matchingNanos points, costs and assignments of the matchers
 * @param samplingNanos drawing and choosing the points of the mask terms, reading logits and
 *     targets there, or at every pixel
 * @param lossNanos the terms, and their derivatives at the points
 * @param gradientNanos derivatives brought back to the gradients of the masks
 * @param totalNanos of the caller, from start to end
 */
public record CriterionTimes(
    long matchingNanos, long samplingNanos, long lossNanos, long gradientNanos, long totalNanos) {}
