package io.yoso4j.train.adapt;

import io.yoso4j.data.health.ObjectFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Settings with which a first training on a data set gets somewhere in the time given: input size
 * by the sizes of the objects, queries by their number, steps by the time.
 *
 * <p>Many small objects are trained on crops, and images are cut into tiles of that size: YOSO's
 * queries tell alike objects apart by their place, which they learn fast only where there are few
 * at a time.
 */
public final class FittingSettings {
  /** What the settings start from unless the weights are a ResNet-18's, which preset r18 takes. */
  public static final String PRESET = "mnv2";

  /** Weights for its backbone, by the name that {@code --backbone-weights} takes. */
  public static final String WEIGHTS = "torchvision:mobilenet_v2";

  /** Minutes of training on two cores unless said otherwise. */
  public static final int MINUTES = 30;

  private static final int GRANULARITY = 32;

  /** Side in pixels of half of the objects, from which outlines are learned well: six cells. */
  private static final double MEDIAN_PIXELS = 6.0 * ObjectFit.STRIDE;

  /** Side in pixels of all but 5% of the objects. */
  private static final double SMALL_PIXELS = 1.5 * ObjectFit.STRIDE;

  private static final int LEAST_SIZE = 256;
  private static final int MOST_SIZE = 512;
  private static final int LEAST_TILE = 128;

  /** Enlarging images further than this shows nothing new. */
  private static final int MOST_ENLARGED = 2;

  /** Objects in an image from which it is worth looking at a part of it at a time. */
  private static final int CROWDED = 60;

  /** Fewer queries learn no faster; they lack spare ones for "no object". */
  private static final int LEAST_QUERIES = 30;

  /** How much fuller than the average tile the fullest ones are. */
  private static final double UNEVEN = 2;

  private static final int PIXELS_PER_STEP = 1 << 18;
  private static final int MOST_PER_STEP = 8;

  /** Training pixels per second of each preset on two cores of a server. */
  private static final Map<String, Double> PIXELS_PER_SECOND = Map.of("mnv2", 7e5, "r18", 3.6e5);

  private static final int LEAST_STEPS = 300;
  private static final int EVALUATIONS = 6;

  /** Below this, each image is seen so often that it must look different each time. */
  private static final int FEW_IMAGES = 100;

  private final DataProfile data;
  private final double speed;
  private final int minutes;
  private final @Nullable String weights;
  private final List<Choice> choices = new ArrayList<>();

  private FittingSettings(DataProfile data, double speed, int minutes, @Nullable String weights) {
    this.data = data;
    this.speed = speed;
    this.minutes = minutes;
    this.weights = weights;
  }

  /**
   * @param preset {@code mnv2} or {@code r18}
   * @param minutes of training on two cores, at least 1
   * @param weights file or name of pretrained weights of the preset's backbone; null to start from
   *     random ones
   * @return the choices, in the order of the configuration
   */
  public static List<Choice> of(
      DataProfile data, String preset, int minutes, @Nullable String weights) {
    Double speed = PIXELS_PER_SECOND.get(preset);
    if (speed == null) {
      throw new IllegalArgumentException(
          "preset (" + preset + ") must be one of " + new TreeSet<>(PIXELS_PER_SECOND.keySet()));
    }
    if (minutes < 1) {
      throw new IllegalArgumentException("minutes (" + minutes + ") must be at least 1");
    }
    FittingSettings settings = new FittingSettings(data, speed, minutes, weights);
    settings.choose();
    return List.copyOf(settings.choices);
  }

  private void choose() {
    int size = inputSize();
    int tile = tile(size);
    int side = tile == 0 ? size : tile;
    backbone();
    queries(size, tile);
    points(side);
    augmentation(size, side);
    int steps = steps(side);
    evaluation(size, tile, Math.max(1, steps / EVALUATIONS));
  }

  private void add(String key, Object value, String reason) {
    choices.add(new Choice(key, value.toString(), reason));
  }

  private void backbone() {
    if (weights == null) {
      add(
          "model.norm",
          "batch",
          "without pretrained weights there are no statistics to keep; pretrained ones would save most of the time");
    } else {
      add("model.backbone_weights", weights, "what ImageNet taught, most of what small data lack");
    }
  }

  /** The longer side of images that go through the network, whole or in tiles. */
  private int inputSize() {
    double wanted = Math.max(MEDIAN_PIXELS / data.medianSide(), SMALL_PIXELS / data.smallSide());
    int usual = roundUp(data.longestSide(), GRANULARITY);
    int most = Math.min(MOST_SIZE, MOST_ENLARGED * usual);
    return Math.clamp(rounded(Math.min(wanted, MOST_SIZE)), Math.min(LEAST_SIZE, most), most);
  }

  /** The side of tiles in which nearly all objects are small; 0 for whole images. */
  private int tile(int size) {
    int tile = Math.max(LEAST_TILE, rounded(2 * data.largeSide() * size));
    return data.manyObjects() > CROWDED && tile <= size / 2 ? tile : 0;
  }

  private void queries(int size, int tile) {
    int many = data.manyObjects();
    if (tile == 0) {
      int value = Math.max(LEAST_QUERIES, roundUp(1.2 * many, 10));
      add(
          "model.num_queries",
          value,
          "99.5%% of the images have at most %d objects (the fullest %d), and some queries must be left for \"no object\""
              .formatted(many, data.mostObjects()));
      return;
    }
    double share = (double) tile * tile / ((double) size * size);
    int value = Math.max(LEAST_QUERIES, roundUp(1.2 * UNEVEN * share * many, 10));
    add(
        "model.num_queries",
        value,
        "a tile is 1/%d of an image, of which 99.5%% have at most %d objects; twice that, since objects cluster, and at least %d"
            .formatted(Math.round(1 / share), many, LEAST_QUERIES));
  }

  private void points(int side) {
    int cells = side / ObjectFit.STRIDE * (side / ObjectFit.STRIDE);
    int value = roundUp(cells / 2.0, 256);
    String reason = "half of the %d cells of a mask".formatted(cells);
    add("loss.num_points", value, reason);
    add("loss.matcher_num_points", value, reason);
  }

  private void augmentation(int size, int side) {
    if (side == size) {
      add(
          "augment.image_size",
          size,
          "half of the objects then measure at least %d pixels across, 95%% at least %d (a cell of a mask has %d)"
              .formatted(
                  Math.round(data.medianSide() * size),
                  Math.round(data.smallSide() * size),
                  ObjectFit.STRIDE));
    } else {
      add(
          "augment.image_size",
          side,
          "crops of this side, where the image's longer side is %d: there, half of the objects measure at least %d pixels across, 95%% at most %d"
              .formatted(
                  size, Math.round(data.medianSide() * size), Math.round(data.largeSide() * size)));
    }
    boolean few = data.trainImages() < FEW_IMAGES;
    double zoom = (double) size / side;
    String reason =
        few
            ? "%d images are few: each must look different every time".formatted(data.trainImages())
            : "%d pixels, varied by a quarter".formatted(size);
    add("augment.min_scale", number((few ? 0.6 : 0.75) * zoom), reason);
    add("augment.max_scale", number((few ? 1.6 : 1.25) * zoom), reason);
  }

  private int steps(int side) {
    double pixels = (double) side * side;
    int batch = Math.clamp(Math.round(PIXELS_PER_STEP / pixels), 2, MOST_PER_STEP);
    double fitting = minutes * 60 * speed / (batch * pixels);
    int steps = Math.max(LEAST_STEPS, 100 * (int) (fitting / 100));
    add(
        "train.batch_size",
        batch,
        "many small steps learn more in the same time than few large ones");
    add(
        "train.steps",
        steps,
        "about %d minutes on two cores; each image is seen about %d times"
            .formatted(minutes, Math.round((double) steps * batch / data.trainImages())));
    add("optim.schedule", "cosine", "needs no milestones, and ends at rest");
    add("optim.warmup_steps", Math.min(100, steps / 10), "a random head makes large gradients");
    return steps;
  }

  private void evaluation(int size, int tile, int every) {
    add("eval.every", every, EVALUATIONS + " evaluations");
    add("eval.input_size", size, tile == 0 ? "as in training" : "the scale of the crops");
    if (tile != 0) {
      add("eval.tile_size", tile, "as in training");
      add(
          "eval.tile_overlap",
          number(Math.clamp(Math.ceil(20 * data.largeSide() * size / tile) / 20, 0.25, 0.5)),
          "objects up to this share of a tile are whole in one of them");
    }
    if (data.mostObjects() > 100) {
      add(
          "eval.max_detections",
          roundUp(1.2 * data.mostObjects(), 10),
          "an image has %d objects".formatted(data.mostObjects()));
    }
    add("checkpoint.every", every, "with each evaluation");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replaceFirst("0$", "");
  }

  private static int rounded(double side) {
    return (int) Math.round(side / GRANULARITY) * GRANULARITY;
  }

  private static int roundUp(double value, int multiple) {
    return (int) Math.ceil(value / multiple) * multiple;
  }
}
