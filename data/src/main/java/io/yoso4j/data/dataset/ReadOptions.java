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
    DROP,
    /**
     * Keep what can be used: a wrong box or area is computed from the mask, a repeated annotation
     * id stays. The rest is left out, and so are images and categories that cannot be used. Every
     * case is recorded.
     */
    REPAIR
  }

  /** Every error stops; the default. */
  public static final ReadOptions STRICT = new ReadOptions(BadAnnotation.FAIL, ImageLimits.DEFAULT);

  /**
   * Bad annotations are left out and recorded. Broken JSON and bad images or categories still stop.
   */
  public static final ReadOptions LENIENT =
      new ReadOptions(BadAnnotation.DROP, ImageLimits.DEFAULT);

  /**
   * Only broken JSON and a file without the three lists stop; for looking for mistakes. Annotation
   * ids need not be unique in what is read.
   */
  public static final ReadOptions REPAIR =
      new ReadOptions(BadAnnotation.REPAIR, ImageLimits.DEFAULT);

  boolean repair() {
    return onBadAnnotation == BadAnnotation.REPAIR;
  }
}
