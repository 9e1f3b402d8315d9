package io.yoso4j.train.lab;

import io.yoso4j.criterion.CriterionTimes;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.YosoNetwork;
import io.yoso4j.train.TrainedModel;
import io.yoso4j.train.config.AugmentSettings;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.criterion.ConfiguredCriterion;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Times the losses of all variants in turns on the same inputs: what a trained network says of
 * validation images, at the size it was trained with and enlarged, against targets of four times
 * that size. A loss with the full mask whose counterpart with points is no variant has it timed
 * nevertheless.
 */
final class EfficiencyMeter {
  private static final long MOST_BYTES = 1L << 27;
  private static final long ALIGNMENT = 64;
  private static final int WARM_UP = 2;

  /** Java compiles loops to their full speed only after a while. */
  private static final double WARM_UP_SECONDS = 3;

  /** At a further size: code compiled for one may be given up at the next. */
  private static final double AGAIN_SECONDS = 1;

  /** Of the trainings' time: short comparisons are not made long by it. */
  private static final double WARM_UP_SHARE = 0.01;

  private static final int LEAST_SAMPLES = 5;
  private static final int MOST_SAMPLES = 25;
  private static final double SECONDS_EACH = 1;

  /**
   * The rows of the result, and what they come from.
   *
   * @param rows by size, then variant
   * @param milliseconds of every round, by variant and size
   */
  record Measured(List<Efficiency> rows, Map<String, List<List<Double>>> milliseconds) {}

  private final LabPlan plan;
  private final VariantConfig configs;
  private final Optional<PointsPair> pair;
  private final CocoDataset val;
  private double warmUpSeconds;

  /**
   * @param pair whose points are timed, too, if no variant has them
   * @param trainingSeconds of all trainings
   */
  EfficiencyMeter(
      LabPlan plan,
      VariantConfig configs,
      Optional<PointsPair> pair,
      CocoDataset val,
      double trainingSeconds) {
    this.plan = plan;
    this.configs = configs;
    this.pair = pair;
    this.val = val;
    warmUpSeconds = Math.min(WARM_UP_SECONDS, WARM_UP_SHARE * trainingSeconds);
  }

  /**
   * @param run a trained run
   * @param config of the run
   * @param shares of the training time that went to each variant's loss, by name
   */
  Measured measure(Path run, TrainConfig config, Map<String, Double> shares) {
    List<Efficiency> rows = new ArrayList<>();
    Map<String, List<List<Double>>> milliseconds = new LinkedHashMap<>();
    List<VariantPlan> losses = new ArrayList<>(plan.variants());
    pair.filter(two -> !two.trained()).ifPresent(two -> losses.add(two.points()));
    try (TrainedModel model = TrainedModel.open(run, TrainedModel.Weights.LAST, config)) {
      AugmentSettings augment = configs.base().augment();
      MaskSize own = MaskSize.ofImages(augment.sampleHeight(), augment.sampleWidth());
      List<MaskSize> sizes = own.toMeasure();
      int batch = batch(sizes.getLast());
      List<StagePrediction> stages =
          ProbeImages.predict(model.network(), read(own, batch).batches().getFirst());
      for (MaskSize size : sizes) {
        List<ImageTargets> targets = ProbeImages.targets(read(size, batch).batches().getFirst());
        List<LossTiming> timings = time(losses, model.network(), resized(stages, size), targets);
        for (int i = 0; i < timings.size(); i++) {
          String name = losses.get(i).name();
          boolean asTrained = size.equals(own);
          rows.add(
              row(
                  name,
                  size,
                  asTrained,
                  stages,
                  targets,
                  timings.get(i),
                  asTrained ? shares.get(name) : null));
          milliseconds.computeIfAbsent(name, _ -> new ArrayList<>()).add(timings.get(i).totals());
        }
      }
    }
    return new Measured(rows, milliseconds);
  }

  private int batch(MaskSize largest) {
    long bytes =
        (long) configs.base().model().numQueries()
            * (configs.base().model().numStages() + 1)
            * largest.height()
            * largest.width()
            * Float.BYTES;
    return Math.clamp(MOST_BYTES / bytes, 1, configs.base().train().batchSize());
  }

  private ProbeImages read(MaskSize size, int batch) {
    TrainConfig still =
        configs.still(plan.seeds().getFirst(), size.imageHeight(), size.imageWidth(), batch);
    return ProbeImages.read(val, still, batch);
  }

  private List<LossTiming> time(
      List<VariantPlan> losses,
      YosoNetwork network,
      List<StagePrediction> stages,
      List<ImageTargets> targets) {
    try (Arena arena = Arena.ofConfined()) {
      return time(losses, network, stages, targets, gradients(stages, arena));
    }
  }

  /** For the gradients of one evaluation after the other, as in a training. */
  private static MemorySegment gradients(List<StagePrediction> stages, Arena arena) {
    long bytes =
        stages.stream()
            .flatMap(stage -> Stream.of(stage.logits(), stage.masks()))
            .filter(Objects::nonNull)
            .mapToLong(values -> values.byteSize() + ALIGNMENT)
            .sum();
    return arena.allocate(bytes, ALIGNMENT);
  }

  private List<LossTiming> time(
      List<VariantPlan> losses,
      YosoNetwork network,
      List<StagePrediction> stages,
      List<ImageTargets> targets,
      MemorySegment gradients) {
    List<LossTiming> timings =
        losses.stream()
            .map(variant ->
                new LossTiming(
                    ConfiguredCriterion.of(configs.loss(variant), plan.classes().size()),
                    stages,
                    targets,
                    gradients,
                    network.device()))
            .toList();
    warmUp(timings);
    long until = Long.MAX_VALUE;
    for (int round = -WARM_UP; round < MOST_SAMPLES; round++) {
      if (round == 0) {
        until = System.nanoTime() + (long) (SECONDS_EACH * 1e9 * timings.size());
      }
      if (round >= LEAST_SAMPLES && System.nanoTime() > until) {
        break;
      }
      int current = round;
      timings.forEach(timing -> timing.run(current + WARM_UP, current >= 0));
    }
    return timings;
  }

  private void warmUp(List<LossTiming> timings) {
    long until = System.nanoTime() + (long) (warmUpSeconds * 1e9 * timings.size());
    while (System.nanoTime() < until) {
      timings.forEach(timing -> timing.run(0, false));
    }
    warmUpSeconds = Math.min(warmUpSeconds, AGAIN_SECONDS);
  }

  /** The same predictions with larger or smaller masks. */
  private static List<StagePrediction> resized(List<StagePrediction> stages, MaskSize size) {
    return stages.stream().map(stage -> resized(stage, size)).toList();
  }

  private static StagePrediction resized(StagePrediction stage, MaskSize size) {
    if (stage.height() == size.height() && stage.width() == size.width()) {
      return stage;
    }
    MemorySegment logits = stage.logits();
    float[] masks = Objects.requireNonNull(stage.masks()).toArray(ValueLayout.JAVA_FLOAT);
    try (TensorScope _ = TensorScope.open()) {
      Tensor larger =
          Functional.interpolateBilinear(
              Tensor.of(masks, stage.batch(), stage.queries(), stage.height(), stage.width()),
              size.height(),
              size.width());
      return StagePrediction.of(
          stage.name(),
          logits == null ? new float[0] : logits.toArray(ValueLayout.JAVA_FLOAT),
          larger.toFloats(),
          stage.batch(),
          stage.queries(),
          size.height(),
          size.width());
    }
  }

  private Efficiency row(
      String variant,
      MaskSize size,
      boolean asTrained,
      List<StagePrediction> stages,
      List<ImageTargets> targets,
      LossTiming timing,
      @Nullable Double share) {
    double objects = targets.stream().mapToInt(ImageTargets::count).average().orElse(0);
    return new Efficiency(
        variant,
        size.height(),
        size.width(),
        size.imageHeight(),
        size.imageWidth(),
        asTrained,
        targets.size(),
        configs.base().train().batchSize(),
        timing.threads(),
        stages.getFirst().queries(),
        (int) Math.round(objects),
        stages.size(),
        timing.samples(),
        timing.part(CriterionTimes::matchingNanos),
        timing.part(CriterionTimes::samplingNanos),
        timing.part(CriterionTimes::lossNanos),
        timing.part(CriterionTimes::gradientNanos),
        TurnListener.median(timing.totals(), 0),
        timing.allocatedBytes(),
        share);
  }
}
