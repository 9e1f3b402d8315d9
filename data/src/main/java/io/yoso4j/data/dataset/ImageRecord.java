package io.yoso4j.data.dataset;

import java.nio.file.Path;

/**
 * An image of a data set.
 *
 * @param id unique in its data set
 * @param fileName as written in the annotation file, relative to the image folder
 * @param width in pixels, of the upright image
 * @param height in pixels, of the upright image
 * @param path the file, inside the image folder; it may be missing
 */
public record ImageRecord(long id, String fileName, int width, int height, Path path) {}
