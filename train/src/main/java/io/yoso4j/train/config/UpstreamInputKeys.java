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
  private static final String CATEGORY_AREA = INPUT + "CROP.SINGLE_CATEGORY_MAX_AREA";

  /** What {@code RandomFlip} has by default. */
  private static final double FLIP = 0.5;

  /** {@code [int(x * 0.1 * 640) for x in range(5, 21)]}: tenths of a size. */
  private static final Pattern TENTHS =
      Pattern.compile(
          "\\[ *int\\( *x *\\* *0\\.1 *\\* *(\\d{1,5}) *\\) for x in range\\( *(\\d{1,3}) *,"
              + " *(\\d{1,3}) *\\) *\\]");

  private UpstreamInputKeys() {}

  static void map(UpstreamKeys keys) {
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
    flip(keys);
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
            "COLOR_AUG_SSD",
            "SIZE_DIVISIBILITY")) {
      keys.ignore(INPUT + name, mapper + " does not read it");
    }
  }

  /** Shortest-edge resizing, a crop of one size, colours, horizontal flips. */
  private static void crop(UpstreamKeys keys, String mapper) {
    keys.require(INPUT + "CROP.ENABLED", "False", "True");
    keys.require(INPUT + "CROP.TYPE", "relative_range", "absolute");
    keys.require(INPUT + "MIN_SIZE_TRAIN_SAMPLING", "choice", "choice");
    keys.accept(MAPPER, mapper, "as it is here");
    keys.set("augment.flip", FLIP, MAPPER);
    keys.take(SIZES, sizes(keys), "augment.shortest_edge");
    String longest = INPUT + "MAX_SIZE_TRAIN";
    keys.take(longest, keys.whole(longest, 1333), "augment.longest_edge");
    cropSize(keys);
    if (mapper.equals("yoso_panoptic")) {
      keys.take(CATEGORY_AREA, keys.number(CATEGORY_AREA, 1), "augment.crop_max_category_area");
    } else {
      keys.ignore(CATEGORY_AREA, mapper + " does not read it");
    }
    boolean colors = keys.flag(INPUT + "COLOR_AUG_SSD", false);
    keys.translate(INPUT + "COLOR_AUG_SSD", colors, "augment.color", colors ? 0.5 : 0.0);
    for (String name : List.of("IMAGE_SIZE", "MIN_SCALE", "MAX_SCALE", "RANDOM_FLIP")) {
      keys.ignore(INPUT + name, mapper + " does not read it");
    }
  }

  private static void cropSize(UpstreamKeys keys) {
    String key = INPUT + "CROP.SIZE";
    List<Double> crop = keys.numbers(key, List.of(0.9, 0.9));
    if (crop.size() != 2
        || crop.stream().anyMatch(side -> !(side >= 1 && side <= 8192 && side % 1 == 0))) {
      throw keys.unsupported(key, crop, "must be height and width of 1 to 8192 pixels");
    }
    int height = crop.get(0).intValue();
    int width = crop.get(1).intValue();
    keys.set("augment.crop_height", height, key);
    keys.set("augment.crop_width", width, key);
    keys.accept(
        key, crop, "augment.crop_height %d, augment.crop_width %d".formatted(height, width));
    String padding = INPUT + "SIZE_DIVISIBILITY";
    int padded = keys.whole(padding, -1);
    if (padded > 0 && (padded != height || padded != width)) {
      keys.replace(padding, padded, "padded to the size of the crop");
    } else {
      keys.ignore(padding, "training images are padded to the size of the crop");
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
