package io.yoso4j.criterion;

import io.yoso4j.criterion.kernels.MatchSums;
import io.yoso4j.criterion.kernels.PointBuffer;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The matching cost of one stage on one image, in three steps: points, sums over bands of rows (any
 * of them at the same time), cost.
 */
final class ImageMatch {
  /** Pairs of point and query that are worth a task of their own. */
  private static final long BAND_WORK = 800_000;

  private static final int MAX_BANDS = 64;

  final StageJob job;
  final int image;
  final ImageTargets targets;
  private final SetCriterionConfig config;
  private final BatchScale scale;
  private final @Nullable MemorySegment masks;
  private final @Nullable MatchSums[] sums;
  private @Nullable MatchPoints points;

  ImageMatch(
      SetCriterionConfig config, BatchScale scale, StageJob job, int image, ImageTargets targets) {
    this.config = config;
    this.scale = scale;
    this.job = job;
    this.image = image;
    this.targets = targets;
    MatcherConfig matcher = config.matcher();
    boolean used = targets.count() > 0 && (matcher.maskCost() != 0 || matcher.diceCost() != 0);
    masks = used ? job.stage().masks() : null;
    sums = new MatchSums[masks == null ? 0 : bands()];
  }

  private int bands() {
    StagePrediction stage = job.stage();
    long points =
        switch (config.matcher().points()) {
          case MatcherPoints.SharedRandom(int numPoints) -> numPoints;
          case MatcherPoints.PredictionGrid() -> (long) stage.height() * stage.width();
          case MatcherPoints.TargetGrid() -> (long) targets.height() * targets.width();
        };
    long wanted = points * stage.queries() / BAND_WORK;
    return Math.clamp(wanted, 1, Math.min(MAX_BANDS, stage.height()));
  }

  /** Number of bands, 0 if the cost needs no masks. */
  int bandCount() {
    return sums.length;
  }

  /** Draws or lays out the points. */
  void prepare(Workspace work, PointDraws draws) {
    if (masks == null) {
      return;
    }
    StagePrediction stage = job.stage();
    IgnoredRegion ignored = IgnoredRegion.of(config.ignoreRegions(), targets);
    points =
        switch (config.matcher().points()) {
          case MatcherPoints.SharedRandom(int numPoints) -> {
            boolean own = config.matcher().frame() == TargetFrame.OWN;
            int frameHeight = own ? targets.height() : scale.height();
            int frameWidth = own ? targets.width() : scale.width();
            PointBuffer buffer = work.candidates;
            DrawnPoints.draw(
                work, draws, DrawPurpose.MATCHER, job.index(), image, 0, numPoints, buffer);
            ignored.removeFrom(buffer, frameHeight, frameWidth);
            yield new RandomMatchPoints(
                buffer, stage.height(), stage.width(), frameHeight, frameWidth, targets.masks());
          }
          case MatcherPoints.PredictionGrid() ->
              new GridMatchPoints(stage.height(), stage.width(), targets, ignored);
          case MatcherPoints.TargetGrid() ->
              new ResizedMatchPoints(stage.height(), stage.width(), targets, ignored);
        };
  }

  /** Sums one band; after {@link #prepare}. */
  void sumBand(Workspace work, int band) {
    if (masks == null || points == null) {
      throw new IllegalStateException("no points to sum");
    }
    int lanes = work.kernels.lanes();
    int padded = Math.ceilDiv(job.stage().queries(), lanes) * lanes;
    long rows = job.stage().height() + 1L;
    sums[band] =
        new MatchBand(work, job.stage(), masks, image, padded)
            .sum(
                points,
                targets.count(),
                (int) (rows * band / sums.length),
                (int) (rows * (band + 1) / sums.length));
  }

  /**
   * Adds the mask parts; after all bands. Forgets points and sums.
   *
   * @param cost {@code [Q, T]}
   * @param parts receives the unweighted parts, or null
   */
  void addCost(double[] cost, @Nullable CostParts parts) {
    points = null;
    if (sums.length == 0) {
      return;
    }
    MatchSums all = Objects.requireNonNull(sums[0]);
    double[] softplus = new double[all.queries];
    long count = 0;
    for (int band = 0; band < sums.length; band++) {
      MatchSums sum = Objects.requireNonNull(sums[band]);
      for (int query = 0; query < softplus.length; query++) {
        softplus[query] += sum.softplus(query);
      }
      count += sum.points;
      if (band > 0) {
        all.addPairs(sum);
        sums[band] = null;
      }
    }
    MatcherConfig matcher = config.matcher();
    int targetCount = targets.count();
    for (int query = 0; query < job.stage().queries(); query++) {
      for (int target = 0; target < targetCount; target++) {
        int pair = target * all.queries + query;
        double crossEntropy = count == 0 ? 0 : (softplus[query] - all.logitLabel[pair]) / count;
        double dice =
            1 - (2 * all.sigmoidLabel[pair] + 1) / (all.sigmoid[query] + all.label[target] + 1);
        int at = query * targetCount + target;
        cost[at] += matcher.maskCost() * crossEntropy + matcher.diceCost() * dice;
        if (parts != null) {
          parts.maskCost()[at] = crossEntropy;
          parts.diceCost()[at] = dice;
        }
      }
    }
    sums[0] = null;
  }
}
