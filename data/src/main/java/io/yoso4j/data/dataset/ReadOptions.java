package io.yoso4j.data.dataset;

import io.yoso4j.data.image.ImageLimits;

/**
 * How to read an annotation file.
 *
 * @param onBadAnnotation what to do with an annotation that cannot be used
 * @param limits largest image that may be announced
 */
public record ReadOptions(BadAnnotation onBadAnnotation, ImageLimits limits) {

  /** What to do with an annotation that cannot be used. */
  public enum BadAnnotation {
    /** Stop with an error that names it. */
    FAIL,
    /** Leave it out and record a {@link DataWarning}. */
    DROP
  }

  /** Every error stops; the default. */
  public static final ReadOptions STRICT = new ReadOptions(BadAnnotation.FAIL, ImageLimits.DEFAULT);

  /**
   * Bad annotations are left out and recorded. Broken JSON and bad images or categories still stop.
   */
  public static final ReadOptions LENIENT =
      new ReadOptions(BadAnnotation.DROP, ImageLimits.DEFAULT);
}
