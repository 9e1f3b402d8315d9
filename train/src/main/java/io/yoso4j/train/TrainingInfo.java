package io.yoso4j.train;

/**
 * What a training works on.
 *
 * @param firstStep steps already taken by the run that is resumed, else 0
 * @param trainImages images to train on
 * @param valImages images to evaluate on
 * @param classes object classes
 * @param parameters trainable values of the network
 */
public record TrainingInfo(
    long firstStep, int trainImages, int valImages, int classes, long parameters) {}
