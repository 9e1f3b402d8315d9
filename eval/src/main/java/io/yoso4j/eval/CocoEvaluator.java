package io.yoso4j.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * Average precision and recall as pycocotools computes them, for masks or boxes, and Boundary AP as
 * boundary_iou_api computes it.
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
    return evaluate(new EvalInput(type, imageIds, numCategories).data(truths, detections));
  }

  /**
   * Evaluates detections of files.
   *
   * @throws io.yoso4j.data.DataException naming the file and the annotation or result if a result
   *     is of an unknown image or category, or a mask is wrong or not of the size of its image
   * @throws IllegalArgumentException if the two were read for different kinds of evaluation
   */
  public CocoEvaluation evaluate(CocoGroundTruth truth, CocoDetections detections) {
    return evaluate(data(truth, detections));
  }

  /**
   * Compares two runs on the same annotations.
   *
   * @param resamples how many resamples of the images the intervals come from; at least 1
   * @param seed of the resamples
   * @throws io.yoso4j.data.DataException as {@link #evaluate(CocoGroundTruth, CocoDetections)}
   * @throws IllegalArgumentException if the files were read for different kinds of evaluation, or
   *     {@code resamples} is below 1
   */
  public CocoComparison compare(
      CocoGroundTruth truth,
      CocoDetections first,
      CocoDetections second,
      int resamples,
      long seed) {
    Matching a = Matching.of(data(truth, first), config);
    Matching b = Matching.of(data(truth, second), config);
    return CocoComparison.of(evaluate(a), evaluate(b), a, b, config, resamples, seed);
  }

  /**
   * Evaluates several runs on the same objects, on all images and on resamples of them.
   *
   * @param runs what each run found
   * @param resamples how many resamples of the images; at least 1
   * @param seed of the resamples
   * @throws io.yoso4j.data.DataException as {@link #evaluate(IouType, List, int, List, List)}
   * @throws IllegalArgumentException if {@code resamples} is below 1
   */
  public CocoRuns resample(
      IouType type,
      List<Long> imageIds,
      int numCategories,
      List<GroundTruth> truths,
      List<List<Detection>> runs,
      int resamples,
      long seed) {
    List<Matching> matchings = new ArrayList<>();
    for (List<Detection> run : runs) {
      EvalInput input = new EvalInput(type, imageIds, numCategories);
      matchings.add(Matching.of(input.data(truths, run), config));
    }
    return CocoRuns.of(
        matchings.stream().map(this::evaluate).toList(), matchings, config, resamples, seed);
  }

  /**
   * Which category was found where which is annotated, for detections from {@link
   * EvalConfig#imageScoreThreshold()} on.
   *
   * @throws io.yoso4j.data.DataException as {@link #evaluate(CocoGroundTruth, CocoDetections)}
   * @throws IllegalArgumentException likewise
   */
  public ConfusionMatrix confusion(CocoGroundTruth truth, CocoDetections detections) {
    return ConfusionCounter.count(data(truth, detections), config);
  }

  /**
   * The same for records; see {@link #evaluate(IouType, List, int, List, List)}.
   *
   * @throws io.yoso4j.data.DataException as there
   */
  public ConfusionMatrix confusion(
      IouType type,
      List<Long> imageIds,
      int numCategories,
      List<GroundTruth> truths,
      List<Detection> detections) {
    return ConfusionCounter.count(
        new EvalInput(type, imageIds, numCategories).data(truths, detections), config);
  }

  private EvalData data(CocoGroundTruth truth, CocoDetections detections) {
    if (truth.type() != detections.type()) {
      throw new IllegalArgumentException(
          "annotations were read for %s, detections for %s"
              .formatted(truth.type(), detections.type()));
    }
    return new EvalData(
        truth.type(),
        truth.imageIds(),
        truth.categories().size(),
        truth.table(),
        detections.on(truth, config.threads()));
  }

  private CocoEvaluation evaluate(EvalData data) {
    return evaluate(Matching.of(data, config));
  }

  private CocoEvaluation evaluate(Matching matching) {
    EvalData data = matching.data();
    Curves curves = matching.curves(config);
    Cells cells = matching.cells();
    int[] instances = new int[data.categories()];
    for (int k = 0; k < instances.length; k++) {
      instances[k] = matching.matches().required(0, cells.firstOf(k), cells.firstOf(k + 1));
    }
    return new CocoEvaluation(data.type(), config, curves, instances, matching.imageScores());
  }
}
