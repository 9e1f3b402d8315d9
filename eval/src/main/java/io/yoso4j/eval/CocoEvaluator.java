package io.yoso4j.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * Average precision and recall as pycocotools computes them, for masks or boxes.
 *
 * <p>It differs from pycocotools in what that reads wrongly or drops: an annotation with id 0 is
 * matched like any other, the AP lines use the last of the limits on detections even if it is not
 * 100, and objects or detections of unknown images or categories are errors. The area of a
 * detection is that of its mask where it has one (see {@link Detection#area}).
 *
 * <p>Immutable. Results are the same to the last bit for any number of threads.
 */
public final class CocoEvaluator {
  private final EvalConfig config;

  private CocoEvaluator(EvalConfig config) {
    this.config = config;
  }

  /** An evaluator with the given settings. */
  public static CocoEvaluator create(EvalConfig config) {
    return new CocoEvaluator(config);
  }

  /**
   * Evaluates detections.
   *
   * @param type what overlap is measured on
   * @param imageIds the evaluated images; repeated ids count once, the order does not matter
   * @param numCategories the number of categories; their indices are from 0 on
   * @param truths the annotated objects; of one image and category, equal IoUs are decided by this
   *     order
   * @param detections the found objects; of equal scores in an image, the first goes first
   * @throws io.yoso4j.data.DataException if an object or detection is of an unknown image or
   *     category, has a score or area that is not finite, or lacks a mask where masks are
   *     evaluated, or if masks of an image differ in size
   */
  public CocoEvaluation evaluate(
      IouType type,
      List<Long> imageIds,
      int numCategories,
      List<GroundTruth> truths,
      List<Detection> detections) {
    EvalInput input = new EvalInput(type, imageIds, numCategories, truths, detections);
    List<EvalInput.Placed> cells = input.cells(config.maxDetections().getLast());
    List<AreaRange> areas = config.areaRanges();
    CellMatch[] matches = new CellMatch[cells.size()];
    Indexed.forEach(
        matches.length,
        config.threads(),
        i -> matches[i] = CellMatch.of(type, cells.get(i).cell(), areas));

    List<List<CellMatch>> byCategory = new ArrayList<>();
    for (int k = 0; k < numCategories; k++) {
      byCategory.add(new ArrayList<>());
    }
    ImageTally[] tallies = new ImageTally[input.imageIds().size()];
    for (int i = 0; i < tallies.length; i++) {
      tallies[i] = new ImageTally();
    }
    for (int i = 0; i < matches.length; i++) {
      byCategory.get(cells.get(i).category()).add(matches[i]);
      tallies[cells.get(i).image()].add(matches[i], config.imageScoreThreshold());
    }

    Curves curves = new Curves(numCategories);
    Indexed.forEach(
        numCategories,
        config.threads(),
        k ->
            new CategoryAccumulator(k, byCategory.get(k), curves)
                .accumulate(config.maxDetections()));

    List<ImageScore> scores = new ArrayList<>(tallies.length);
    for (int i = 0; i < tallies.length; i++) {
      scores.add(tallies[i].score(input.imageIds().get(i)));
    }
    int[] instances =
        byCategory.stream()
            .mapToInt(images -> images.stream().mapToInt(image -> image.required(0)).sum())
            .toArray();
    return new CocoEvaluation(type, config, curves, instances, scores);
  }
}
