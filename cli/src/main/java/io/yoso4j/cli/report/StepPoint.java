package io.yoso4j.cli.report;

import java.util.Map;

/**
 * One training step as {@code metrics.jsonl} records it; a missing number is NaN.
 *
 * @param seconds since the run began
 * @param losses weighted loss terms by name, for example {@code s1_loss_mask}
 */
record StepPoint(
    long step,
    double seconds,
    double learningRate,
    double loss,
    double gradNorm,
    double imagesPerSecond,
    Map<String, Double> losses) {}
