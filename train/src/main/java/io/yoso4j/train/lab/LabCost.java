package io.yoso4j.train.lab;

/**
 * What a comparison took.
 *
 * @param started ISO 8601, UTC
 * @param finished likewise
 * @param trainingSeconds in training steps, of all trainings
 * @param totalSeconds at work in all processes, evaluations and measurements included
 * @param interruptions how often it was stopped and went on
 */
public record LabCost(
    String started,
    String finished,
    double trainingSeconds,
    double totalSeconds,
    int interruptions) {}
