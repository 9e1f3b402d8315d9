package io.yoso4j.eval;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.PanopticAnnotation;
import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.data.dataset.PanopticFile;
import io.yoso4j.data.image.IdImage;
import io.yoso4j.data.image.ImageLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Panoptic quality (Kirillov et al., Panoptic Segmentation, CVPR 2019) by the rules of panopticapi.
 *
 * <p>A predicted and an annotated segment of the same category match when their IoU is above 0.5;
 * pixels of the prediction on void (id 0) do not enter the union. Predicted segments without a
 * match that lie by more than half on void and on a crowd of their category are left out; crowds
 * are never required to be found. The area of an annotated segment is the one in the JSON file, and
 * its pixels where that says nothing.
 *
 * <p>Where panopticapi takes the last of several entries with one id, or leaves out an annotated
 * segment whose category the file does not define, this is an error here.
 *
 * <p>Immutable. Images are read and compared in parallel; at any time two images per thread are in
 * memory. Results and errors are the same for any number of threads.
 */
public final class PanopticEvaluator {
  private static final int MOST_WARNINGS = 100;

  private final ImageLimits limits;
  private final int threads;

  private PanopticEvaluator(ImageLimits limits, int threads) {
    this.limits = limits;
    this.threads = threads;
  }

  /** An evaluator with the default limits on images that uses all processors. */
  public static PanopticEvaluator create() {
    return create(ImageLimits.DEFAULT, Runtime.getRuntime().availableProcessors());
  }

  /**
   * An evaluator.
   *
   * @param limits on each id image
   * @param threads threads to use, at least 1
   */
  public static PanopticEvaluator create(ImageLimits limits, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + "; it must be at least 1");
    }
    return new PanopticEvaluator(limits, threads);
  }

  /**
   * Compares predictions with the ground truth. Predictions for other images are passed over with a
   * warning.
   *
   * @param truth read by {@link PanopticFile#readTruth}
   * @param prediction read by {@link PanopticFile#readResults}
   * @throws DataException naming file, image and segment if an image has no prediction, an id image
   *     cannot be read or has another size than its counterpart, a predicted segment is in the PNG
   *     but not in the JSON file or the other way round, or a segment has an unknown category; of
   *     several errors the one of the first image
   */
  public PanopticEvaluation evaluate(PanopticFile truth, PanopticFile prediction) {
    List<PanopticAnnotation> truths = truth.annotations();
    Map<Long, Integer> indexOfCategory = new HashMap<>();
    for (PanopticCategory category : truth.categories()) {
      indexOfCategory.put(category.id(), indexOfCategory.size());
    }
    List<PanopticAnnotation> predictions = predictions(truth, prediction);

    @Nullable PanopticMatch[] matches = new PanopticMatch[truths.size()];
    Indexed.forEach(
        matches.length,
        threads,
        i ->
            matches[i] =
                PanopticImage.match(
                    load(truth, truths.get(i)),
                    load(prediction, predictions.get(i)),
                    indexOfCategory));
    return total(truth, prediction, matches);
  }

  private static List<PanopticAnnotation> predictions(PanopticFile truth, PanopticFile prediction) {
    Map<Long, PanopticAnnotation> byImage = new HashMap<>();
    prediction.annotations().forEach(each -> byImage.put(each.imageId(), each));
    List<PanopticAnnotation> ordered = new ArrayList<>();
    for (PanopticAnnotation each : truth.annotations()) {
      PanopticAnnotation found = byImage.get(each.imageId());
      if (found == null) {
        throw new DataException(
            "%s: no prediction for image %d of %s"
                .formatted(prediction.file(), each.imageId(), truth.file()));
      }
      ordered.add(found);
    }
    return ordered;
  }

  private PanopticImage.Side load(PanopticFile file, PanopticAnnotation annotation) {
    try {
      return new PanopticImage.Side(
          file.file(), annotation, IdImage.read(annotation.idImage(), limits));
    } catch (DataException e) {
      throw e.in("%s: image %d".formatted(file.file(), annotation.imageId()));
    }
  }

  /** Sums in the order of images, so that the last bits do not depend on the threads. */
  private static PanopticEvaluation total(
      PanopticFile truth, PanopticFile prediction, @Nullable PanopticMatch[] matches) {
    PanopticMatch sum = new PanopticMatch(truth.categories().size());
    List<String> warnings = new ArrayList<>();
    int others = prediction.annotations().size() - matches.length;
    if (others > 0) {
      warnings.add(
          "%s: predictions for images that are not in %s were passed over: %d"
              .formatted(prediction.file(), truth.file(), others));
    }
    for (PanopticMatch match : matches) {
      if (match != null) {
        sum.add(match);
        warnings.addAll(match.warnings());
      }
    }
    if (warnings.size() > MOST_WARNINGS) {
      int more = warnings.size() - MOST_WARNINGS;
      warnings.subList(MOST_WARNINGS, warnings.size()).clear();
      warnings.add("and %d more".formatted(more));
    }
    return new PanopticEvaluation(matches.length, sum.results(truth.categories()), warnings);
  }
}
