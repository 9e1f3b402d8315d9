package io.yoso4j.train;

import java.util.Map;

/**
 * How a training ended.
 *
 * @param steps steps taken in all
 * @param seconds wall clock of this process's training
 * @param interrupted whether it was asked to stop before the last step
 * @param segm the twelve COCO numbers for masks from the best checkpoint; empty without validation
 *     images or when interrupted
 * @param bbox the same for boxes
 */
public record RunSummary(
    long steps,
    double seconds,
    boolean interrupted,
    Map<String, Double> segm,
    Map<String, Double> bbox) {}
