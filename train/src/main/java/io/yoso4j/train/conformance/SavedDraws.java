package io.yoso4j.train.conformance;

import io.yoso4j.criterion.DrawPurpose;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.data.DataException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Replays the recorded random points of some levels, each being a stage of one evaluation. */
final class SavedDraws implements PointDraws {
  private final List<Map<String, float[]>> stages;
  private final PairRows rows;

  private SavedDraws(List<Map<String, float[]>> stages, PairRows rows) {
    this.stages = stages;
    this.rows = rows;
  }

  /** The position of a pair among all matched pairs of a batch. */
  @FunctionalInterface
  interface PairRows {
    /**
     * @param stage index of the stage
     * @param image index of the image
     * @param target a target of it, matched or not
     */
    int row(int stage, int image, int target);
  }

  /**
   * Reads the draws that the levels' criterion will ask for.
   *
   * @param queries predictions per image at each level
   * @throws DataException naming a draw that is missing or of another shape
   */
  static SavedDraws read(
      LossCase loss, List<Level> levels, SetCriterionConfig config, int[] queries, PairRows rows) {
    List<JsonFields> listed = loss.meta().objects("draws");
    List<Map<String, float[]>> stages = new ArrayList<>();
    for (int stage = 0; stage < levels.size(); stage++) {
      Reading reading = new Reading(loss, levels.get(stage), listed);
      int pairs = 0;
      for (int image = 0; image < loss.targets().size(); image++) {
        ImageTargets targets = loss.targets().get(image);
        pairs += Math.min(queries[stage], targets.count());
        if (config.matcher().points() instanceof MatcherPoints.SharedRandom(int points)
            && targets.count() > 0) {
          reading.read("matcher", image, 1, points);
        }
      }
      if (config.maskPoints() instanceof MaskPoints.UncertaintySampled sampled && pairs > 0) {
        int kept = sampled.uncertainPoints();
        if (kept > 0) {
          reading.read("oversample", -1, pairs, sampled.candidates());
        }
        if (kept < sampled.numPoints()) {
          reading.read("random", -1, pairs, sampled.numPoints() - kept);
        }
      }
      stages.add(reading.values);
    }
    return new SavedDraws(stages, rows);
  }

  /** The draws of one level. */
  private record Reading(
      LossCase loss, Level level, List<JsonFields> listed, Map<String, float[]> values) {
    Reading(LossCase loss, Level level, List<JsonFields> listed) {
      this(loss, level, listed, new HashMap<>());
    }

    void read(String kind, int image, int rows, int points) {
      JsonFields draw =
          listed.stream()
              .filter(d -> d.text("level").equals(level.name()) && d.text("kind").equals(kind))
              .filter(d -> image < 0 || d.whole("image", 0) == image)
              .findFirst()
              .orElseThrow(() -> missing(kind, image));
      String file = draw.text("file");
      if (!file.matches("\\w[\\w.-]*")) {
        throw new DataException(
            draw.where() + ": \"file\" must be a plain name, but is \"" + file + "\"");
      }
      NpyArray array = loss.files().read(file, NpyType.FLOAT32, rows, points, 2);
      float[] xy = array.floats();
      for (int i = 0; i < xy.length; i++) {
        if (!(xy[i] >= 0 && xy[i] <= 1)) {
          throw new DataException(
              "%s: value %d (%s) must be in [0, 1]".formatted(array.source(), i, xy[i]));
        }
      }
      values.put(kind + image, xy);
    }

    private DataException missing(String kind, int image) {
      return new DataException(
          "%s: \"draws\" has none of level %s, kind %s%s"
              .formatted(
                  loss.meta().where(), level.name(), kind, image < 0 ? "" : ", image " + image));
    }
  }

  @Override
  public void draw(DrawPurpose purpose, int stage, int image, int instance, float[] xy) {
    boolean shared = purpose == DrawPurpose.MATCHER;
    String key =
        switch (purpose) {
          case MATCHER -> "matcher" + image;
          case OVERSAMPLE -> "oversample-1";
          case RANDOM -> "random-1";
        };
    float[] values = stages.get(stage).get(key);
    int from = shared ? 0 : rows.row(stage, image, instance) * xy.length;
    if (values == null || from + xy.length > values.length) {
      throw new IllegalStateException(
          "%d points asked of %s, stage %d, image %d, target %d"
              .formatted(xy.length / 2, key, stage, image, instance));
    }
    System.arraycopy(values, from, xy, 0, xy.length);
  }
}
