package io.yoso4j.criterion;

/**
 * One matched pair.
 *
 * @param query index of the query
 * @param target index of the target
 * @param lossMask the pair's mask term, unweighted, before the division by {@code num_masks}
 * @param lossDice the pair's dice term, likewise
 * @param points where both were computed
 */
public record PairExplanation(
    int query, int target, double lossMask, double lossDice, PointSample points) {}
