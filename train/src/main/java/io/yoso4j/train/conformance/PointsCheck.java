package io.yoso4j.train.conformance;

import io.yoso4j.criterion.Explanation;
import io.yoso4j.criterion.ImageExplanation;
import io.yoso4j.criterion.PairExplanation;
import io.yoso4j.criterion.Pins;
import io.yoso4j.criterion.StagePrediction;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares the sampled points with the recorded ones. Where they differ, the recorded ones are
 * used, and the uncertainties of both must be equal to the rounding of float32: then both are a
 * right choice of the most uncertain candidates.
 */
final class PointsCheck {
  private final LossCase loss;
  private final List<Level> levels;
  private final List<StagePrediction> stages;
  private final PairOrder order;
  private final Decisions decisions;
  private final Findings findings;

  PointsCheck(
      LossCase loss,
      List<Level> levels,
      List<StagePrediction> stages,
      PairOrder order,
      Decisions decisions,
      Findings findings) {
    this.loss = loss;
    this.levels = levels;
    this.stages = stages;
    this.order = order;
    this.decisions = decisions;
    this.findings = findings;
  }

  /**
   * @param answer the engine's choice of points
   * @param evaluate evaluates with recorded decisions
   * @return the answer at the recorded points, or the given one where they are the same
   */
  Explanation run(Explanation answer, Function<Pins, Explanation> evaluate) {
    boolean[] pinned = new boolean[levels.size()];
    boolean any = false;
    for (int stage = 0; stage < levels.size(); stage++) {
      @Nullable Recorded recorded = recorded(stage);
      if (recorded == null) {
        continue;
      }
      boolean reported = !answer.images().isEmpty();
      if (reported && recorded.areThoseOf(answer, stage)) {
        findings.points(recorded.name, 0, allowed(stage));
        continue;
      }
      decisions.pin(stage, recorded);
      findings.pinned(
          levels.get(stage).name()
              + ": points, since "
              + (reported
                  ? "others are as uncertain" + Ties.gap(loss.meta(), levels.get(stage))
                  : "the engine does not report its own"));
      pinned[stage] = reported;
      any = true;
    }
    if (!any) {
      return answer;
    }
    Explanation atRecorded = evaluate.apply(decisions);
    for (int stage = 0; stage < levels.size(); stage++) {
      if (pinned[stage]) {
        findings.points(
            levels.get(stage).array("coords"),
            uncertaintyDifference(answer, atRecorded, stage),
            allowed(stage));
      }
    }
    return atRecorded;
  }

  private @Nullable Recorded recorded(int stage) {
    Level level = levels.get(stage);
    String name = level.array("coords");
    if (!loss.files().has(name)) {
      return null;
    }
    int pairs = 0;
    for (var image : loss.targets()) {
      pairs += Math.min(stages.get(stage).queries(), image.count());
    }
    NpyArray array = loss.files().read(name, NpyType.FLOAT32, pairs, CaseFiles.ANY, 2);
    return new Recorded(name, stage, array.shape()[1], array.floats());
  }

  /** Rounding of a bilinear sample in float32: of its four terms and of the point's position. */
  private double allowed(int stage) {
    StagePrediction prediction = stages.get(stage);
    return 4 * (prediction.height() + prediction.width() + 4) * 0x1p-24;
  }

  private double uncertaintyDifference(Explanation mine, Explanation theirs, int stage) {
    double worst = 0;
    int images = loss.targets().size();
    for (int image = 0; image < images; image++) {
      List<PairExplanation> a = mine.images().get(stage * images + image).pairs();
      List<PairExplanation> b = theirs.images().get(stage * images + image).pairs();
      for (int pair = 0; pair < a.size(); pair++) {
        worst = Math.max(worst, difference(uncertainties(a.get(pair)), uncertainties(b.get(pair))));
      }
    }
    return worst == 0 ? 0 : worst / largest(stages.get(stage).masks());
  }

  private static double difference(float[] a, float[] b) {
    if (a.length != b.length) {
      return Double.POSITIVE_INFINITY;
    }
    double worst = 0;
    for (int i = 0; i < a.length; i++) {
      worst = Math.max(worst, Math.abs((double) a[i] - b[i]));
    }
    return worst;
  }

  private static float[] uncertainties(PairExplanation pair) {
    float[] values = new float[pair.points().count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = pair.points().uncertainty(i);
    }
    Arrays.sort(values);
    return values;
  }

  private static double largest(@Nullable MemorySegment logits) {
    double largest = Float.MIN_NORMAL;
    for (float value : logits == null ? new float[0] : logits.toArray(ValueLayout.JAVA_FLOAT)) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** The recorded points of one level. */
  private final class Recorded implements Decisions.RecordedPoints {
    private final String name;
    private final int stage;
    private final int count;
    private final float[] xy;

    Recorded(String name, int stage, int count, float[] xy) {
      this.name = name;
      this.stage = stage;
      this.count = count;
      this.xy = xy;
    }

    @Override
    public float[] of(int image, int target) {
      int from = order.row(stage, image, target) * 2 * count;
      return Arrays.copyOfRange(xy, from, from + 2 * count);
    }

    /** Whether an engine chose the same points, in any order. */
    boolean areThoseOf(Explanation answer, int stageIndex) {
      int images = loss.targets().size();
      for (int image = 0; image < images; image++) {
        ImageExplanation explained = answer.images().get(stageIndex * images + image);
        for (PairExplanation pair : explained.pairs()) {
          if (!Arrays.equals(sorted(pair.points().xy()), sorted(of(image, pair.target())))) {
            return false;
          }
        }
      }
      return true;
    }
  }

  private static long[] sorted(float[] xy) {
    long[] points = new long[xy.length / 2];
    for (int i = 0; i < points.length; i++) {
      points[i] =
          (long) Float.floatToIntBits(xy[2 * i]) << 32 | Float.floatToIntBits(xy[2 * i + 1]);
    }
    Arrays.sort(points);
    return points;
  }
}
