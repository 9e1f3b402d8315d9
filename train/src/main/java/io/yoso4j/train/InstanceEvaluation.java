package io.yoso4j.train;

import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.CocoResult;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.eval.CocoEvaluation;
import io.yoso4j.eval.CocoEvaluator;
import io.yoso4j.eval.CocoRuns;
import io.yoso4j.eval.Detection;
import io.yoso4j.eval.EvalConfig;
import io.yoso4j.eval.GroundTruth;
import io.yoso4j.eval.IouType;
import io.yoso4j.model.Segmenter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A data set evaluated with a network: what was found in every image, and COCO's numbers for it.
 * Masks are held run-length encoded only.
 *
 * @param segm by mask
 * @param bbox by box
 * @param results what was found
 */
public record InstanceEvaluation(
    CocoEvaluation segm, CocoEvaluation bbox, List<CocoResult> results) {

  /**
   * Segments every image of {@code data} and evaluates the instances found.
   *
   * @throws io.yoso4j.data.DataException if an image cannot be read
   */
  public static InstanceEvaluation run(Segmenter segmenter, CocoDataset data) {
    return of(data, find(segmenter, data, () -> false).orElseThrow());
  }

  /**
   * What is found in every image of {@code data}.
   *
   * @param stop looked at before every image
   * @return empty if stopped
   * @throws io.yoso4j.data.DataException if an image cannot be read
   */
  public static Optional<List<CocoResult>> find(
      Segmenter segmenter, CocoDataset data, BooleanSupplier stop) {
    List<CocoResult> results = new ArrayList<>();
    for (ImageRecord image : data.images()) {
      if (stop.getAsBoolean()) {
        return Optional.empty();
      }
      results.addAll(find(segmenter, image));
    }
    return stop.getAsBoolean() ? Optional.empty() : Optional.of(results);
  }

  /** What is found in an image. */
  static List<CocoResult> find(Segmenter segmenter, ImageRecord image) {
    return segmenter.segment(ImageFiles.read(image.path())).stream()
        .map(found ->
            new CocoResult(image.id(), found.category(), found.score(), found.bbox(), found.mask()))
        .toList();
  }

  /** COCO's numbers for what was found. */
  static InstanceEvaluation of(CocoDataset data, List<CocoResult> results) {
    List<GroundTruth> truths = truths(data);
    List<Detection> detections = detections(results);
    CocoEvaluator evaluator = CocoEvaluator.create(EvalConfig.coco());
    int classes = data.categories().size();
    return new InstanceEvaluation(
        evaluator.evaluate(IouType.SEGM, imageIds(data), classes, truths, detections),
        evaluator.evaluate(IouType.BBOX, imageIds(data), classes, truths, detections),
        List.copyOf(results));
  }

  /**
   * Evaluates the masks of several runs on the same images and on resamples of them.
   *
   * @param runs what each found
   * @param resamples how many, at least 1
   * @param seed of the resamples
   */
  public static CocoRuns resample(
      CocoDataset data, List<List<CocoResult>> runs, int resamples, long seed) {
    return CocoEvaluator.create(EvalConfig.coco())
        .resample(
            IouType.SEGM,
            imageIds(data),
            data.categories().size(),
            truths(data),
            runs.stream().map(InstanceEvaluation::detections).toList(),
            resamples,
            seed);
  }

  private static List<Long> imageIds(CocoDataset data) {
    return data.images().stream().map(ImageRecord::id).toList();
  }

  private static List<GroundTruth> truths(CocoDataset data) {
    List<GroundTruth> truths = new ArrayList<>();
    for (ImageRecord image : data.images()) {
      for (Annotation annotation : data.annotations(image.id())) {
        truths.add(
            new GroundTruth(
                annotation.id(),
                image.id(),
                annotation.category(),
                annotation.bbox(),
                annotation.area(),
                annotation.crowd(),
                annotation.toRle(image.height(), image.width())));
      }
    }
    return truths;
  }

  private static List<Detection> detections(List<CocoResult> results) {
    return results.stream()
        .map(r -> new Detection(r.imageId(), r.category(), r.score(), r.bbox(), r.mask()))
        .toList();
  }
}
