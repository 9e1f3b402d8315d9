package io.yoso4j.eval;

/**
 * How well one image was segmented, to rank images in a report.
 *
 * <p>Detections below {@link EvalConfig#imageScoreThreshold()} do not count, nor do those beyond
 * the last of {@link EvalConfig#maxDetections()}. Crowds are not required to be found, and
 * detections matched to them are left out.
 *
 * @param imageId the image
 * @param meanIou mean over its objects of the best IoU with a detection of the same category; 1
 *     where there is no object
 * @param truePositives detections matched to an object of their category at IoU 0.5
 * @param falsePositives detections that were not
 * @param missed objects without a detection
 */
public record ImageScore(
    long imageId, double meanIou, int truePositives, int falsePositives, int missed) {

  /** The number of objects, crowds left out. */
  public int objects() {
    return truePositives + missed;
  }

  /** {@code 2 TP / (2 TP + FP + FN)} at IoU 0.5; 1 where there is neither object nor detection. */
  public double fScore() {
    int found = 2 * truePositives;
    int all = found + falsePositives + missed;
    return all == 0 ? 1 : (double) found / all;
  }
}
