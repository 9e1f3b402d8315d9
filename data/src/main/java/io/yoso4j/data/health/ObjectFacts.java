package io.yoso4j.data.health;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.Segmentation;
import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an object turned out to be.
 *
 * @param annotation as read
 * @param pixels of its mask, or -1 when the outline cannot be drawn
 * @param problems with what was found
 */
record ObjectFacts(Annotation annotation, long pixels, Map<Problem, String> problems) {

  /** How far outside the image, in pixels, a point may lie: labelling tools round outwards. */
  private static final double OVERHANG = 1;

  /** An edge of a box may be off by this many pixels, or this share of the object's side. */
  private static final double BOX_PIXELS = 2;

  private static final double BOX_SHARE = 0.1;

  /** The area may be off by this many pixels, or this share. */
  private static final double AREA_PIXELS = 16;

  private static final double AREA_SHARE = 0.25;

  /**
   * @param seen the earlier objects of the image; this one is added
   */
  static ObjectFacts of(ImageRecord image, Annotation annotation, Map<Shape, Long> seen) {
    Map<Problem, String> problems = new EnumMap<>(Problem.class);
    double overhang = overhang(image, annotation.segmentation());
    if (overhang > OVERHANG) {
      problems.put(
          Problem.POLYGON_OUTSIDE,
          "reaches %s pixels outside the image of %dx%d"
              .formatted(number(overhang), image.width(), image.height()));
    }
    Rle mask;
    try {
      mask = annotation.toRle(image.height(), image.width());
    } catch (DataException e) {
      problems.put(Problem.POLYGON_RANGE, String.valueOf(e.getMessage()));
      return new ObjectFacts(annotation, -1, problems);
    }
    if (mask.area() == 0) {
      problems.put(Problem.EMPTY_MASK, "covers no pixel centre");
      return new ObjectFacts(annotation, 0, problems);
    }
    Shape shape = new Shape(annotation.category(), annotation.crowd(), mask);
    Long twin = seen.putIfAbsent(shape, annotation.id());
    if (twin != null) {
      problems.put(Problem.DUPLICATE_OBJECT, "class and mask are those of annotation " + twin);
    }
    if (disagrees(annotation.bbox(), mask.bbox(), image)) {
      problems.put(
          Problem.BOX_DISAGREES,
          "box is %s, its mask spans %s".formatted(words(annotation.bbox()), words(mask.bbox())));
    }
    double difference = Math.abs(annotation.area() - mask.area());
    if (difference > AREA_PIXELS && difference > AREA_SHARE * mask.area()) {
      problems.put(
          Problem.AREA_DISAGREES,
          "area is %s, its mask has %d pixels".formatted(number(annotation.area()), mask.area()));
    }
    if (annotation.crowd()) {
      problems.put(
          Problem.CROWD,
          "covers %s%% of the image"
              .formatted(number(100.0 * mask.area() / ((double) image.width() * image.height()))));
    }
    return new ObjectFacts(annotation, mask.area(), problems.isEmpty() ? Map.of() : problems);
  }

  /** What makes two objects of an image the same. */
  record Shape(int category, boolean crowd, Rle mask) {}

  private static double overhang(ImageRecord image, Segmentation segmentation) {
    double most = 0;
    if (segmentation instanceof Segmentation.Polygon(var rings)) {
      for (double[] ring : rings) {
        for (int i = 0; i < ring.length; i++) {
          int side = i % 2 == 0 ? image.width() : image.height();
          most = Math.max(most, Math.max(-ring[i], ring[i] - side));
        }
      }
    }
    return most;
  }

  /** Compared inside the image: a box may follow its polygon over the border. */
  private static boolean disagrees(Box box, Box mask, ImageRecord image) {
    return differ(box.x(), box.x() + box.width(), mask.x(), mask.x() + mask.width(), image.width())
        || differ(
            box.y(), box.y() + box.height(), mask.y(), mask.y() + mask.height(), image.height());
  }

  private static boolean differ(
      double from, double to, double maskFrom, double maskTo, double side) {
    double allowed = Math.max(BOX_PIXELS, BOX_SHARE * (maskTo - maskFrom));
    return Math.abs(Math.clamp(from, 0, side) - maskFrom) > allowed
        || Math.abs(Math.clamp(to, 0, side) - maskTo) > allowed;
  }

  private static String words(Box box) {
    return "[%s, %s, %s, %s]"
        .formatted(number(box.x()), number(box.y()), number(box.width()), number(box.height()));
  }

  static String number(double value) {
    return Math.rint(value) == value && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, Math.abs(value) < 0.1 ? "%.3f" : "%.1f", value);
  }
}
