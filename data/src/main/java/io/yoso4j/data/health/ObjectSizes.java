package io.yoso4j.data.health;

import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.health.PartFacts.ImageCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Counts and sizes of the objects of all parts, crowds left out: what a model has to cope with. */
final class ObjectSizes {

  private static final int GRANULARITY = 32;

  /** Side of a small object after scaling, in cells of the mask grid, that leaves it a shape. */
  private static final double SMALL_CELLS = 2;

  /** The same of half of the objects; COCO's at the usual sizes have 14 to 28. */
  private static final double MEDIAN_CELLS = 16;

  /** Enlarging images further than this shows nothing new, and costs its square in time. */
  private static final double MOST_ENLARGED = 2;

  /** Points per cell of the mask grid: 112 x 112 of 256 x 256, as on COCO at 1024 pixels. */
  private static final double POINTS_PER_CELL = (112.0 * 112) / (256 * 256);

  /** Points that the smallest objects get of those spread evenly over the image. */
  private static final double POINTS_PER_OBJECT = 8;

  private static final int DEFAULT_POINTS = 112 * 112;
  private static final int LEAST_POINTS = 1024;
  private static final int LEAST_SIZE = 128;

  /** Objects per image, ascending. */
  private final int[] counts;

  /** Square root of the mask's area, divided by the image's longer side; ascending. */
  private final double[] sides;

  /** The mask's area divided by the image's; ascending. */
  private final double[] shares;

  /** Longer sides of the images, ascending. */
  private final int[] longest;

  ObjectSizes(List<PartFacts> parts) {
    List<ImageCase> images = parts.stream().flatMap(part -> part.images().stream()).toList();
    counts = images.stream().mapToInt(each -> (int) each.objectsToFind()).sorted().toArray();
    longest = images.stream().mapToInt(each -> longer(each.image())).sorted().toArray();
    List<Double> side = new ArrayList<>();
    List<Double> share = new ArrayList<>();
    for (ImageCase each : images) {
      double area = (double) each.image().width() * each.image().height();
      for (ObjectFacts object : each.objects()) {
        if (!object.annotation().crowd() && object.pixels() > 0) {
          side.add(Math.sqrt((double) object.pixels()) / longer(each.image()));
          share.add(object.pixels() / area);
        }
      }
    }
    sides = side.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    shares = share.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  static int longer(ImageRecord image) {
    return Math.max(image.width(), image.height());
  }

  /** The side of an object's square at the training size, in pixels. */
  static double scaledSide(ImageRecord image, ObjectFacts object, int imageSize) {
    return Math.sqrt((double) object.pixels()) / longer(image) * imageSize;
  }

  ObjectFit fit(HealthOptions options) {
    return new ObjectFit(
        counts.length,
        sides.length,
        counts.length == 0 ? 0 : counts[counts.length - 1],
        Arrays.stream(counts).average().orElse(0),
        quantile(counts, 0.5),
        quantile(counts, 0.99),
        (int) Arrays.stream(counts).filter(n -> n > options.numQueries()).count(),
        below(ObjectFit.STRIDE, options),
        below(ObjectFit.COARSE_STRIDE, options));
  }

  private int below(int stride, HealthOptions options) {
    return (int) Arrays.stream(sides).filter(side -> side * options.imageSize() < stride).count();
  }

  /** Settings for this data set; none without objects. */
  List<Advice> advice() {
    if (sides.length == 0) {
      return List.of();
    }
    Advice size = imageSize();
    return List.of(queries(), size, points(size.value()));
  }

  private Advice queries() {
    int most = counts[counts.length - 1];
    int enough = quantile(counts, 0.995);
    int wanted = (int) Math.ceil(1.2 * enough);
    int value = Math.max(20, roundUp(wanted, wanted > 200 ? 50 : 10));
    long over = Arrays.stream(counts).filter(n -> n > value).count();
    String reason =
        over == 0
            ? "no image has more than %d objects; a fifth more queries than that leave some for \"no object\""
                .formatted(most)
            : "99.5%% of the images have at most %d objects; a fifth more queries leave some for \"no object\"; %d %s more objects than that, up to %d"
                .formatted(enough, over, over == 1 ? "image has" : "images have", most);
    return new Advice("model.num_queries", value, reason);
  }

  private Advice imageSize() {
    double small = quantile(sides, 0.05);
    double median = quantile(sides, 0.5);
    int usual = quantile(longest, 0.5);
    double wanted =
        Math.max(
            Math.min(SMALL_CELLS * ObjectFit.STRIDE / small, MOST_ENLARGED * usual),
            Math.min(MEDIAN_CELLS * ObjectFit.STRIDE / median, usual));
    int least = Math.min(roundUp(usual, GRANULARITY), LEAST_SIZE);
    int value = Math.max(least, roundUp((int) Math.ceil(wanted), GRANULARITY));
    String images =
        value > roundUp(usual, GRANULARITY)
            ? "enlarges half of the images (longer side up to %d), whose objects are small; "
            : value >= usual ? "half of the images have a longer side of up to %d; " : "";
    return new Advice(
        "augment.image_size",
        value,
        images.formatted(usual)
            + "half of the objects then measure at least %s pixels across, 95%% at least %s (a mask cell has %d)"
                .formatted(pixels(median * value), pixels(small * value), ObjectFit.STRIDE));
  }

  private static String pixels(double side) {
    return String.format(Locale.ROOT, side < 10 ? "%.1f" : "%.0f", side);
  }

  private Advice points(int imageSize) {
    double small = quantile(shares, 0.1);
    int cells = imageSize / ObjectFit.STRIDE;
    double wanted = Math.max(POINTS_PER_OBJECT / small, POINTS_PER_CELL * cells * cells);
    int most = Math.max(LEAST_POINTS, Math.min(DEFAULT_POINTS, cells * cells));
    int value = Math.clamp(roundUp((int) Math.min(1e6, wanted), 256), LEAST_POINTS, most);
    String reason =
        String.format(
            Locale.ROOT,
            "evenly spread, %.1f points fall on an object that covers %s%% of its image (9 of 10 are larger)%s",
            value * small,
            ObjectFacts.number(100 * small),
            value == most ? "; more than that costs time for little" : "");
    return new Advice("loss.num_points", value, reason);
  }

  private static int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }

  private static int quantile(int[] ascending, double share) {
    return ascending.length == 0 ? 0 : ascending[Spread.rank(ascending.length, share)];
  }

  private static double quantile(double[] ascending, double share) {
    return ascending[Spread.rank(ascending.length, share)];
  }
}
