package io.yoso4j.data.health;

/**
 * One case of a problem.
 *
 * @param part the part of the data set: {@code train}, {@code val}, …
 * @param file the image as its data set names it; empty when none is concerned
 * @param imageId -1 when none is concerned or it is unknown
 * @param annotationId -1 when none is concerned or it is unknown
 * @param detail what was found, on one line
 */
public record Occurrence(
    String part, String file, long imageId, long annotationId, String detail) {}
