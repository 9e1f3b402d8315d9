package io.yoso4j.cli.report;

import io.yoso4j.data.mask.Rle;

/**
 * A detection.
 *
 * @param category index into the data set's categories
 * @param mask of the size of its image
 */
record ScoredMask(int category, double score, Rle mask) {}
