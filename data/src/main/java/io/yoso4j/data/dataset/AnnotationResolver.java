package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.DataWarning.Kind;
import io.yoso4j.data.dataset.ReadOptions.BadAnnotation;
import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks annotations as written against their image and category, and fills in what is missing. */
final class AnnotationResolver {

  /** A file with more bad annotations is not what it is taken for; these take some 300 MB. */
  private static final int MAX_WARNINGS = 1 << 20;

  /** How far outside its image, in image sides, a point may lie; farther is taken for damage. */
  private static final double MAX_OVERHANG = 10;

  private final Path file;
  private final Map<Long, ImageRecord> images;
  private final Map<Long, Integer> categories;
  private final BadAnnotation onBad;
  private final List<DataWarning> warnings;
  private final LongSet seen = new LongSet();

  /** What is being looked at, and so what a failure is about. */
  private Kind checking = Kind.ANNOTATION_ENTRY;

  /**
   * @param warnings gets what is left out or repaired
   */
  AnnotationResolver(
      Path file,
      Map<Long, ImageRecord> images,
      Map<Long, Integer> categories,
      BadAnnotation onBad,
      List<DataWarning> warnings) {
    this.file = file;
    this.images = images;
    this.categories = categories;
    this.onBad = onBad;
    this.warnings = warnings;
  }

  /** The annotation, or null when it was bad and dropped. */
  @Nullable Annotation resolve(RawAnnotation raw) {
    try {
      return checked(raw);
    } catch (DataException e) {
      warn(raw, e);
      return null;
    }
  }

  private Annotation checked(RawAnnotation raw) {
    checking = Kind.ANNOTATION_ENTRY;
    if (raw.problem != null) {
      throw new DataException(raw.problem);
    }
    long id = present(raw.id, "id");
    long imageId = present(raw.imageId, "image_id");
    long categoryId = present(raw.categoryId, "category_id");
    ImageRecord image = images.get(imageId);
    if (image == null) {
      checking = Kind.UNKNOWN_IMAGE;
      throw new DataException("unknown image_id " + imageId);
    }
    Integer category = categories.get(categoryId);
    if (category == null) {
      checking = Kind.UNKNOWN_CATEGORY;
      throw new DataException(
          "unknown category_id %d; known are %s".formatted(categoryId, someIds()));
    }
    if (!seen.add(id)) {
      checking = Kind.DUPLICATE_ANNOTATION_ID;
      failOrWarn(raw, new DataException("duplicate annotation id " + id));
    }
    Segmentation segmentation = segmentation(raw, image);
    Box box = box(raw, segmentation);
    Double stated = area(raw);
    Annotation annotation = new Annotation(id, imageId, category, box, 0, raw.crowd, segmentation);
    checking = Kind.POLYGON_RANGE;
    double area = stated == null ? annotation.toRle(image.height(), image.width()).area() : stated;
    return new Annotation(id, imageId, category, box, area, raw.crowd, segmentation);
  }

  private Segmentation segmentation(RawAnnotation raw, ImageRecord image) {
    if (raw.mask != null) {
      return new Segmentation.RunLength(raw.mask);
    }
    if (raw.rle != null) {
      checking = Kind.MASK;
      return new Segmentation.RunLength(rle(raw.rle, image));
    }
    if (raw.rings == null || raw.rings.isEmpty()) {
      checking = Kind.NO_SEGMENTATION;
      throw new DataException("has no segmentation");
    }
    List<double[]> good = new ArrayList<>(raw.rings.size());
    for (int i = 0; i < raw.rings.size(); i++) {
      double[] ring = raw.rings.get(i);
      String problem = ringProblem(ring, image);
      if (problem == null) {
        good.add(ring);
        continue;
      }
      checking = ring.length < 6 || ring.length % 2 != 0 ? Kind.POLYGON_POINTS : Kind.POLYGON_RANGE;
      DataException bad = new DataException("polygon " + (i + 1) + " " + problem);
      if (raw.rings.size() == 1 || onBad == BadAnnotation.FAIL) {
        throw bad;
      }
      warn(raw, bad);
    }
    if (good.isEmpty()) {
      throw new DataException("has no usable polygon");
    }
    return new Segmentation.Polygon(good);
  }

  private static @Nullable String ringProblem(double[] ring, ImageRecord image) {
    if (ring.length < 6) {
      return "has " + ring.length + " numbers; it needs at least 6 (3 points)";
    }
    if (ring.length % 2 != 0) {
      return "has " + ring.length + " numbers; x and y must come in pairs";
    }
    for (int i = 0; i < ring.length; i++) {
      int side = i % 2 == 0 ? image.width() : image.height();
      double value = ring[i];
      if (!Double.isFinite(value)) {
        return "number " + (i + 1) + " is " + value;
      }
      if (value < -MAX_OVERHANG * side || value > (MAX_OVERHANG + 1) * side) {
        return "number %d is %s, far outside the image of %dx%d"
            .formatted(i + 1, value, image.width(), image.height());
      }
    }
    return null;
  }

  private static Rle rle(RawAnnotation.RawRle raw, ImageRecord image) {
    if (raw.height != image.height() || raw.width != image.width()) {
      throw new DataException(
          "mask is %d high and %d wide, its image %d high and %d wide"
              .formatted(raw.height, raw.width, image.height(), image.width()));
    }
    if (raw.compressed != null) {
      return Rle.ofCompressed(raw.height, raw.width, raw.compressed);
    }
    return Rle.ofCounts(raw.height, raw.width, raw.counts);
  }

  private Box box(RawAnnotation raw, Segmentation segmentation) {
    double[] b = raw.bbox;
    if (b != null) {
      checking = Kind.BOX;
      try {
        return new Box(b[0], b[1], b[2], b[3]);
      } catch (DataException e) {
        failOrWarn(raw, e);
      }
    }
    return bounds(segmentation);
  }

  private @Nullable Double area(RawAnnotation raw) {
    Double area = raw.area;
    if (area != null && (!Double.isFinite(area) || area < 0)) {
      checking = Kind.AREA;
      failOrWarn(
          raw, new DataException("area is " + area + "; it must be finite and not negative"));
      return null;
    }
    return area;
  }

  private static Box bounds(Segmentation segmentation) {
    return switch (segmentation) {
      case Segmentation.RunLength(Rle rle) -> rle.bbox();
      case Segmentation.Polygon(var rings) -> {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (double[] ring : rings) {
          for (int i = 0; i < ring.length; i += 2) {
            left = Math.min(left, ring[i]);
            right = Math.max(right, ring[i]);
            top = Math.min(top, ring[i + 1]);
            bottom = Math.max(bottom, ring[i + 1]);
          }
        }
        yield new Box(left, top, right - left, bottom - top);
      }
    };
  }

  private static long present(@Nullable Long value, String field) {
    if (value == null) {
      throw new DataException("has no " + field);
    }
    return value;
  }

  private String someIds() {
    List<Long> ids = categories.keySet().stream().sorted().limit(11).toList();
    String text = String.join(", ", ids.stream().limit(10).map(String::valueOf).toList());
    return ids.size() > 10 ? text + ", …" : text;
  }

  /** For what can be repaired. */
  private void failOrWarn(RawAnnotation raw, DataException problem) {
    if (onBad != BadAnnotation.REPAIR) {
      throw problem;
    }
    warn(raw, problem);
  }

  /** Records a problem with its place, or throws it where every problem stops. */
  private void warn(RawAnnotation raw, DataException problem) {
    DataException placed = problem.in(raw.place(file));
    if (onBad == BadAnnotation.FAIL) {
      throw placed;
    }
    if (warnings.size() == MAX_WARNINGS) {
      throw placed.in("more than " + MAX_WARNINGS + " bad annotations");
    }
    warnings.add(
        new DataWarning(
            checking,
            raw.imageId == null ? -1 : raw.imageId,
            raw.id == null ? -1 : raw.id,
            String.valueOf(placed.getMessage())));
  }
}
