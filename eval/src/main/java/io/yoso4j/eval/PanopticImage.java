package io.yoso4j.eval;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.PanopticAnnotation;
import io.yoso4j.data.dataset.PanopticSegment;
import io.yoso4j.data.image.IdImage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The comparison of one image, in panopticapi's order: checks of the prediction, matches, missed
 * segments, wrong segments.
 */
final class PanopticImage {
  private static final double HALF = 0.5;

  private final Map<Long, Integer> indexOfCategory;
  private final Side truth;
  private final Side prediction;
  private final PanopticIds truths;
  private final PanopticIds predictions;
  private final PanopticOverlaps overlaps;
  private final PanopticMatch result;
  private final boolean[] found;
  private final boolean[] used;

  /**
   * An annotation with its pixels.
   *
   * @param file the annotation file, for messages
   */
  record Side(Path file, PanopticAnnotation annotation, IdImage pixels) {

    DataException error(String message) {
      return new DataException(place(message));
    }

    /** The message with the file and image in front. */
    String place(String message) {
      return "%s: image %d: %s".formatted(file, annotation.imageId(), message);
    }
  }

  private PanopticImage(Side truth, Side prediction, Map<Long, Integer> indexOfCategory) {
    this.indexOfCategory = indexOfCategory;
    this.truth = truth;
    this.prediction = prediction;
    if (truth.pixels.width() != prediction.pixels.width()
        || truth.pixels.height() != prediction.pixels.height()) {
      throw prediction.error(
          "%s is %dx%d, but the ground truth %s is %dx%d"
              .formatted(
                  prediction.annotation.idImage(),
                  prediction.pixels.width(),
                  prediction.pixels.height(),
                  truth.annotation.idImage(),
                  truth.pixels.width(),
                  truth.pixels.height()));
    }
    this.truths = new PanopticIds(truth.annotation.segments());
    this.predictions = new PanopticIds(prediction.annotation.segments());
    this.result = new PanopticMatch(indexOfCategory.size());
    this.found = new boolean[truths.segments()];
    this.used = new boolean[predictions.segments()];
    try {
      this.overlaps = new PanopticOverlaps(truth.pixels, truths, prediction.pixels, predictions);
    } catch (DataException e) {
      throw e.in("%s: image %d".formatted(prediction.file, prediction.annotation.imageId()));
    }
  }

  /**
   * Compares the two sides.
   *
   * @param indexOfCategory index of every known category id
   */
  static PanopticMatch match(Side truth, Side prediction, Map<Long, Integer> indexOfCategory) {
    PanopticImage image = new PanopticImage(truth, prediction, indexOfCategory);
    image.checkPrediction();
    image.checkTruth();
    image.matchSegments();
    image.countMissed();
    image.countWrong();
    return image.result;
  }

  private void checkPrediction() {
    if (overlaps.predictedPixels(predictions.unlisted()) > 0) {
      throw prediction.error(
          "segment %d is in %s, but not in segments_info"
              .formatted(firstUnlisted(prediction, predictions), prediction.annotation.idImage()));
    }
    for (int p = 0; p < predictions.segments(); p++) {
      PanopticSegment segment = predictions.segment(p);
      if (overlaps.predictedPixels(p) == 0) {
        throw prediction.error(
            "segment %d is in segments_info, but has no pixel in %s"
                .formatted(segment.id(), prediction.annotation.idImage()));
      }
      checkCategory(prediction, segment);
    }
  }

  /** What panopticapi takes as it is gets a warning; it can make the numbers wrong. */
  private void checkTruth() {
    if (overlaps.truthPixels(truths.unlisted()) > 0) {
      warn(
          "segment %d is in %s, but not in segments_info; such pixels are neither segment nor void"
              .formatted(firstUnlisted(truth, truths), truth.annotation.idImage()));
    }
    for (int g = 0; g < truths.segments(); g++) {
      PanopticSegment segment = truths.segment(g);
      checkCategory(truth, segment);
      long pixels = overlaps.truthPixels(g);
      if (pixels == 0) {
        warn("segment %d has no pixel in %s".formatted(segment.id(), truth.annotation.idImage()));
      } else if (segment.area() >= 0 && segment.area() != pixels) {
        warn(
            "segment %d: area is %s, but %s has %d pixels of it; the area is used"
                .formatted(
                    segment.id(), plain(segment.area()), truth.annotation.idImage(), pixels));
      }
    }
  }

  private void checkCategory(Side side, PanopticSegment segment) {
    if (!indexOfCategory.containsKey(segment.categoryId())) {
      throw side.error(
          "segment %d has the unknown category_id %d"
              .formatted(segment.id(), segment.categoryId()));
    }
  }

  private void matchSegments() {
    for (PanopticOverlaps.Overlap pair : overlaps.pairs()) {
      if (pair.truth() >= truths.segments() || pair.predicted() >= predictions.segments()) {
        continue;
      }
      PanopticSegment object = truths.segment(pair.truth());
      PanopticSegment segment = predictions.segment(pair.predicted());
      if (object.crowd() || object.categoryId() != segment.categoryId()) {
        continue;
      }
      double union =
          overlaps.predictedPixels(pair.predicted())
              + area(pair.truth())
              - pair.pixels()
              - overlaps.shared(truths.voidPlace(), pair.predicted());
      if (!(union > 0)) {
        throw truth.error(
            "segment %d: area is %s, but it shares %d pixels with a prediction"
                .formatted(object.id(), plain(object.area()), pair.pixels()));
      }
      double iou = pair.pixels() / union;
      if (iou > HALF) {
        result.addRight(category(object), iou);
        found[pair.truth()] = true;
        used[pair.predicted()] = true;
      }
    }
  }

  private double area(int place) {
    double area = truths.segment(place).area();
    return Double.isNaN(area) ? overlaps.truthPixels(place) : area;
  }

  private void countMissed() {
    for (int g = 0; g < truths.segments(); g++) {
      if (!found[g] && !truths.segment(g).crowd()) {
        result.addMissed(category(truths.segment(g)));
      }
    }
  }

  private void countWrong() {
    // Of several crowds of a category, the last in the file counts, as in panopticapi.
    Map<Long, Integer> crowds = new HashMap<>();
    for (PanopticSegment segment : truth.annotation.segments()) {
      if (segment.crowd()) {
        crowds.put(segment.categoryId(), truths.place(segment.id()));
      }
    }
    for (int p = 0; p < predictions.segments(); p++) {
      if (used[p]) {
        continue;
      }
      PanopticSegment segment = predictions.segment(p);
      long ignored = overlaps.shared(truths.voidPlace(), p);
      Integer crowd = crowds.get(segment.categoryId());
      if (crowd != null) {
        ignored += overlaps.shared(crowd, p);
      }
      if (!((double) ignored / overlaps.predictedPixels(p) > HALF)) {
        result.addWrong(category(segment));
      }
    }
  }

  private static String plain(double area) {
    return BigDecimal.valueOf(area).stripTrailingZeros().toPlainString();
  }

  private int category(PanopticSegment segment) {
    Integer index = indexOfCategory.get(segment.categoryId());
    if (index == null) {
      throw new IllegalStateException("category " + segment.categoryId() + " was not checked");
    }
    return index;
  }

  private void warn(String message) {
    result.warn(truth.place(message));
  }

  private static int firstUnlisted(Side side, PanopticIds ids) {
    for (int i = 0; i < side.pixels.size(); i++) {
      if (ids.place(side.pixels.id(i)) == ids.unlisted()) {
        return side.pixels.id(i);
      }
    }
    throw new IllegalStateException("no pixel is unlisted");
  }
}
