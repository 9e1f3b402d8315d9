package io.yoso4j.benchmarks;

import io.yoso4j.benchmarks.PhaseClock.Phase;
import java.util.Map;

/**
 * One contender's line of the table.
 *
 * @param size name of the workload
 * @param variant of the criterion
 * @param contender name
 * @param samples how many times it was timed
 * @param medianMs median milliseconds
 * @param minMs least milliseconds
 * @param timesFaster the operators' median over this median
 * @param peakBytes memory beyond the inputs, gradients included; -1 where the system does not tell
 * @param timesLess the operators' memory over this memory; NaN where the system does not tell
 * @param phasesMs mean milliseconds of the parts, empty for ours
 */
record ComparisonRow(
    String size,
    String variant,
    String contender,
    int samples,
    double medianMs,
    double minMs,
    double timesFaster,
    long peakBytes,
    double timesLess,
    Map<Phase, Double> phasesMs) {}
