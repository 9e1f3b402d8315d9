package io.yoso4j.data.dataset;

/**
 * What reading left out or repaired: an annotation, a part of one, an image or a category.
 *
 * @param kind what was wrong
 * @param imageId the image as far as it is known, else -1
 * @param annotationId the annotation, or -1 when its id is the problem or none is concerned
 * @param message what was wrong, with file and ids, on one line
 */
public record DataWarning(Kind kind, long imageId, long annotationId, String message) {

  /** What can be wrong with an annotation file that is whole as JSON. */
  public enum Kind {
    /** An entry of {@code images} lacks a field, or one is of the wrong kind or range. */
    IMAGE_ENTRY,
    /** An entry of {@code images} that equals an earlier one. */
    REPEATED_IMAGE_ENTRY,
    /** An image id that an earlier, different image has. */
    DUPLICATE_IMAGE_ID,
    /** An entry of {@code categories} lacks a field, or one is of the wrong kind. */
    CATEGORY_ENTRY,
    /** A category id that an earlier category has. */
    DUPLICATE_CATEGORY_ID,
    /** An annotation lacks a field, or one is of the wrong kind. */
    ANNOTATION_ENTRY,
    /** An annotation of an image that is not listed. */
    UNKNOWN_IMAGE,
    /** An annotation of a category that is not listed. */
    UNKNOWN_CATEGORY,
    /** An annotation id that an earlier annotation has. */
    DUPLICATE_ANNOTATION_ID,
    /** An annotation without outline or mask. */
    NO_SEGMENTATION,
    /** A polygon with fewer than three points, or an odd number of numbers. */
    POLYGON_POINTS,
    /** A polygon with a number that is not finite or far outside the image. */
    POLYGON_RANGE,
    /** Run lengths that are broken or not of the size of the image. */
    MASK,
    /** A box with a negative extent, or a number that is not finite. */
    BOX,
    /** An area that is negative or not finite. */
    AREA
  }

  /** A warning about an annotation entry of no particular kind. */
  public DataWarning(long annotationId, String message) {
    this(Kind.ANNOTATION_ENTRY, -1, annotationId, message);
  }
}
