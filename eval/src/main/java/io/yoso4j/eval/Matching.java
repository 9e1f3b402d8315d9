package io.yoso4j.eval;

import java.util.List;

/** All that is known once detections have been matched: precision and recall follow from it. */
record Matching(
    EvalData data, Cells cells, MatchTable matches, Ranking ranking, ImageTallies tallies) {
  /** Neighbouring cells that a thread takes at once. */
  private static final int BATCH = 32;

  static Matching of(EvalData data, EvalConfig config) {
    Cells cells = new Cells(data, config.maxDetections().getLast());
    MatchTable matches = new MatchTable(config.areaRanges().size(), cells);
    ImageTallies tallies = new ImageTallies(data, cells, config.imageScoreThreshold());
    Indexed.forEach(
        cells.size(),
        config.threads(),
        BATCH,
        () -> new CellMatcher(data, cells, config, matches, tallies));
    return new Matching(data, cells, matches, new Ranking(data, cells, config.threads()), tallies);
  }

  /** Precision and recall of all images. */
  Curves curves(EvalConfig config) {
    Curves curves = new Curves(config.iouThresholds().size(), data.categories());
    Indexed.forEach(
        data.categories(),
        config.threads(),
        1,
        () -> new CategoryAccumulator(cells, matches, ranking, config, curves));
    return curves;
  }

  List<ImageScore> imageScores() {
    return tallies.scores(data.imageIds(), matches.required(0));
  }
}
