package io.yoso4j.model;

import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;

/**
 * One object found in an image.
 *
 * @param category contiguous class index, 0 to C - 1
 * @param score class probability times mean mask probability inside the mask, 0 to 1
 * @param bbox the tightest box around the mask, in pixels of the original image
 * @param mask at the size of the original image
 * @param query the network's query it came from
 */
public record Instance(int category, double score, Box bbox, Rle mask, int query) {}
