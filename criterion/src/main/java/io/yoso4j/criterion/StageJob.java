package io.yoso4j.criterion;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One stage of an evaluation.
 *
 * @param stage the predictions
 * @param index of the stage
 * @param gradLogits where the gradient of the class logits goes; null without them
 * @param gradBoxes where the gradient of the boxes goes; null without them
 */
record StageJob(
    StagePrediction stage,
    int index,
    @Nullable MemorySegment gradLogits,
    @Nullable MemorySegment gradBoxes) {}
