package io.yoso4j.data.health;

import io.yoso4j.data.dataset.DataWarning;
import java.util.Locale;

/** Everything that is looked for in a data set, the worst first. */
public enum Problem {
  UNREADABLE_PART(Severity.ERROR, "annotation files that cannot be read"),
  IMAGE_ENTRY(Severity.ERROR, "image entries that are incomplete or wrong"),
  REPEATED_IMAGE_ENTRY(Severity.ERROR, "image entries that are there twice"),
  DUPLICATE_IMAGE_ID(Severity.ERROR, "image ids used for several images"),
  CATEGORY_ENTRY(Severity.ERROR, "category entries that are incomplete or wrong"),
  DUPLICATE_CATEGORY_ID(Severity.ERROR, "category ids used twice"),
  CATEGORIES_DIFFER(Severity.ERROR, "parts whose categories differ from those of the first"),
  MISSING_IMAGE(Severity.ERROR, "images whose file is missing"),
  CORRUPT_IMAGE(Severity.ERROR, "images that cannot be decoded"),
  SIZE_MISMATCH(Severity.ERROR, "images of another size than the annotations say"),
  ANNOTATION_ENTRY(Severity.ERROR, "annotations that are incomplete or wrong"),
  UNKNOWN_IMAGE(Severity.ERROR, "annotations of an image that is not listed"),
  UNKNOWN_CATEGORY(Severity.ERROR, "annotations of a category that is not listed"),
  DUPLICATE_ANNOTATION_ID(Severity.ERROR, "annotation ids used twice"),
  NO_SEGMENTATION(Severity.ERROR, "annotations without outline or mask"),
  POLYGON_POINTS(Severity.ERROR, "polygons with fewer than 3 points"),
  POLYGON_RANGE(Severity.ERROR, "polygons that are not finite, or far outside the image"),
  BROKEN_MASK(Severity.ERROR, "run lengths that are broken or not of the image's size"),
  BROKEN_BOX(Severity.ERROR, "boxes with impossible numbers"),
  BROKEN_AREA(Severity.ERROR, "areas with impossible numbers"),
  POLYGON_OUTSIDE(Severity.WARNING, "polygons that reach outside the image"),
  EMPTY_MASK(Severity.WARNING, "objects without a single pixel"),
  BOX_DISAGREES(Severity.WARNING, "boxes that disagree with their mask"),
  AREA_DISAGREES(Severity.WARNING, "areas that disagree with their mask"),
  DUPLICATE_OBJECT(Severity.WARNING, "objects annotated twice"),
  ROTATED_IMAGE(Severity.WARNING, "images that EXIF turns or mirrors; not every tool does"),
  REPEATED_FILE(Severity.WARNING, "images listed under several ids"),
  DUPLICATE_IMAGE(Severity.WARNING, "images with the content of another one of their part"),
  SHARED_IMAGE(Severity.WARNING, "images that another part has, too"),
  NEAR_DUPLICATE(Severity.WARNING, "images that look like one of another part"),
  TOO_MANY_OBJECTS(Severity.WARNING, "images with more objects than queries"),
  BELOW_CELL(Severity.WARNING, "objects smaller than a cell of the mask grid (stride 4)"),
  BELOW_COARSE_CELL(Severity.NOTE, "objects smaller than a cell at stride 8"),
  EMPTY_IMAGE(Severity.NOTE, "images without objects"),
  CROWD(Severity.NOTE, "crowd regions"),
  UNUSED_CATEGORY(Severity.NOTE, "categories without objects to learn from");

  private final Severity severity;
  private final String title;

  Problem(Severity severity, String title) {
    this.severity = severity;
    this.title = title;
  }

  /** How bad it is. */
  public Severity severity() {
    return severity;
  }

  /** What is counted, in words, to follow a number. */
  public String title() {
    return title;
  }

  /** A name that stays the same, for programs: {@code missing_image}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Problem of(DataWarning.Kind kind) {
    return switch (kind) {
      case IMAGE_ENTRY -> IMAGE_ENTRY;
      case REPEATED_IMAGE_ENTRY -> REPEATED_IMAGE_ENTRY;
      case DUPLICATE_IMAGE_ID -> DUPLICATE_IMAGE_ID;
      case CATEGORY_ENTRY -> CATEGORY_ENTRY;
      case DUPLICATE_CATEGORY_ID -> DUPLICATE_CATEGORY_ID;
      case ANNOTATION_ENTRY -> ANNOTATION_ENTRY;
      case UNKNOWN_IMAGE -> UNKNOWN_IMAGE;
      case UNKNOWN_CATEGORY -> UNKNOWN_CATEGORY;
      case DUPLICATE_ANNOTATION_ID -> DUPLICATE_ANNOTATION_ID;
      case NO_SEGMENTATION -> NO_SEGMENTATION;
      case POLYGON_POINTS -> POLYGON_POINTS;
      case POLYGON_RANGE -> POLYGON_RANGE;
      case MASK -> BROKEN_MASK;
      case BOX -> BROKEN_BOX;
      case AREA -> BROKEN_AREA;
    };
  }
}
