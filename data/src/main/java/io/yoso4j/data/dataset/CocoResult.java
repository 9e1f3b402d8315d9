package io.yoso4j.data.dataset;

import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;

/**
 * A predicted object.
 *
 * @param imageId the image it was found in
 * @param category index into the data set's categories, from 0
 * @param score confidence, from 0 to 1
 * @param bbox in pixels
 * @param mask of the size of the image
 */
public record CocoResult(long imageId, int category, double score, Box bbox, Rle mask) {}
