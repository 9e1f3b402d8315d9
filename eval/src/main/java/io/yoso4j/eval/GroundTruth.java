package io.yoso4j.eval;

import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import org.jspecify.annotations.Nullable;

/**
 * An annotated object.
 *
 * @param id annotation id, for messages only; unlike in pycocotools any value will do, 0 included
 * @param imageId the image it is in
 * @param category contiguous category index, from 0
 * @param bbox its box, in pixels
 * @param area its annotated area in pixels, which decides whether it is small, medium or large
 * @param crowd whether it stands for a crowd: never required to be found, and detections on it are
 *     ignored
 * @param mask its mask; may be null where only boxes are evaluated
 */
public record GroundTruth(
    long id,
    long imageId,
    int category,
    Box bbox,
    double area,
    boolean crowd,
    @Nullable Rle mask) {}
