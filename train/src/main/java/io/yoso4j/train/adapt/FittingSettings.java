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
 * <p>Small objects are trained on crops, and images are cut into tiles of that size; where they
 * stand among large ones, whole images are seen besides: see {@link Framing}.
 */
public final class FittingSettings {
  /** What the settings start from unless the weights are a ResNet-18's, which preset r18 takes. */
  public static final String PRESET = "mnv2";

  /** Weights for its backbone, by the name that {@code --backbone-weights} takes. */
  public static final String WEIGHTS = "torchvision:mobilenet_v2";

  /** Minutes of training on two cores unless said otherwise. */
  public static final int MINUTES = 30;

  /** Fewer queries learn no faster; they lack spare ones for "no object". */
  private static final int LEAST_QUERIES = 30;

  /** How much fuller than the average tile the fullest ones are. */
  private static final double UNEVEN = 2;

  /** Share of an image's objects that are large enough to be looked for in it at once. */
  private static final double SEEN_AT_ONCE = 0.4;

  /** Pixels of objects that are learned from where images are seen whole too: 2.5 by 2.5 cells. */
  private static final int LEAST_AREA = 100;

  private static final int PIXELS_PER_STEP = 1 << 18;
  private static final int MOST_PER_STEP = 8;

  /** Training pixels per second of each preset on two cores of a server. */
  private static final Map<String, Double> PIXELS_PER_SECOND = Map.of("mnv2", 7e5, "r18", 3.6e5);

  private static final int LEAST_STEPS = 300;
  private static final int EVALUATIONS = 6;

  /** Below this, each image is seen so often that it must look different each time. */
  private static final int FEW_IMAGES = 100;

  /** Change of the scale, as a share of it; crops of few images differ by their place already. */
  private static final double USUAL_CHANGE = 0.25;

  private static final double FEW_IN_PARTS = 0.3;
  private static final double FEW_WHOLE = 0.5;

  /** Largest turn of the hue, degrees: shades of a colour, not another colour. */
  private static final int HUE = 8;

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
    Framing framing = Framing.of(data);
    backbone();
    queries(framing);
    points(framing.side());
    sizes(framing);
    looks();
    int steps = steps(framing.side());
    evaluation(framing, Math.max(1, steps / EVALUATIONS));
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

  private void queries(Framing framing) {
    int many = data.manyObjects();
    if (framing.whole()) {
      add(
          "model.num_queries",
          Math.max(LEAST_QUERIES, roundUp(SEEN_AT_ONCE * many)),
          "99.5%% of the images have at most %d objects, many of which are too small to be seen beside the large ones"
              .formatted(many));
    } else if (framing.tiled()) {
      double zoom = framing.zoom();
      add(
          "model.num_queries",
          Math.max(LEAST_QUERIES, roundUp(1.2 * UNEVEN * many / (zoom * zoom))),
          "a tile is 1/%d of an image, of which 99.5%% have at most %d objects; twice that, since objects cluster, and at least %d"
              .formatted(Math.round(zoom * zoom), many, LEAST_QUERIES));
    } else {
      add(
          "model.num_queries",
          Math.max(LEAST_QUERIES, roundUp(1.2 * many)),
          "99.5%% of the images have at most %d objects (the fullest %d), and some queries must be left for \"no object\""
              .formatted(many, data.mostObjects()));
    }
  }

  private void points(int side) {
    int cells = side / ObjectFit.STRIDE * (side / ObjectFit.STRIDE);
    int value = 256 * Math.ceilDiv(cells, 512);
    String reason = "half of the %d cells of a mask".formatted(cells);
    add("loss.num_points", value, reason);
    add("loss.matcher_num_points", value, reason);
  }

  private void sizes(Framing framing) {
    int size = framing.size();
    add("augment.image_size", framing.side(), seen(framing));
    boolean few = data.trainImages() < FEW_IMAGES;
    String reason =
        few
            ? "%d images are few: each must look different every time".formatted(data.trainImages())
            : "%d pixels, varied by a quarter".formatted(size);
    double change = few ? (framing.tiled() ? FEW_IN_PARTS : FEW_WHOLE) : USUAL_CHANGE;
    if (framing.whole()) {
      add("augment.min_scale", "0.9", "whole images too, for what no part shows whole");
    } else {
      add("augment.min_scale", number((1 - change) * framing.zoom()), reason);
    }
    add("augment.max_scale", number((1 + change) * framing.zoom()), reason);
    if (framing.whole()) {
      add(
          "augment.min_object_area",
          LEAST_AREA,
          "what is smaller in a whole image is larger in a part of it");
    }
  }

  private String seen(Framing framing) {
    int size = framing.size();
    String sides =
        "half of the objects measure at least %d pixels across, 95%% %s"
            .formatted(
                Math.round(data.medianSide() * size),
                framing.tiled()
                    ? "at most " + Math.round(data.largeSide() * size)
                    : "at least " + Math.round(data.smallSide() * size));
    if (framing.whole()) {
      return "whole images and parts of them; where the longer side is %d, ".formatted(size)
          + sides;
    }
    return framing.tiled()
        ? "crops of this side, where the image's longer side is %d: there, ".formatted(size) + sides
        : "there, %s (a cell of a mask has %d)".formatted(sides, ObjectFit.STRIDE);
  }

  /** Changes of few images that keep what tells classes apart. */
  private void looks() {
    if (data.trainImages() >= FEW_IMAGES) {
      return;
    }
    add(
        "augment.color",
        "0.5",
        "few images show few lights; where images have no up, vertical_flip and rotate of 0.5 help as much");
    add("augment.hue", HUE, "small: the hue often tells classes apart");
    add(
        "augment.copy_paste",
        "0.3",
        "other neighbours; 0 where masks lie on each other on purpose");
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

  private void evaluation(Framing framing, int every) {
    int size = framing.size();
    int side = framing.side();
    add("eval.every", every, EVALUATIONS + " evaluations");
    add("eval.input_size", size, framing.tiled() ? "the scale of the crops" : "as in training");
    if (framing.tiled()) {
      add("eval.tile_size", side, "as in training");
      add(
          "eval.tile_overlap",
          number(Math.clamp(Math.ceil(20 * data.largeSide() * size / side) / 20, 0.25, 0.5)),
          "objects up to this share of a tile are whole in one of them");
    }
    if (framing.whole()) {
      add("eval.tile_whole", true, "larger objects are found in the whole image");
    }
    if (data.mostObjects() > 100) {
      add(
          "eval.max_detections",
          roundUp(1.2 * data.mostObjects()),
          "an image has %d objects".formatted(data.mostObjects()));
    }
    add("checkpoint.every", every, "with each evaluation");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replaceFirst("0$", "");
  }

  /** Tens, rounded up. */
  private static int roundUp(double value) {
    return 10 * (int) Math.ceil(value / 10);
  }
}
