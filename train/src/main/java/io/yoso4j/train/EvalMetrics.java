package io.yoso4j.train;

import java.util.Map;

/**
 * An evaluation on the validation images.
 *
 * @param step steps taken before it
 * @param seconds wall clock since the start of this process's training
 * @param segm the twelve COCO numbers for masks by short name ({@code AP}, {@code AP50}, … {@code
 *     ARl}); -1 where nothing was to be found
 * @param bbox the same for boxes
 */
public record EvalMetrics(
    long step, double seconds, Map<String, Double> segm, Map<String, Double> bbox) {}
