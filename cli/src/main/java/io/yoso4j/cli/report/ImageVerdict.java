package io.yoso4j.cli.report;

import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.mask.Rle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How well the detections of one image fit its objects.
 *
 * @param found objects matched by a detection of their class with an IoU of at least one half
 * @param missed objects without one
 * @param wrong detections without an object; those inside a crowd region do not count
 * @param partners for each shown detection the index of its object in {@code truth}, or -1
 * @param quality the sum of the matched IoUs over {@code found + missed/2 + wrong/2}: 1 when all is
 *     right, 0 when nothing is; 1 for an image that holds nothing and where nothing was found
 */
record ImageVerdict(
    ImageRecord image,
    List<Annotation> truth,
    List<ScoredMask> shown,
    List<Integer> partners,
    int found,
    int missed,
    int wrong,
    double quality) {

  private static final double MATCH = 0.5;

  static ImageVerdict of(ImageRecord image, List<Annotation> truth, List<ScoredMask> shown) {
    List<Annotation> open = new ArrayList<>(truth.stream().filter(a -> !a.crowd()).toList());
    List<Annotation> crowds = truth.stream().filter(Annotation::crowd).toList();
    int objects = open.size();
    int wrong = 0;
    List<Integer> partners = new ArrayList<>();
    double iouSum = 0;
    List<ScoredMask> best =
        shown.stream().sorted(Comparator.comparingDouble(ScoredMask::score).reversed()).toList();
    for (ScoredMask detection : best) {
      Annotation match = null;
      double matchIou = MATCH;
      for (Annotation candidate : open) {
        if (candidate.category() == detection.category()) {
          double iou = iou(detection, candidate, image, false);
          if (iou >= matchIou) {
            matchIou = iou;
            match = candidate;
          }
        }
      }
      partners.add(match == null ? -1 : truth.indexOf(match));
      if (match != null) {
        open.remove(match);
        iouSum += matchIou;
      } else if (crowds.stream().noneMatch(c -> iou(detection, c, image, true) >= MATCH)) {
        wrong++;
      }
    }
    int missed = open.size();
    int found = objects - missed;
    double denominator = found + 0.5 * missed + 0.5 * wrong;
    return new ImageVerdict(
        image,
        truth,
        best,
        List.copyOf(partners),
        found,
        missed,
        wrong,
        denominator == 0 ? 1 : iouSum / denominator);
  }

  private static double iou(
      ScoredMask detection, Annotation object, ImageRecord image, boolean crowd) {
    Rle mask = object.toRle(image.height(), image.width());
    return Rle.iou(detection.mask(), mask, crowd);
  }
}
