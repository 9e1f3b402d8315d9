package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.CostParts;
import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.Explanation;
import io.yoso4j.criterion.ImageExplanation;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.NonFinite;
import io.yoso4j.criterion.PairExplanation;
import io.yoso4j.criterion.Pins;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.PointSample;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.criterion.StageResult;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.conformance.LossEngine;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link DeviceCriterion} as an engine under test, on copies of the predictions. Reports costs as
 * their totals only, parts and gradient shares are left 0; gradients are always dense.
 */
public final class TensorLossEngine implements LossEngine {
  private final Device device;
  private final long maxElements;

  private TensorLossEngine(Device device, long maxElements) {
    this.device = device;
    this.maxElements = maxElements;
  }

  /** An engine that evaluates on {@code device}, which must be there. */
  public static TensorLossEngine on(Device device) {
    return on(device, DeviceCriterion.MAX_ELEMENTS);
  }

  /**
   * @param maxElements values a tensor over points may hold; more are taken in turns
   */
  static TensorLossEngine on(Device device, long maxElements) {
    return new TensorLossEngine(device, maxElements);
  }

  @Override
  public Explanation evaluate(
      SetCriterionConfig config,
      List<StagePrediction> stages,
      List<ImageTargets> targets,
      PointDraws draws,
      SegmentAllocator gradients,
      Pins pins) {
    try (TensorScope _ = TensorScope.open();
        DeviceCriterion criterion = DeviceCriterion.create(config, maxElements)) {
      List<StageOutputs> outputs = stages.stream().map(this::leaves).toList();
      try (DeviceCriterion.Loss loss = criterion.evaluate(outputs, targets, draws, pins, true)) {
        loss.backward();
        return new Explanation(
            result(loss.report(), stages, outputs, gradients),
            images(config, loss, stages, targets));
      }
    }
  }

  private StageOutputs leaves(StagePrediction stage) {
    long batch = stage.batch();
    long queries = stage.queries();
    return new StageOutputs(
        leaf(stage.logits(), batch, queries, stage.columns()),
        leaf(stage.masks(), batch, queries, stage.height(), stage.width()),
        leaf(stage.boxes(), batch, queries, 4));
  }

  private @Nullable Tensor leaf(@Nullable MemorySegment values, long... shape) {
    return values == null
        ? null
        : Tensor.of(values.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED), shape)
            .to(device)
            .requiresGrad(true);
  }

  private static CriterionResult result(
      LossReport report,
      List<StagePrediction> stages,
      List<StageOutputs> outputs,
      SegmentAllocator gradients) {
    List<StageResult> results = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      StageLoss loss = report.stages().get(i);
      StageOutputs leaves = outputs.get(i);
      results.add(
          new StageResult(
              stages.get(i).name(),
              loss.losses(),
              loss.weighted(),
              loss.assignments(),
              gradient(leaves.logits(), gradients),
              gradient(leaves.masks(), gradients),
              gradient(leaves.boxes(), gradients)));
    }
    List<NonFinite> nonFinite = new ArrayList<>();
    for (NonFinite place : report.nonFinite()) {
      int stage = Integer.parseInt(place.stage().substring(1));
      nonFinite.add(
          new NonFinite(stages.get(stage).name(), place.imageId(), place.query(), place.term()));
    }
    return new CriterionResult(report.total(), report.numMasks(), results, nonFinite);
  }

  private static @Nullable MemorySegment gradient(
      @Nullable Tensor leaf, SegmentAllocator gradients) {
    return leaf == null
        ? null
        : gradients.allocateFrom(
            ValueLayout.JAVA_FLOAT, Objects.requireNonNull(leaf.grad()).toFloats());
  }

  private static List<ImageExplanation> images(
      SetCriterionConfig config,
      DeviceCriterion.Loss loss,
      List<StagePrediction> stages,
      List<ImageTargets> targets) {
    List<List<PairExplanation>> pairs = new ArrayList<>();
    for (int i = 0; i < stages.size() * targets.size(); i++) {
      pairs.add(new ArrayList<>());
    }
    loss.groups().forEach(group -> addPairs(config, group, targets.size(), pairs));
    List<ImageExplanation> images = new ArrayList<>();
    for (int stage = 0; stage < stages.size(); stage++) {
      for (int image = 0; image < targets.size(); image++) {
        Assignment assignment = loss.matching().assignments().get(stage).get(image);
        images.add(
            new ImageExplanation(
                stages.get(stage).name(),
                image,
                targets.get(image).imageId(),
                assignment,
                costs(
                    stages.get(stage).queries(),
                    targets.get(image).count(),
                    loss.matching().costs().get(stage).get(image)),
                pairs.get(stage * targets.size() + image),
                Map.of()));
      }
    }
    return images;
  }

  private static CostParts costs(int queries, int targets, double[] total) {
    double[] none = new double[total.length];
    return new CostParts(queries, targets, total, none, none, none, none, none);
  }

  private static void addPairs(
      SetCriterionConfig config,
      GroupLoss group,
      int images,
      List<List<PairExplanation>> ofImages) {
    MaskTerms terms = group.masks();
    if (terms == null) {
      return;
    }
    float[] pointwise = terms.pointwise().toFloats();
    float[] dice = terms.dice().toFloats();
    for (int i = 0; i < pointwise.length; i++) {
      MatchedPairs.Pair pair = group.pairs().all().get(i);
      ofImages
          .get(pair.stage() * images + pair.image())
          .add(
              new PairExplanation(
                  pair.query(),
                  pair.target(),
                  pointwise[i],
                  dice[i],
                  points(config, terms.sample(), i)));
    }
  }

  /** The points that take part; none for the full mask. */
  private static PointSample points(
      SetCriterionConfig config, @Nullable PairSample sample, int pair) {
    if (sample == null || sample.points() == null) {
      return new PointSample(new float[0], new float[0], new float[0], new float[0], 0);
    }
    int kept =
        config.maskPoints() instanceof MaskPoints.UncertaintySampled sampled
            ? sampled.uncertainPoints()
            : 0;
    int uncertain = 0;
    float[] xy = sample.points().select(0, pair).toFloats();
    float[] logits = sample.logits().select(0, pair).toFloats();
    float[] labels = sample.labels().select(0, pair).toFloats();
    Tensor visible = sample.visible();
    float[] weights = visible == null ? null : visible.select(0, pair).toFloats();
    int n = 0;
    for (int i = 0; i < logits.length; i++) {
      if (weights == null || weights[i] > 0) {
        uncertain += i < kept ? 1 : 0;
        xy[2 * n] = xy[2 * i];
        xy[2 * n + 1] = xy[2 * i + 1];
        logits[n] = logits[i];
        labels[n++] = labels[i];
      }
    }
    return PointSample.of(
        Arrays.copyOf(xy, 2 * n),
        Arrays.copyOf(logits, n),
        Arrays.copyOf(labels, n),
        config.maskTerm(),
        uncertain);
  }
}
