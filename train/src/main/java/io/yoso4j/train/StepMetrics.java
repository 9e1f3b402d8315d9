package io.yoso4j.train;

import java.util.Map;

/**
 * One optimiser step.
 *
 * @param step steps taken so far, this one included
 * @param steps steps of the whole training
 * @param seconds wall clock since the start of this process's training
 * @param learningRate base rate the step was made with
 * @param loss weighted total
 * @param gradientNorm norm of all gradients before clipping
 * @param imagesPerSecond over the recent steps
 * @param losses weighted terms by name, {@code s0_loss_mask} for stage 0
 */
public record StepMetrics(
    long step,
    long steps,
    double seconds,
    double learningRate,
    double loss,
    double gradientNorm,
    double imagesPerSecond,
    Map<String, Double> losses) {}
