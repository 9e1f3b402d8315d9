package io.yoso4j.train.conformance;

import static io.yoso4j.train.conformance.CaseFiles.ANY;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.NumMasksReducer;
import io.yoso4j.criterion.Pins;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.criterion.StageResult;
import io.yoso4j.data.DataException;
import io.yoso4j.train.config.ConfigException;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.criterion.ConfiguredCriterion;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replays a {@link FailedStep}: the loss of its recorded predictions, with its own configuration,
 * random points and divisors, must come to what it came to then, and be not finite in the same
 * places.
 */
final class FailedStepCheck {
  private static final int MAX_STAGES = 1 << 10;
  private static final int MAX_CLASSES = 1 << 20;

  private final CaseFiles files;
  private final JsonFields meta;
  private final LossEngine engine;
  private final Findings findings;

  FailedStepCheck(Path folder, JsonFields meta, LossEngine engine, Findings findings) {
    files = new CaseFiles(folder);
    this.meta = meta;
    this.engine = engine;
    this.findings = findings;
  }

  /** Whether a {@code meta.json} is of a failed step. */
  static boolean describes(JsonFields meta) {
    return meta.has("family") && meta.text("family").equals(FailedStep.FAMILY);
  }

  /**
   * @throws DataException if a file is missing or malformed
   */
  void run() {
    JsonFields draws = meta.object("draws");
    long[] imageIds = draws.longs("image_ids");
    int classes = meta.whole("num_classes", 1);
    if (classes > MAX_CLASSES) {
      throw new DataException(
          "%s: \"num_classes\" is %d, but must be at most %d"
              .formatted(meta.where(), classes, MAX_CLASSES));
    }
    List<ImageTargets> targets = new ArrayList<>();
    for (int image = 0; image < imageIds.length; image++) {
      targets.add(targets("tgt.b" + image + ".", imageIds[image], classes));
    }
    CriterionResult result =
        engine
            .evaluate(
                config(classes),
                stages(imageIds.length),
                targets,
                PointDraws.counterBased(
                    draws.longNumber("seed"), draws.longNumber("step"), imageIds),
                Arena.ofAuto(),
                Pins.NONE)
            .result();
    findings.note("recorded: " + meta.text("reason"));
    compare(result);
  }

  private SetCriterionConfig config(int classes) {
    Path yaml = files.folder().resolve("config.yaml");
    try {
      return ConfiguredCriterion.of(ConfigLoader.read(yaml, List.of()).loss(), classes).toBuilder()
          .numMasksReducer(divisors())
          .build();
    } catch (ConfigException e) {
      throw new DataException(yaml + ": " + e.getMessage(), e);
    }
  }

  /**
   * Those of then: with several batches to the step, or several ranks, they are of more images than
   * those recorded.
   */
  private NumMasksReducer divisors() {
    JsonFields divisors = meta.object("divisors");
    double numMasks = divisor(divisors, "num_masks");
    @Nullable Double classWeights =
        divisors.has("class_weights") ? divisor(divisors, "class_weights") : null;
    return new NumMasksReducer() {
      @Override
      public double average(long targets) {
        return numMasks;
      }

      @Override
      public double averageClassWeights(double sum) {
        return classWeights == null ? sum : classWeights;
      }
    };
  }

  private static double divisor(JsonFields fields, String key) {
    double value = fields.numberOrWord(key);
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new DataException(
          "%s: \"%s\" must be a finite number of at least 0, but is %s"
              .formatted(fields.where(), key, value));
    }
    return value;
  }

  private ImageTargets targets(String prefix, long imageId, int classes) {
    int[] labels = files.readIndices(prefix + "labels", ANY, classes);
    NpyArray masks = files.read(prefix + "masks", NpyType.UINT8, labels.length, ANY, ANY);
    int height = masks.shape()[1];
    int width = masks.shape()[2];
    List<BitMask> bits = LossCase.bits(masks);
    ImageTargets targets = new ImageTargets(imageId, labels, bits, height, width);
    return files.has(prefix + "ignore")
        ? targets.withIgnore(
            LossCase.bits(files.read(prefix + "ignore", NpyType.UINT8, 1, height, width))
                .getFirst())
        : targets;
  }

  private List<StagePrediction> stages(int batch) {
    List<StagePrediction> stages = new ArrayList<>();
    while (stages.size() < MAX_STAGES) {
      Level level = Level.ofCall(stages.size());
      String logitsName = level.array("pred_logits");
      String masksName = level.array("pred_masks");
      if (!files.has(logitsName) && !files.has(masksName)) {
        break;
      }
      NpyArray logits =
          files.has(logitsName) ? files.read(logitsName, NpyType.FLOAT32, batch, ANY, ANY) : null;
      int queries = logits == null ? ANY : logits.shape()[1];
      NpyArray masks = null;
      if (files.has(masksName)) {
        masks = files.read(masksName, NpyType.FLOAT32, batch, queries, ANY, ANY);
        queries = masks.shape()[1];
      }
      stages.add(
          new StagePrediction(
              "s" + stages.size(),
              memory(logits),
              memory(masks),
              null,
              batch,
              queries,
              logits == null ? 0 : logits.shape()[2],
              masks == null ? 0 : masks.shape()[2],
              masks == null ? 0 : masks.shape()[3]));
    }
    if (stages.isEmpty()) {
      throw new DataException(files.path("c0.pred_masks") + ": no such file");
    }
    return stages;
  }

  private static @Nullable MemorySegment memory(@Nullable NpyArray array) {
    return array == null ? null : MemorySegment.ofArray(array.floats());
  }

  private void compare(CriterionResult result) {
    compare("total", result.total(), meta.numberOrWord("total"));
    JsonFields weighted = meta.object("weighted");
    for (StageResult stage : result.stages()) {
      JsonFields terms = weighted.object(stage.name());
      for (String term : terms.keys().stream().sorted().toList()) {
        compare(
            stage.name() + " " + term,
            stage.weighted().getOrDefault(term, Double.NaN),
            terms.numberOrWord(term));
      }
    }
    List<String> found = result.nonFinite().stream().map(FailedStep::place).toList();
    found.forEach(place -> findings.note("not finite: " + place));
    if (!found.equals(meta.texts("non_finite"))) {
      findings.measured(
          Deviation.Kind.TERM,
          "places that are not finite",
          "recorded",
          Double.POSITIVE_INFINITY,
          0);
    }
  }

  private void compare(String name, double actual, double expected) {
    findings.compared(
        Deviation.Kind.TERM,
        name,
        "recorded",
        Deviation.relative(new double[] {actual}, new double[] {expected}),
        null);
  }
}
