package io.yoso4j.data.dataset;

/**
 * A segment of a panoptic annotation: the pixels of its id image that have its id.
 *
 * @param id as in the id image; an id that fits into no pixel is kept as it is
 * @param categoryId the data set's id of its category
 * @param crowd whether it stands for a crowd
 * @param area its pixels as the file says, finite and not negative; NaN where it says nothing
 */
public record PanopticSegment(long id, long categoryId, boolean crowd, double area) {}
