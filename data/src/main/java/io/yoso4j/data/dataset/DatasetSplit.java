package io.yoso4j.data.dataset;

/**
 * A part of a data set.
 *
 * @param name {@code train}, {@code val} or {@code test}
 * @param data what it holds
 */
public record DatasetSplit(String name, CocoDataset data) {}
