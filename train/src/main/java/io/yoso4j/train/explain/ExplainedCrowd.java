package io.yoso4j.train.explain;

import io.yoso4j.data.mask.Rle;

/**
 * A region of objects that are not annotated one by one. It excuses detections of its class that
 * lie in it, and no others, as in COCO's evaluation.
 *
 * @param category index of its class
 * @param mask of the size of the explained image
 */
public record ExplainedCrowd(int category, Rle mask) {}
