package io.yoso4j.criterion;

import io.yoso4j.criterion.PhaseClock.Phase;
import io.yoso4j.criterion.kernels.PointBuffer;
import io.yoso4j.criterion.loss.FocalMaskLoss;
import io.yoso4j.criterion.loss.MaskLoss;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Mask terms of matched pairs and the gradient of their predictions, with one thread's buffers. */
final class PairTask {
  private final SetCriterionConfig config;
  private final BatchScale scale;
  private final PointDraws draws;
  private final Pins pins;
  private final Workspace work;
  private final PhaseClock clock;
  private int uncertain;

  PairTask(
      SetCriterionConfig config,
      BatchScale scale,
      PointDraws draws,
      Pins pins,
      Workspace work,
      PhaseClock clock) {
    this.config = config;
    this.scale = scale;
    this.draws = draws;
    this.pins = pins;
    this.work = work;
    this.clock = clock;
  }

  /**
   * Evaluates one pair.
   *
   * @param gradients receives a plane
   * @param plane which one
   * @param explained receives points and gradient magnitudes, or null
   */
  MaskLoss evaluate(
      MatchedPair pair,
      MemorySegment masks,
      MemorySegment gradients,
      long plane,
      PairExplanation @Nullable [] explained,
      double @Nullable [] magnitudes) {
    StagePrediction stage = pair.job().stage();
    int height = stage.height();
    int width = stage.width();
    long start = clock.now();
    work.loadPlane(masks, (long) pair.image() * stage.queries() + pair.query(), height, width);
    start = clock.lap(Phase.SAMPLING, start);
    work.clearGradient(height, width);
    clock.lap(Phase.GRADIENT, start);
    MaskLoss loss;
    if (config.maskPoints() instanceof MaskPoints.FullMask) {
      loss = fullMask(pair, height, width);
    } else {
      loss = points(pair, height, width);
    }
    if (explained != null && magnitudes != null) {
      explain(pair, loss, explained, magnitudes);
    }
    start = clock.now();
    work.storeGradient(gradients, plane, height, width);
    clock.lap(Phase.GRADIENT, start);
    return loss;
  }

  private MaskLoss points(MatchedPair pair, int height, int width) {
    long start = clock.now();
    PointBuffer points = work.points;
    choose(pair, points, height, width);
    reserve(points.count);
    work.kernels.labels(
        pair.mask().plane(),
        points.x,
        points.y,
        points.count,
        scale.height(),
        scale.width(),
        work.labels);
    start = clock.lap(Phase.SAMPLING, start);
    MaskLoss loss = loss(points.logits, points.count);
    start = clock.lap(Phase.LOSS, start);
    work.kernels.scatter(
        work.gradientPlane, height, width, points.x, points.y, work.gradient, points.count);
    clock.lap(Phase.GRADIENT, start);
    return loss;
  }

  private MaskLoss fullMask(MatchedPair pair, int height, int width) {
    long start = clock.now();
    PointBuffer points = work.points;
    FullMaskGrid grid = new FullMaskGrid(height, width, scale.height(), scale.width());
    grid.read(pair, config.ignoreRegions(), work, points);
    start = clock.lap(Phase.SAMPLING, start);
    MaskLoss loss = loss(points.logits, points.count);
    start = clock.lap(Phase.LOSS, start);
    grid.scatter(work, points.count);
    clock.lap(Phase.GRADIENT, start);
    return loss;
  }

  private void reserve(int count) {
    work.labels = Workspace.atLeast(work.labels, count + PointBuffer.SLACK);
    work.gradient = Workspace.atLeast(work.gradient, count + PointBuffer.SLACK);
  }

  private MaskLoss loss(float[] logits, int count) {
    double maskScale = config.weights().mask() / scale.numMasks();
    double diceScale = config.weights().dice() / scale.numMasks();
    return switch (config.maskTerm()) {
      case MaskTerm.BinaryCrossEntropy() ->
          work.kernels.maskLoss(logits, work.labels, count, maskScale, diceScale, work.gradient);
      case MaskTerm.Focal(double alpha, double gamma) ->
          new FocalMaskLoss(alpha, gamma)
              .evaluate(logits, work.labels, count, maskScale, diceScale, work.gradient);
    };
  }

  private void choose(MatchedPair pair, PointBuffer points, int height, int width) {
    int stage = pair.job().index();
    uncertain = 0;
    float[] pinned = pins.points(stage, pair.image(), pair.target());
    if (pinned != null) {
      DrawnPoints.set(work, pinned, pinned.length / 2, points);
      work.kernels.sample(
          work.plane, height, width, points.x, points.y, points.count, points.logits);
      return;
    }
    points.count = 0;
    int fresh =
        switch (config.maskPoints()) {
          case MaskPoints.UncertaintySampled sampled -> {
            if (sampled.uncertainPoints() > 0) {
              chooseUncertain(pair, sampled, points, height, width);
            }
            yield sampled.numPoints() - sampled.uncertainPoints();
          }
          case MaskPoints.RandomPoints(int numPoints) -> numPoints;
          case MaskPoints.FullMask() ->
              throw new IllegalStateException("a full mask has no points to choose");
        };
    if (fresh > 0) {
      PointBuffer drawn = draw(pair, DrawPurpose.RANDOM, fresh, work.fresh, height, width);
      points.append(drawn);
    }
  }

  private void chooseUncertain(
      MatchedPair pair,
      MaskPoints.UncertaintySampled sampled,
      PointBuffer points,
      int height,
      int width) {
    PointBuffer candidates =
        draw(pair, DrawPurpose.OVERSAMPLE, sampled.candidates(), work.candidates, height, width);
    int kept = Math.min(sampled.uncertainPoints(), candidates.count);
    points.reserve(sampled.numPoints());
    work.kernels.select(candidates, kept, points);
    uncertain = points.count;
  }

  private PointBuffer draw(
      MatchedPair pair, DrawPurpose purpose, int count, PointBuffer into, int height, int width) {
    DrawnPoints.draw(
        work, draws, purpose, pair.job().index(), pair.image(), pair.target(), count, into);
    work.kernels.sample(work.plane, height, width, into.x, into.y, count, into.logits);
    IgnoredRegion.of(config.ignoreRegions(), pair.targets())
        .removeFrom(into, scale.height(), scale.width());
    return into;
  }

  private void explain(
      MatchedPair pair, MaskLoss loss, PairExplanation[] explained, double[] magnitudes) {
    PointBuffer points = work.points;
    int n = points.count;
    boolean full = config.maskPoints() instanceof MaskPoints.FullMask;
    float[] xy = new float[full ? 0 : 2 * n];
    for (int i = 0; i < xy.length / 2; i++) {
      xy[2 * i] = points.x[i];
      xy[2 * i + 1] = points.y[i];
    }
    explained[0] =
        new PairExplanation(
            pair.query(),
            pair.target(),
            loss.crossEntropy(),
            loss.dice(),
            PointSample.of(
                xy,
                Arrays.copyOf(points.logits, n),
                Arrays.copyOf(work.labels, n),
                config.maskTerm(),
                uncertain));
    LossWeights weights = config.weights();
    magnitudes[0] = magnitude(points.logits, n, weights.mask(), 0);
    magnitudes[1] = magnitude(points.logits, n, 0, weights.dice());
  }

  private double magnitude(float[] logits, int n, double maskWeight, double diceWeight) {
    float[] gradient = new float[n + PointBuffer.SLACK];
    double mask = maskWeight / scale.numMasks();
    double dice = diceWeight / scale.numMasks();
    switch (config.maskTerm()) {
      case MaskTerm.BinaryCrossEntropy() ->
          work.kernels.maskLoss(logits, work.labels, n, mask, dice, gradient);
      case MaskTerm.Focal(double alpha, double gamma) ->
          new FocalMaskLoss(alpha, gamma).evaluate(logits, work.labels, n, mask, dice, gradient);
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.abs(gradient[i]);
    }
    return sum;
  }
}
