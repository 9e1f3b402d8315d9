package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.DrawPurpose;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.yoso.StageTensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One folder of reference values. Its levels (calls and auxiliary outputs) are the stages, in
 * order.
 */
final class GoldenCase {
  private final Path folder;
  private final JsonNode meta;
  private final Map<String, GoldenArray> cache = new ConcurrentHashMap<>();

  GoldenCase(Path folder) {
    this.folder = folder;
    meta = JsonMapper.shared().readTree(folder.resolve("meta.json").toFile());
  }

  /** The folder of all cases, empty on a machine without it. */
  static Optional<Path> root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/golden");
      if (Files.isDirectory(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  String name() {
    return folder.getFileName().toString();
  }

  @Override
  public String toString() {
    return name();
  }

  boolean has(String array) {
    return Files.exists(folder.resolve(array + ".npy"));
  }

  GoldenArray array(String name) {
    return cache.computeIfAbsent(name, n -> GoldenArray.read(folder.resolve(n + ".npy")));
  }

  List<String> levels() {
    List<String> levels = new ArrayList<>();
    for (int call = 0; has("c" + call + ".pred_masks"); call++) {
      levels.add("c" + call);
      for (int aux = 0; has("c" + call + ".aux" + aux + ".pred_masks"); aux++) {
        levels.add("c" + call + ".aux" + aux);
      }
    }
    return levels;
  }

  /** Whether the original weighted this level's terms. */
  boolean weighted(String level) {
    return !level.contains("aux") || meta.at("/config/aux_weighted").asBoolean(false);
  }

  SetCriterionConfig config(boolean weighted) {
    JsonNode config = meta.at("/config");
    JsonNode w = config.at("/w");
    double ce = w.get(0).asDouble();
    double mask = w.get(1).asDouble();
    double dice = w.get(2).asDouble();
    boolean baseline = name().startsWith("baseline");
    int points = config.at("/P").asInt(1);
    boolean atTarget = config.at("/match_res").asString("").equals("target");
    MatcherPoints matcherPoints =
        !baseline
            ? new MatcherPoints.SharedRandom(points)
            : atTarget ? new MatcherPoints.TargetGrid() : new MatcherPoints.PredictionGrid();
    return SetCriterionConfig.yoso(config.at("/C").asInt()).toBuilder()
        .classification(
            name().startsWith("yoso")
                ? new Classification.SoftmaxCrossEntropy(config.at("/eos").asDouble(0.1))
                : new Classification.SigmoidFocal(0.25, 2))
        .maskPoints(
            baseline
                ? new MaskPoints.FullMask()
                : new MaskPoints.UncertaintySampled(
                    points, config.at("/over").asDouble(3), config.at("/imp").asDouble(0.75)))
        .weights(weighted ? new LossWeights(ce, mask, dice) : new LossWeights(1, 1, 1))
        .matcher(new MatcherConfig(ce, mask, dice, matcherPoints))
        .build();
  }

  /** Leaves that collect gradients. */
  StageTensors stage(String level) {
    return new StageTensors(
        has(level + ".pred_logits") ? leaf(level + ".pred_logits") : null,
        leaf(level + ".pred_masks"));
  }

  private Tensor leaf(String name) {
    GoldenArray array = array(name);
    return Tensor.of(array.floats(), array.shape()).requiresGrad(true);
  }

  List<ImageTargets> targets() {
    List<ImageTargets> targets = new ArrayList<>();
    for (int image = 0; has("tgt.b" + image + ".labels"); image++) {
      GoldenArray masks = array("tgt.b" + image + ".masks");
      int height = (int) masks.shape()[1];
      int width = (int) masks.shape()[2];
      int pixels = height * width;
      List<BitMask> bits = new ArrayList<>();
      for (int target = 0; target < masks.shape()[0]; target++) {
        long[] words = new long[(pixels + 63) / 64];
        for (int i = 0; i < pixels; i++) {
          if (masks.values()[target * pixels + i] != 0) {
            words[i >> 6] |= 1L << i;
          }
        }
        bits.add(BitMask.of(height, width, words));
      }
      int[] labels = array("tgt.b" + image + ".labels").ints();
      targets.add(new ImageTargets(100 + image, labels, bits, height, width));
    }
    return targets;
  }

  int[] matchedQueries(String level, int image) {
    return array(level + ".b" + image + ".src").ints();
  }

  int[] matchedTargets(String level, int image) {
    return array(level + ".b" + image + ".tgt").ints();
  }

  /** The assignment of the saved float32 cost. */
  Assignment solved(String level, int image, int targets) {
    GoldenArray cost = array(level + ".b" + image + ".cost");
    return Assignment.solve(cost.values(), (int) cost.shape()[0], targets);
  }

  /** The saved points of the mask terms. */
  float[] points(String level, int image, int target) {
    GoldenArray coords = array(level + ".coords");
    return row(coords, pairIndex(level, image, target), (int) coords.shape()[1] * 2);
  }

  /** The saved draws, stage s being level s. */
  PointDraws draws(List<String> levels) {
    Map<String, GoldenArray> saved = new HashMap<>();
    for (JsonNode draw : meta.at("/draws")) {
      String key = draw.get("level").asString() + " " + draw.get("kind").asString();
      JsonNode image = draw.get("image");
      saved.put(image.isNull() ? key : key + image.asInt(), array(draw.get("file").asString()));
    }
    return (purpose, stage, image, instance, xy) -> {
      String level = levels.get(stage);
      GoldenArray values =
          saved.get(
              level
                  + switch (purpose) {
                    case MATCHER -> " matcher" + image;
                    case OVERSAMPLE -> " oversample";
                    case RANDOM -> " random";
                  });
      if (values == null) {
        throw new IllegalStateException(name() + " " + level + ": no draw " + purpose);
      }
      int index = purpose == DrawPurpose.MATCHER ? 0 : pairIndex(level, image, instance);
      System.arraycopy(row(values, index, xy.length), 0, xy, 0, xy.length);
    };
  }

  private static float[] row(GoldenArray array, int index, int length) {
    float[] row = new float[length];
    for (int i = 0; i < length; i++) {
      row[i] = (float) array.values()[index * length + i];
    }
    return row;
  }

  /** Position among all pairs of the level, images ascending, queries ascending. */
  private int pairIndex(String level, int image, int target) {
    int index = 0;
    for (int before = 0; before < image; before++) {
      index += matchedTargets(level, before).length;
    }
    int[] matched = matchedTargets(level, image);
    for (int i = 0; i < matched.length; i++) {
      if (matched[i] == target) {
        return index + i;
      }
    }
    throw new IllegalArgumentException(
        name() + " " + level + ": target " + target + " of image " + image + " is not matched");
  }

  /** The accurate unweighted value of a term, absent where the original has none. */
  Optional<Double> term(String level, String term) {
    String suffix = level.contains("aux") ? "_" + level.charAt(level.length() - 1) : "";
    JsonNode losses = meta.at("/calls").get(level.charAt(1) - '0').get("losses");
    JsonNode values = losses.get(term + suffix);
    return values == null
        ? Optional.empty()
        : Optional.of(values.get("unweighted_f64_pinned").asDouble());
  }
}
