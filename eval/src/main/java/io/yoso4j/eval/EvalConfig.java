package io.yoso4j.eval;

import io.yoso4j.data.mask.Rle;
import java.util.Arrays;
import java.util.List;

/**
 * How to evaluate. The 101 recall levels are COCO's and fixed.
 *
 * @param iouThresholds ascending, above 0 and up to 1, at most 32; COCO's are 0.50, 0.55, ...,
 *     0.95. AP50 and AP75 are undefined where 0.5 and 0.75 are not among them
 * @param maxDetections the three ascending limits on detections per image and category; AP uses the
 *     last, AR each; COCO's are 1, 10 and 100
 * @param smallArea objects up to this many pixels are small; COCO's is 32^2
 * @param mediumArea objects from {@code smallArea} up to this are medium, above large; an object
 *     exactly on a limit belongs to both sides, as in COCO; COCO's is 96^2
 * @param imageScoreThreshold detections below this score do not count in {@link ImageScore}
 * @param boundaryRatio width of a boundary as a share of the image's diagonal, for {@link
 *     IouType#BOUNDARY}; 0.02 for COCO, 0.008 for LVIS, 0.005 for Cityscapes
 * @param threads threads to use; results do not depend on it
 */
public record EvalConfig(
    List<Double> iouThresholds,
    List<Integer> maxDetections,
    double smallArea,
    double mediumArea,
    double imageScoreThreshold,
    double boundaryRatio,
    int threads) {

  private static final List<Double> COCO_IOU_THRESHOLDS =
      Arrays.stream(Linspace.of(0.5, 0.95, 10)).boxed().toList();

  /** What pycocotools takes in place of a threshold of 1. */
  private static final double HIGHEST = 1 - 1e-10;

  /**
   * @throws IllegalArgumentException if a value is outside its range
   */
  public EvalConfig {
    iouThresholds = List.copyOf(iouThresholds);
    requireThresholds(iouThresholds);
    maxDetections = List.copyOf(maxDetections);
    if (maxDetections.size() != 3
        || maxDetections.get(0) < 1
        || maxDetections.get(1) <= maxDetections.get(0)
        || maxDetections.get(2) <= maxDetections.get(1)) {
      throw new IllegalArgumentException(
          "maxDetections is " + maxDetections + "; it must be three ascending positive numbers");
    }
    if (!(smallArea > 0 && smallArea < mediumArea && mediumArea < AreaRange.LIMIT)) {
      throw new IllegalArgumentException(
          "smallArea is %s, mediumArea is %s; they must be positive, ascending and below %s"
              .formatted(smallArea, mediumArea, AreaRange.LIMIT));
    }
    if (!(imageScoreThreshold >= 0 && imageScoreThreshold <= 1)) {
      throw new IllegalArgumentException(
          "imageScoreThreshold is " + imageScoreThreshold + "; it must be from 0 to 1");
    }
    if (!(boundaryRatio >= 0) || Double.isInfinite(boundaryRatio)) {
      throw new IllegalArgumentException(
          "boundaryRatio is " + boundaryRatio + "; it must be finite and at least 0");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + "; it must be at least 1");
    }
  }

  /** COCO's settings, image scores from 0.5, all processors. */
  public static EvalConfig coco() {
    return new EvalConfig(
        COCO_IOU_THRESHOLDS,
        List.of(1, 10, 100),
        32 * 32,
        96 * 96,
        0.5,
        Rle.BOUNDARY_RATIO,
        Runtime.getRuntime().availableProcessors());
  }

  /** The same with other limits on detections per image and category. */
  public EvalConfig withMaxDetections(int first, int second, int third) {
    return new EvalConfig(
        iouThresholds,
        List.of(first, second, third),
        smallArea,
        mediumArea,
        imageScoreThreshold,
        boundaryRatio,
        threads);
  }

  /** The same with other IoU thresholds. */
  public EvalConfig withIouThresholds(List<Double> thresholds) {
    return new EvalConfig(
        thresholds,
        maxDetections,
        smallArea,
        mediumArea,
        imageScoreThreshold,
        boundaryRatio,
        threads);
  }

  /** The same with another number of threads. */
  public EvalConfig withThreads(int count) {
    return new EvalConfig(
        iouThresholds,
        maxDetections,
        smallArea,
        mediumArea,
        imageScoreThreshold,
        boundaryRatio,
        count);
  }

  /** The same with another score from which detections count in {@link ImageScore}. */
  public EvalConfig withImageScoreThreshold(double threshold) {
    return new EvalConfig(
        iouThresholds, maxDetections, smallArea, mediumArea, threshold, boundaryRatio, threads);
  }

  /** The same with another width of boundaries. */
  public EvalConfig withBoundaryRatio(double ratio) {
    return new EvalConfig(
        iouThresholds, maxDetections, smallArea, mediumArea, imageScoreThreshold, ratio, threads);
  }

  /** The thresholds as matching uses them. */
  double[] matchThresholds() {
    return iouThresholds.stream().mapToDouble(t -> Math.min(t, HIGHEST)).toArray();
  }

  private static void requireThresholds(List<Double> thresholds) {
    double previous = 0;
    boolean good = !thresholds.isEmpty() && thresholds.size() <= MatchTable.MAX_THRESHOLDS;
    for (double threshold : thresholds) {
      good &= threshold > previous && threshold <= 1;
      previous = threshold;
    }
    if (!good) {
      throw new IllegalArgumentException(
          "iouThresholds is %s; it must be 1 to %d ascending numbers above 0 and up to 1"
              .formatted(thresholds, MatchTable.MAX_THRESHOLDS));
    }
  }

  List<AreaRange> areaRanges() {
    return List.of(
        new AreaRange("all", 0, AreaRange.LIMIT),
        new AreaRange("small", 0, smallArea),
        new AreaRange("medium", smallArea, mediumArea),
        new AreaRange("large", mediumArea, AreaRange.LIMIT));
  }
}
