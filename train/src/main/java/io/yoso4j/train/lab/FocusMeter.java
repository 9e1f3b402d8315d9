package io.yoso4j.train.lab;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.Explanation;
import io.yoso4j.criterion.ImageExplanation;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.PairExplanation;
import io.yoso4j.criterion.Pins;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.PointSample;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures where the mask terms of a loss look, against uniform points of the same pairs. */
final class FocusMeter {
  /** Uniform points of a pair where a full mask says no number. */
  private static final int UNIFORM_POINTS = 1024;

  private final SetCriterionConfig config;
  private final SetCriterionConfig uniform;
  private final boolean allAlike;
  private final Sums own = new Sums();
  private final Sums random = new Sums();

  FocusMeter(SetCriterionConfig config) {
    this.config = config;
    int points =
        switch (config.maskPoints()) {
          case MaskPoints.UncertaintySampled sampled -> sampled.numPoints();
          case MaskPoints.RandomPoints(int numPoints) -> numPoints;
          case MaskPoints.FullMask() -> UNIFORM_POINTS;
        };
    uniform = config.toBuilder().maskPoints(new MaskPoints.RandomPoints(points)).build();
    allAlike = !(config.maskPoints() instanceof MaskPoints.UncertaintySampled);
  }

  /** Adds a batch; of the stages, the last counts. */
  void add(List<StagePrediction> stages, List<ImageTargets> targets, PointDraws draws) {
    // Points depend on the stage's place, so all stages take part.
    int cell =
        Math.max(1, Math.round((float) targets.getFirst().height() / stages.getLast().height()));
    add(uniform, stages, targets, draws, cell, random);
    if (!allAlike) {
      add(config, stages, targets, draws, cell, own);
    }
  }

  private static void add(
      SetCriterionConfig config,
      List<StagePrediction> stages,
      List<ImageTargets> targets,
      PointDraws draws,
      int cell,
      Sums sums) {
    Explanation explanation =
        SetCriterion.create(config)
            .explain(
                stages,
                targets,
                draws,
                (bytes, _) ->
                    MemorySegment.ofArray(new float[Math.toIntExact(bytes / Float.BYTES)]),
                Pins.NONE);
    List<ImageExplanation> images = explanation.images();
    for (ImageExplanation image : images.subList(images.size() - targets.size(), images.size())) {
      for (PairExplanation pair : image.pairs()) {
        sums.add(pair.points(), targets.get(image.image()).masks().get(pair.target()), cell);
      }
    }
  }

  /** What was measured; points that are uniform are their own measure. */
  PointFocus focus() {
    Sums seen = allAlike ? random : own;
    return new PointFocus(
        seen.points, seen.nearBoundary(), random.nearBoundary(), seen.loss(), random.loss());
  }

  /** Of points that were looked at. */
  private static final class Sums {
    private long points;
    private long near;
    private double loss;

    void add(PointSample sample, BitMask target, int cell) {
      for (int i = 0; i < sample.count(); i++) {
        int x = Math.min((int) (sample.xy()[2 * i] * target.width()), target.width() - 1);
        int y = Math.min((int) (sample.xy()[2 * i + 1] * target.height()), target.height() - 1);
        points++;
        near += FocusMeter.nearBoundary(target, x, y, cell) ? 1 : 0;
        double logit = sample.logits()[i];
        loss +=
            Math.max(logit, 0)
                - logit * sample.labels()[i]
                + Math.log1p(Math.exp(-Math.abs(logit)));
      }
    }

    @Nullable Double nearBoundary() {
      return points == 0 ? null : (double) near / points;
    }

    @Nullable Double loss() {
      return points == 0 || !Double.isFinite(loss) ? null : loss / points;
    }
  }

  /** Whether a pixel of the other kind, object or background, lies at most {@code reach} away. */
  static boolean nearBoundary(BitMask mask, int x, int y, int reach) {
    boolean inside = mask.get(y, x);
    for (int v = Math.max(0, y - reach); v <= Math.min(mask.height() - 1, y + reach); v++) {
      for (int u = Math.max(0, x - reach); u <= Math.min(mask.width() - 1, x + reach); u++) {
        if (mask.get(v, u) != inside) {
          return true;
        }
      }
    }
    return false;
  }
}
