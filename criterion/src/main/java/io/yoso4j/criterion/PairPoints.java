package io.yoso4j.criterion;

/** Chooses the points of a matched pair's mask terms and leaves them in the workspace. */
final class PairPoints {
  private final MaskPoints choice;
  private final Workspace work;

  PairPoints(MaskPoints choice, Workspace work) {
    this.choice = choice;
    this.work = work;
  }

  /**
   * Chooses (x, y) pairs.
   *
   * @param query plane of the pair's prediction in the workspace's masks
   * @return the number of points, now in {@code work.points}
   */
  int choose(int query, int stage, int image, int target, PointDraws draws) {
    return switch (choice) {
      case MaskPoints.UncertaintySampled sampled ->
          uncertain(sampled, query, stage, image, target, draws);
      case MaskPoints.RandomPoints(int numPoints) -> {
        work.points = Workspace.exactly(work.points, 2 * numPoints);
        draws.draw(DrawPurpose.RANDOM, stage, image, target, work.points);
        yield numPoints;
      }
      case MaskPoints.FullMask() ->
          throw new IllegalStateException("a full mask has no points to choose");
    };
  }

  private int uncertain(
      MaskPoints.UncertaintySampled sampled,
      int query,
      int stage,
      int image,
      int target,
      PointDraws draws) {
    int total = sampled.numPoints();
    int kept = sampled.uncertainPoints();
    work.points = Workspace.exactly(work.points, 2 * total);
    if (kept > 0) {
      int candidates = sampled.candidates();
      work.candidates = Workspace.exactly(work.candidates, 2 * candidates);
      draws.draw(DrawPurpose.OVERSAMPLE, stage, image, target, work.candidates);
      work.predictionTaps.setPoints(
          work.candidates, candidates, work.masks.height(), work.masks.width());
      work.pointLogits = Workspace.atLeast(work.pointLogits, candidates);
      work.masks.sample(query, work.predictionTaps, 0, candidates, work.pointLogits);
      if (work.picked.length < kept) {
        work.picked = new int[kept];
      }
      work.uncertain.select(work.pointLogits, candidates, kept, work.picked);
      for (int i = 0; i < kept; i++) {
        work.points[2 * i] = work.candidates[2 * work.picked[i]];
        work.points[2 * i + 1] = work.candidates[2 * work.picked[i] + 1];
      }
    }
    if (kept < total) {
      work.fresh = Workspace.exactly(work.fresh, 2 * (total - kept));
      draws.draw(DrawPurpose.RANDOM, stage, image, target, work.fresh);
      System.arraycopy(work.fresh, 0, work.points, 2 * kept, work.fresh.length);
    }
    return total;
  }
}
