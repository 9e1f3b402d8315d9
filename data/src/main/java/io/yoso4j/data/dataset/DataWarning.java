package io.yoso4j.data.dataset;

/**
 * An annotation, or a part of one, that was left out.
 *
 * @param annotationId the annotation, or -1 when its id is the problem
 * @param message what was wrong, with file and ids, on one line
 */
public record DataWarning(long annotationId, String message) {}
