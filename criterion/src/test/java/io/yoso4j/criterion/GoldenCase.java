package io.yoso4j.criterion;

import io.yoso4j.criterion.matching.Npy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One folder of reference values: inputs, draws, and what the original code makes of them. */
final class GoldenCase {
  private static final Pattern DRAW =
      Pattern.compile(
          "\"file\": \"(draw\\.\\d+)\".*?\"level\": \"([^\"]+)\",\\s*\"kind\": \"(\\w+)\",\\s*\"image\": (null|\\d+)",
          Pattern.DOTALL);
  private static final Pattern TERM =
      Pattern.compile(
          "\"(\\w+)\": \\{[^}]*?\"unweighted_f64_pinned\": ([-0-9.e+]+)[^}]*?\"weighted_f64_pinned\": ([-0-9.e+]+|null)",
          Pattern.DOTALL);

  private static final List<String> TERMS =
      List.of(
          StageResult.LOSS_CE,
          StageResult.LOSS_MASK,
          StageResult.LOSS_DICE,
          StageResult.LOSS_BBOX,
          StageResult.LOSS_GIOU,
          StageResult.CARDINALITY_ERROR,
          StageResult.CLASS_ERROR);

  final Path folder;
  final String name;
  private final String meta;

  GoldenCase(Path folder) {
    this.folder = folder;
    name = folder.getFileName().toString();
    try {
      meta = Files.readString(folder.resolve("meta.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String array) {
    return Files.exists(folder.resolve(array + ".npy"));
  }

  Npy array(String array) {
    return Npy.read(folder.resolve(array + ".npy"));
  }

  double number(String key, double fallback) {
    Matcher found = Pattern.compile("\"" + key + "\": ([-0-9.e+]+)").matcher(meta);
    return found.find() ? Double.parseDouble(found.group(1)) : fallback;
  }

  private double[] numbers(String key) {
    Matcher found = Pattern.compile("\"" + key + "\": \\[\\s*([^]]*?)\\s*]").matcher(meta);
    if (!found.find()) {
      throw new IllegalStateException(name + ": no " + key);
    }
    return Pattern.compile(",")
        .splitAsStream(found.group(1))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  boolean auxWeighted() {
    return meta.contains("\"aux_weighted\": true");
  }

  boolean matchesAtTarget() {
    return meta.contains("\"match_res\": \"target\"");
  }

  private boolean hasLevel(String level) {
    return has(level + ".pred_masks") || has(level + ".pred_boxes");
  }

  /** Levels in order: calls c0, c1, … each followed by its auxiliary levels. */
  List<String> levels() {
    List<String> levels = new ArrayList<>();
    for (int call = 0; hasLevel("c" + call); call++) {
      levels.add("c" + call);
      for (int aux = 0; hasLevel("c" + call + ".aux" + aux); aux++) {
        levels.add("c" + call + ".aux" + aux);
      }
    }
    return levels;
  }

  private SetCriterionConfig detr() {
    double[] w = numbers("w");
    double[] costs = numbers("matcher");
    return SetCriterionConfig.detr((int) number("C", 0)).toBuilder()
        .classification(new Classification.SoftmaxCrossEntropy(number("eos", 0.1)))
        .weights(new LossWeights(w[0], w[3], w[4], w[1], w[2]))
        .matcher(
            new MatcherConfig(
                costs[0],
                0,
                0,
                costs[1],
                costs[2],
                new MatcherPoints.PredictionGrid(),
                TargetFrame.OWN))
        .build();
  }

  SetCriterionConfig config(String level) {
    if (name.startsWith("detr")) {
      return detr();
    }
    double[] w = numbers("w");
    int numClasses = (int) number("C", 0);
    boolean yoso = name.startsWith("yoso");
    boolean weighted = !level.contains("aux") || auxWeighted();
    boolean baseline = name.startsWith("baseline");
    int points = (int) number("P", 1);
    MatcherPoints matcherPoints =
        baseline
            ? matchesAtTarget()
                ? new MatcherPoints.TargetGrid()
                : new MatcherPoints.PredictionGrid()
            : new MatcherPoints.SharedRandom(points);
    return SetCriterionConfig.yoso(numClasses).toBuilder()
        .classification(
            yoso
                ? new Classification.SoftmaxCrossEntropy(number("eos", 0.1))
                : new Classification.SigmoidFocal(0.25, 2))
        .maskPoints(
            baseline
                ? new MaskPoints.FullMask()
                : new MaskPoints.UncertaintySampled(points, number("over", 3), number("imp", 0.75)))
        .weights(weighted ? new LossWeights(w[0], w[1], w[2]) : new LossWeights(1, 1, 1))
        .matcher(new MatcherConfig(w[0], w[1], w[2], matcherPoints))
        .build();
  }

  StagePrediction prediction(String level) {
    @Nullable Npy logits = tensor(level + ".pred_logits");
    @Nullable Npy masks = tensor(level + ".pred_masks");
    @Nullable Npy boxes = tensor(level + ".pred_boxes");
    int[] shape = Objects.requireNonNull(masks != null ? masks : boxes).shape();
    return new StagePrediction(
        level,
        segment(logits),
        segment(masks),
        segment(boxes),
        shape[0],
        shape[1],
        logits == null ? 0 : logits.shape()[2],
        masks == null ? 0 : shape[2],
        masks == null ? 0 : shape[3]);
  }

  private @Nullable Npy tensor(String array) {
    return has(array) ? array(array) : null;
  }

  private static @Nullable MemorySegment segment(@Nullable Npy array) {
    return array == null ? null : MemorySegment.ofArray(array.floats());
  }

  List<ImageTargets> targets() {
    List<ImageTargets> targets = new ArrayList<>();
    for (int image = 0; has("tgt.b" + image + ".labels"); image++) {
      Npy masks = array("tgt.b" + image + ".masks");
      int height = masks.shape()[1];
      int width = masks.shape()[2];
      List<BitMask> bits = new ArrayList<>();
      for (int target = 0; target < masks.shape()[0]; target++) {
        long[] words = new long[(height * width + 63) / 64];
        for (int i = 0; i < height * width; i++) {
          if (masks.values()[target * height * width + i] != 0) {
            words[i >> 6] |= 1L << i;
          }
        }
        bits.add(BitMask.of(height, width, words));
      }
      Npy boxes = tensor("tgt.b" + image + ".boxes");
      targets.add(
          new ImageTargets(
              100 + image,
              array("tgt.b" + image + ".labels").ints(),
              bits,
              height,
              width,
              boxes == null ? null : boxes.floats(),
              null));
    }
    return targets;
  }

  Assignment assignment(String level, int image, int targetCount) {
    return Assignment.of(
        array(level + ".b" + image + ".src").ints(),
        array(level + ".b" + image + ".tgt").ints(),
        targetCount);
  }

  /**
   * Position of a matched target among all matched pairs of the batch, images ascending, queries
   * ascending.
   */
  int pairIndex(String level, int image, int target) {
    int index = 0;
    for (int before = 0; before < image; before++) {
      index += array(level + ".b" + before + ".tgt").values().length;
    }
    int[] matched = array(level + ".b" + image + ".tgt").ints();
    for (int i = 0; i < matched.length; i++) {
      if (matched[i] == target) {
        return index + i;
      }
    }
    throw new IllegalArgumentException(
        name + " " + level + ": target " + target + " of image " + image + " is not matched");
  }

  /** Replays the saved draws of the levels, each level being a stage of its own evaluation. */
  PointDraws draws(String level) {
    Map<String, float[]> saved = new HashMap<>();
    Matcher found = DRAW.matcher(meta);
    while (found.find()) {
      if (found.group(2).equals(level)) {
        saved.put(found.group(3) + found.group(4), array(found.group(1)).floats());
      }
    }
    return (purpose, _, image, instance, xy) -> {
      boolean shared = purpose == DrawPurpose.MATCHER;
      String key =
          shared
              ? "matcher" + image
              : purpose == DrawPurpose.OVERSAMPLE ? "oversamplenull" : "randomnull";
      float[] values = saved.get(key);
      if (values == null) {
        throw new IllegalStateException(name + " " + level + ": no draw " + key);
      }
      int from = shared ? 0 : pairIndex(level, image, instance) * xy.length;
      System.arraycopy(values, from, xy, 0, xy.length);
    };
  }

  /** The saved points of the mask terms. */
  float[] points(String level, int image, int target) {
    Npy coords = array(level + ".coords");
    int length = coords.shape()[1] * 2;
    float[] points = new float[length];
    System.arraycopy(coords.floats(), pairIndex(level, image, target) * length, points, 0, length);
    return points;
  }

  /** Unweighted and weighted values of a level's terms, without the suffix of auxiliary levels. */
  Map<String, double[]> terms(String level) {
    int call = level.charAt(1) - '0';
    String suffix = level.contains("aux") ? "_" + level.charAt(level.length() - 1) : "";
    String part = meta.substring(meta.indexOf("\"losses\""));
    for (int i = 0; i < call; i++) {
      part = part.substring(part.indexOf("\"losses\"", 1));
    }
    int end = part.indexOf("\"num_masks\"");
    Matcher found = TERM.matcher(part.substring(0, end));
    Map<String, double[]> terms = new HashMap<>();
    while (found.find()) {
      for (String term : TERMS) {
        if (found.group(1).equals(term + suffix)) {
          String weighted = found.group(3);
          terms.put(
              term,
              new double[] {
                Double.parseDouble(found.group(2)),
                weighted.equals("null") ? Double.NaN : Double.parseDouble(weighted)
              });
        }
      }
    }
    return terms;
  }
}
