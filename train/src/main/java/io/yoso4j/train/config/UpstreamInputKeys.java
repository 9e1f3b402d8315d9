package io.yoso4j.train.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** {@code INPUT}: sizes, random resizing, cropping and flipping. */
final class UpstreamInputKeys {
  private static final String INPUT = "INPUT.";
  private static final String MAPPER = INPUT + "DATASET_MAPPER_NAME";
  private static final String SIZES = INPUT + "MIN_SIZE_TRAIN";
  private static final int STRIDE = 32;

  /** {@code [int(x * 0.1 * 640) for x in range(5, 21)]}: tenths of a size. */
  private static final Pattern TENTHS =
      Pattern.compile(
          "\\[ *int\\( *x *\\* *0\\.1 *\\* *(\\d{1,5}) *\\) for x in range\\( *(\\d{1,3}) *,"
              + " *(\\d{1,3}) *\\) *\\]");

  private UpstreamInputKeys() {}

  static void map(UpstreamKeys keys) {
    flip(keys);
    String mapper = keys.text(MAPPER, "yoso_panoptic_lsj");
    switch (mapper) {
      case "yoso_panoptic_lsj", "yoso_instance_lsj" -> jitter(keys, mapper);
      case "yoso_panoptic", "yoso_instance" -> crop(keys, mapper);
      default ->
          throw keys.unsupported(
              MAPPER,
              mapper,
              "only yoso_panoptic_lsj, yoso_instance_lsj, yoso_panoptic and yoso_instance are"
                  + " supported");
    }
    keys.ignore(INPUT + "MASK_FORMAT", "masks of every kind are read");
    keys.ignore(INPUT + "SIZE_DIVISIBILITY", "training images are squares of one size");
    evaluation(keys);
  }

  private static void flip(UpstreamKeys keys) {
    String key = INPUT + "RANDOM_FLIP";
    String flip = keys.text(key, "horizontal");
    switch (flip) {
      case "horizontal" -> keys.translate(key, flip, "augment.flip", 0.5);
      case "none" -> keys.translate(key, flip, "augment.flip", 0.0);
      case "vertical" -> {
        keys.set("augment.flip", 0.0, key);
        keys.translate(key, flip, "augment.vertical_flip", 0.5);
      }
      default ->
          throw keys.unsupported(key, flip, "only horizontal, vertical and none are supported");
    }
  }

  private static void jitter(UpstreamKeys keys, String mapper) {
    keys.accept(MAPPER, mapper, "as it is here");
    keys.take(INPUT + "IMAGE_SIZE", keys.whole(INPUT + "IMAGE_SIZE", 1024), "augment.image_size");
    keys.take(INPUT + "MIN_SCALE", keys.number(INPUT + "MIN_SCALE", 0.1), "augment.min_scale");
    keys.take(INPUT + "MAX_SCALE", keys.number(INPUT + "MAX_SCALE", 2), "augment.max_scale");
    for (String name :
        List.of(
            "MIN_SIZE_TRAIN",
            "MIN_SIZE_TRAIN_SAMPLING",
            "MAX_SIZE_TRAIN",
            "CROP.ENABLED",
            "CROP.TYPE",
            "CROP.SIZE",
            "CROP.SINGLE_CATEGORY_MAX_AREA",
            "COLOR_AUG_SSD")) {
      keys.ignore(INPUT + name, mapper + " does not read it");
    }
  }

  /** Shortest-edge resizing and a crop have no equal here; the jitter of the same scales has. */
  private static void crop(UpstreamKeys keys, String mapper) {
    keys.require(INPUT + "CROP.ENABLED", "False", "True");
    keys.require(INPUT + "CROP.TYPE", "relative_range", "absolute");
    keys.require(INPUT + "MIN_SIZE_TRAIN_SAMPLING", "choice", "choice");
    List<Double> crop = keys.numbers(INPUT + "CROP.SIZE", List.of(0.9, 0.9));
    if (crop.size() != 2 || crop.stream().anyMatch(side -> !(side >= 1 && side <= 8192))) {
      throw keys.unsupported(
          INPUT + "CROP.SIZE", crop, "must be height and width of 1 to 8192 pixels");
    }
    int longest = (int) Math.max(crop.get(0), crop.get(1));
    int side = Math.ceilDiv(longest, STRIDE) * STRIDE;
    List<Double> sizes = sizes(keys);
    double smallest = sizes.stream().mapToDouble(size -> size).min().orElseThrow();
    double largest = sizes.stream().mapToDouble(size -> size).max().orElseThrow();
    keys.replace(
        MAPPER,
        mapper,
        "a random scale of the image fitted into a square, and a crop to the square");
    keys.set("augment.image_size", side, INPUT + "CROP.SIZE");
    keys.replace(INPUT + "CROP.SIZE", crop, "augment.image_size %d, a square".formatted(side));
    keys.set("augment.min_scale", smallest / side, SIZES);
    keys.set("augment.max_scale", largest / side, SIZES);
    keys.replace(
        SIZES,
        sizes,
        "augment.min_scale %s, augment.max_scale %s: any scale between, of the fitted image"
            .formatted(Numbers.text(smallest / side), Numbers.text(largest / side)));
    keys.replace(INPUT + "MAX_SIZE_TRAIN", 1333, "no bound but that of the scale");
    double area = keys.number(INPUT + "CROP.SINGLE_CATEGORY_MAX_AREA", 1);
    if (area < 1) {
      keys.replace(INPUT + "CROP.SINGLE_CATEGORY_MAX_AREA", area, "crops of any content");
    } else {
      keys.ignore(INPUT + "CROP.SINGLE_CATEGORY_MAX_AREA", "crops of any content, as it is here");
    }
    boolean colors = keys.flag(INPUT + "COLOR_AUG_SSD", false);
    keys.translate(INPUT + "COLOR_AUG_SSD", colors, "augment.color", colors ? 0.5 : 0.0);
    for (String name : List.of("IMAGE_SIZE", "MIN_SCALE", "MAX_SCALE")) {
      keys.ignore(INPUT + name, mapper + " does not read it");
    }
  }

  private static List<Double> sizes(UpstreamKeys keys) {
    List<String> items = keys.items(SIZES, List.of("800"));
    if (items.size() == 1) {
      Matcher tenths = TENTHS.matcher(items.getFirst());
      if (tenths.matches()) {
        int size = Integer.parseInt(tenths.group(1));
        int from = Integer.parseInt(tenths.group(2));
        int to = Integer.parseInt(tenths.group(3));
        return positive(
            keys, IntStream.range(from, to).mapToObj(x -> Math.floor(x * 0.1 * size)).toList());
      }
      if (items.getFirst().contains("(")) {
        throw keys.unsupported(
            SIZES,
            ConfigException.quoted(items.getFirst()),
            "expressions are not executed: write a list of sizes");
      }
    }
    return positive(keys, keys.numbers(SIZES, List.of(800.0)));
  }

  private static List<Double> positive(UpstreamKeys keys, List<Double> sizes) {
    if (sizes.isEmpty() || sizes.stream().anyMatch(size -> !(size >= 1))) {
      throw keys.unsupported(SIZES, sizes, "must hold sizes of at least 1 pixel");
    }
    return sizes;
  }

  private static void evaluation(UpstreamKeys keys) {
    String shortest = INPUT + "MIN_SIZE_TEST";
    String longest = INPUT + "MAX_SIZE_TEST";
    keys.take(shortest, keys.whole(shortest, 800), "eval.shortest_side");
    keys.take(longest, keys.whole(longest, 1333), "eval.input_size");
  }
}
