package io.yoso4j.data.health;

import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.Segmentation;
import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Corrects one object: outline cut at the border, box and area after the mask. */
final class ObjectRepair {

  private ObjectRepair() {}

  /** Why the object has to go, or null when it can stay. */
  static @Nullable Problem reasonToDrop(ObjectFacts object) {
    if (object.pixels() < 0) {
      return Problem.POLYGON_RANGE;
    }
    if (object.pixels() == 0) {
      return Problem.EMPTY_MASK;
    }
    return object.problems().containsKey(Problem.DUPLICATE_OBJECT)
        ? Problem.DUPLICATE_OBJECT
        : null;
  }

  /** The object as it should be; the same instance when nothing is wrong. */
  static Annotation corrected(ImageRecord image, ObjectFacts object) {
    Annotation was = object.annotation();
    Map<Problem, String> problems = object.problems();
    boolean outline =
        problems.containsKey(Problem.POLYGON_OUTSIDE)
            && was.segmentation() instanceof Segmentation.Polygon;
    Segmentation segmentation = outline ? inside(image, was) : was.segmentation();
    boolean box = outline || problems.containsKey(Problem.BOX_DISAGREES);
    boolean area = outline || problems.containsKey(Problem.AREA_DISAGREES);
    if (!box && !area) {
      return was;
    }
    Rle mask = mask(image, with(was, segmentation, was.bbox(), was.area()));
    return with(was, segmentation, box ? mask.bbox() : was.bbox(), area ? mask.area() : was.area());
  }

  private static Segmentation inside(ImageRecord image, Annotation was) {
    if (was.segmentation() instanceof Segmentation.Polygon(var rings)) {
      List<double[]> inside = PolygonClip.clip(rings, image.width(), image.height());
      if (!inside.isEmpty()) {
        Segmentation.Polygon cut = new Segmentation.Polygon(inside);
        if (mask(image, with(was, cut, was.bbox(), was.area())).area() > 0) {
          return cut;
        }
      }
    }
    // Rounding at the border may cost an object of few pixels all of them.
    return new Segmentation.RunLength(mask(image, was));
  }

  private static Rle mask(ImageRecord image, Annotation annotation) {
    return annotation.toRle(image.height(), image.width());
  }

  private static Annotation with(Annotation was, Segmentation segmentation, Box box, double area) {
    return new Annotation(
        was.id(), was.imageId(), was.category(), box, area, was.crowd(), segmentation);
  }
}
