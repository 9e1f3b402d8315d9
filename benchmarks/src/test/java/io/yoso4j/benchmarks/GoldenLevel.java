package io.yoso4j.benchmarks;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.DrawPurpose;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reference values of the original code for one level: a stage with its draws, terms and gradients.
 *
 * @param folder of the case
 * @param meta its description
 * @param level such as {@code c0} or {@code c1.aux0}
 */
record GoldenLevel(Path folder, JsonNode meta, String level) {

  /** All levels of the case in the folder. */
  static List<GoldenLevel> of(Path folder) {
    JsonNode meta = new JsonMapper().readTree(folder.resolve("meta.json").toFile());
    List<GoldenLevel> levels = new ArrayList<>();
    for (JsonNode call : meta.get("calls")) {
      for (JsonNode level : call.get("levels")) {
        levels.add(new GoldenLevel(folder, meta, level.get("name").asString()));
      }
    }
    return levels;
  }

  String caseName() {
    return folder.getFileName().toString();
  }

  private boolean has(String array) {
    return Files.exists(folder.resolve(array + ".npy"));
  }

  private NpyArray array(String array) {
    return NpyArray.read(folder.resolve(array + ".npy"));
  }

  private double number(String key, double fallback) {
    JsonNode value = meta.get("config").get(key);
    return value == null ? fallback : value.asDouble();
  }

  private boolean isAuxiliary() {
    return level.contains("aux");
  }

  SetCriterionConfig config() {
    JsonNode w = meta.get("config").get("w");
    boolean full = caseName().startsWith("baseline");
    boolean weighted = !isAuxiliary() || meta.get("config").has("aux_weighted");
    int points = (int) number("P", 1);
    JsonNode resolution = meta.get("config").get("match_res");
    MatcherPoints matcherPoints =
        !full
            ? new MatcherPoints.SharedRandom(points)
            : "target".equals(resolution == null ? "" : resolution.asString())
                ? new MatcherPoints.TargetGrid()
                : new MatcherPoints.PredictionGrid();
    double ofClass = w.get(0).asDouble();
    double ofMask = w.get(1).asDouble();
    double ofDice = w.get(2).asDouble();
    return SetCriterionConfig.yoso((int) number("C", 0)).toBuilder()
        .classification(
            caseName().startsWith("yoso")
                ? new Classification.SoftmaxCrossEntropy(number("eos", 0.1))
                : new Classification.SigmoidFocal(0.25, 2))
        .maskPoints(
            full
                ? new MaskPoints.FullMask()
                : new MaskPoints.UncertaintySampled(points, number("over", 3), number("imp", 0.75)))
        .weights(weighted ? new LossWeights(ofClass, ofMask, ofDice) : new LossWeights(1, 1, 1))
        .matcher(new MatcherConfig(ofClass, ofMask, ofDice, matcherPoints))
        .build();
  }

  StagePrediction prediction() {
    NpyArray masks = array(level + ".pred_masks");
    int[] shape = masks.shape();
    NpyArray logits = has(level + ".pred_logits") ? array(level + ".pred_logits") : null;
    return new StagePrediction(
        level,
        logits == null ? null : MemorySegment.ofArray(logits.floats()),
        MemorySegment.ofArray(masks.floats()),
        shape[0],
        shape[1],
        logits == null ? 0 : logits.shape()[2],
        shape[2],
        shape[3]);
  }

  List<ImageTargets> targets() {
    List<ImageTargets> targets = new ArrayList<>();
    for (int image = 0; has("tgt.b" + image + ".labels"); image++) {
      NpyArray masks = array("tgt.b" + image + ".masks");
      int height = masks.shape()[1];
      int width = masks.shape()[2];
      List<BitMask> bits = new ArrayList<>();
      for (int target = 0; target < masks.shape()[0]; target++) {
        long[] words = new long[Math.ceilDiv(height * width, Long.SIZE)];
        for (int i = 0; i < height * width; i++) {
          if (masks.values()[target * height * width + i] != 0) {
            words[i >> 6] |= 1L << i;
          }
        }
        bits.add(BitMask.of(height, width, words));
      }
      int[] labels = array("tgt.b" + image + ".labels").ints();
      targets.add(new ImageTargets(image, labels, bits, height, width));
    }
    return targets;
  }

  /** The recorded draws. */
  OperatorDraws draws() {
    return new OperatorDraws() {
      @Override
      public Tensor shared(int stage, int image, int points) {
        return tensor(recorded(DrawPurpose.MATCHER, image));
      }

      @Override
      public Tensor ofPairs(DrawPurpose purpose, int stage, MatchedPairs pairs, int points) {
        return tensor(recorded(purpose, -1));
      }
    };
  }

  private static Tensor tensor(NpyArray array) {
    return OperatorBatch.copyOf(
        array.floats(), Arrays.stream(array.shape()).asLongStream().toArray());
  }

  private NpyArray recorded(DrawPurpose purpose, int image) {
    for (JsonNode draw : meta.get("draws")) {
      if (draw.get("level").asString().equals(level)
          && draw.get("kind").asString().equals(purpose.name().toLowerCase(Locale.ROOT))
          && (draw.get("image").isNull() ? -1 : draw.get("image").asInt()) == image) {
        return array(draw.get("file").asString());
      }
    }
    throw new IllegalStateException(caseName() + " " + level + ": no draw for " + purpose);
  }

  /** Unweighted float64 value of a term, NaN if the level has none. */
  double term(String name) {
    JsonNode losses = meta.get("calls").get(level.charAt(1) - '0').get("losses");
    String suffix = isAuxiliary() ? "_" + level.charAt(level.length() - 1) : "";
    JsonNode term = losses.get(name + suffix);
    return term == null ? Double.NaN : term.get("unweighted_f64_pinned").asDouble();
  }

  /** Recorded pairs as (image, query, target). */
  List<int[]> pairs() {
    List<int[]> pairs = new ArrayList<>();
    for (int image = 0; has(level + ".b" + image + ".src"); image++) {
      int[] queries = array(level + ".b" + image + ".src").ints();
      int[] targets = array(level + ".b" + image + ".tgt").ints();
      for (int i = 0; i < queries.length; i++) {
        pairs.add(new int[] {image, queries[i], targets[i]});
      }
    }
    return pairs;
  }

  /** Gradient of {@code pred_logits} or {@code pred_masks} in float64, null where it is zero. */
  double @Nullable [] gradient(String input) {
    String name = "grad." + level + "." + input + ".f64";
    return has(name) ? array(name).values() : null;
  }
}
