package io.yoso4j.train.conformance;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.DrawPurpose;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterionConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Random points in the order the original drew them: per stage, those of the matcher for each
 * image, then candidates and random points of all matched pairs. Whose row of the latter a pair has
 * is known only after the matching, so the first evaluation gets zeros for them.
 */
final class SequentialDraws implements PointDraws {
  private final List<Map<String, float[]>> stages;
  private final List<Map<Long, Integer>> rows = new ArrayList<>();

  private SequentialDraws(List<Map<String, float[]>> stages) {
    this.stages = stages;
  }

  /**
   * Reads the draws of one evaluation.
   *
   * @param prefix of the files, which a number of three digits follows
   * @param first number of the first file
   */
  static SequentialDraws read(
      CaseFiles files,
      String prefix,
      int first,
      int stages,
      List<ImageTargets> targets,
      SetCriterionConfig config,
      int queries) {
    int next = first;
    List<Map<String, float[]>> all = new ArrayList<>();
    int pairs = targets.stream().mapToInt(image -> Math.min(queries, image.count())).sum();
    MatcherPoints.SharedRandom matcher = (MatcherPoints.SharedRandom) config.matcher().points();
    MaskPoints.UncertaintySampled sampled = (MaskPoints.UncertaintySampled) config.maskPoints();
    int kept = sampled.uncertainPoints();
    for (int stage = 0; stage < stages; stage++) {
      Map<String, float[]> values = new HashMap<>();
      for (int image = 0; image < targets.size(); image++) {
        values.put(
            DrawPurpose.MATCHER.name() + image,
            read(files, prefix, next++, 1, matcher.numPoints()));
      }
      values.put(
          DrawPurpose.OVERSAMPLE.name(), read(files, prefix, next++, pairs, sampled.candidates()));
      if (kept < sampled.numPoints()) {
        values.put(
            DrawPurpose.RANDOM.name(),
            read(files, prefix, next++, pairs, sampled.numPoints() - kept));
      }
      all.add(values);
    }
    return new SequentialDraws(all);
  }

  /** How many files one evaluation reads. */
  static int count(int stages, int images, SetCriterionConfig config) {
    MaskPoints.UncertaintySampled sampled = (MaskPoints.UncertaintySampled) config.maskPoints();
    return stages * (images + (sampled.uncertainPoints() < sampled.numPoints() ? 2 : 1));
  }

  private static float[] read(CaseFiles files, String prefix, int number, int rows, int points) {
    String name = String.format(Locale.ROOT, "%s%03d", prefix, number);
    return files.read(name, NpyType.FLOAT32, rows, points, 2).floats();
  }

  /**
   * Says which pairs there are.
   *
   * @param assignments of each stage, per image
   */
  void matched(List<List<Assignment>> assignments) {
    rows.clear();
    for (List<Assignment> images : assignments) {
      Map<Long, Integer> ofStage = new HashMap<>();
      for (int image = 0; image < images.size(); image++) {
        for (int target : images.get(image).targets()) {
          ofStage.put(key(image, target), ofStage.size());
        }
      }
      rows.add(ofStage);
    }
  }

  private static long key(int image, int target) {
    return (long) image << 32 | target;
  }

  @Override
  public void draw(DrawPurpose purpose, int stage, int image, int instance, float[] xy) {
    if (purpose == DrawPurpose.MATCHER) {
      copy(stages.get(stage).get(purpose.name() + image), 0, xy);
      return;
    }
    Integer row = rows.isEmpty() ? null : rows.get(stage).get(key(image, instance));
    if (row == null) {
      Arrays.fill(xy, 0);
    } else {
      copy(stages.get(stage).get(purpose.name()), row * xy.length, xy);
    }
  }

  private static void copy(float @Nullable [] values, int from, float[] xy) {
    if (values == null || from + xy.length > values.length) {
      throw new IllegalStateException(xy.length / 2 + " points asked for that were not recorded");
    }
    System.arraycopy(values, from, xy, 0, xy.length);
  }
}
