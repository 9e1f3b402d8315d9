package io.yoso4j.eval;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The result of an evaluation. Every precision and recall is from 0 to 1, or -1 where there was
 * nothing to find. Immutable.
 */
public final class CocoEvaluation {

  private final IouType type;
  private final EvalConfig config;
  private final Curves curves;
  private final int[] instances;
  private final List<ImageScore> imageScores;
  private final double[] stats;

  CocoEvaluation(
      IouType type,
      EvalConfig config,
      Curves curves,
      int[] instances,
      List<ImageScore> imageScores) {
    this.type = type;
    this.config = config;
    this.curves = curves;
    this.instances = instances;
    this.imageScores = List.copyOf(imageScores);
    this.stats =
        Arrays.stream(EvalMetric.values())
            .mapToDouble(metric -> value(metric, 0, curves.categories()))
            .toArray();
  }

  /** How it was evaluated. */
  public EvalConfig config() {
    return config;
  }

  /** What overlap was measured on. */
  public IouType type() {
    return type;
  }

  /**
   * The twelve numbers in pycocotools' order: AP over all IoU thresholds (0.50 to 0.95), AP at
   * 0.50, at 0.75, AP of small, medium and large objects; AR with 1, 10 and 100 detections per
   * image and category (or what {@link EvalConfig#maxDetections()} says), AR of small, medium and
   * large objects.
   */
  public double[] stats() {
    return stats.clone();
  }

  /**
   * The twelve numbers by name, in order: AP, AP50, AP75, APs, APm, APl, AR1, AR10, AR100, ARs,
   * ARm, ARl. The names stay when the limits on detections are others.
   */
  public Map<String, Double> named() {
    Map<String, Double> named = new LinkedHashMap<>();
    for (EvalMetric metric : EvalMetric.values()) {
      named.put(metric.label(), value(metric));
    }
    return Collections.unmodifiableMap(named);
  }

  /** Mean average precision over all IoU thresholds. */
  public double ap() {
    return value(EvalMetric.AP);
  }

  /** Mean average precision at IoU 0.50. */
  public double ap50() {
    return value(EvalMetric.AP50);
  }

  /** Mean average precision at IoU 0.75. */
  public double ap75() {
    return value(EvalMetric.AP75);
  }

  /** Mean average recall with the largest number of detections. */
  public double ar() {
    return value(EvalMetric.AR);
  }

  /** One result per category, by index. */
  public List<CategoryResult> categories() {
    List<CategoryResult> results = new ArrayList<>(curves.categories());
    for (int k = 0; k < curves.categories(); k++) {
      results.add(
          new CategoryResult(
              k,
              value(EvalMetric.AP, k, k + 1),
              value(EvalMetric.AP50, k, k + 1),
              value(EvalMetric.AP75, k, k + 1),
              value(EvalMetric.AP_SMALL, k, k + 1),
              value(EvalMetric.AP_MEDIUM, k, k + 1),
              value(EvalMetric.AP_LARGE, k, k + 1),
              value(EvalMetric.AR, k, k + 1),
              instances[k]));
    }
    return results;
  }

  /** One score per image, by ascending id. */
  public List<ImageScore> imageScores() {
    return imageScores;
  }

  /**
   * A copy of the precision at every recall level, {@code [T, R, K, A, M]} in C order: IoU
   * thresholds (10), 101 recall levels, categories, 4 area ranges (all, small, medium, large), 3
   * limits on detections.
   */
  public double[] precision() {
    return curves.precision();
  }

  /** A copy of the highest recall reached, {@code [T, K, A, M]}; see {@link #precision()}. */
  public double[] recall() {
    return curves.recall();
  }

  /**
   * All categories and IoU thresholds of an area range.
   *
   * @param area 0 all sizes, 1 small, 2 medium, 3 large
   */
  public EvalSlice slice(int area) {
    Objects.checkIndex(area, Curves.AREAS);
    return new EvalSlice(0, curves.thresholds(), 0, curves.categories(), area);
  }

  /**
   * All categories of an area range at one IoU threshold.
   *
   * @param area as for {@link #slice(int)}
   * @param threshold position among {@link EvalConfig#iouThresholds()}: of COCO's, 0 is 0.50, 9 is
   *     0.95
   */
  public EvalSlice slice(int area, int threshold) {
    Objects.checkIndex(threshold, curves.thresholds());
    EvalSlice all = slice(area);
    return new EvalSlice(threshold, threshold + 1, all.fromCategory(), all.toCategory(), area);
  }

  /** Mean precision of a slice with the largest number of detections. */
  public double precision(EvalSlice slice) {
    return curves.meanPrecision(slice, Curves.LAST);
  }

  /** Mean recall of a slice with the largest number of detections. */
  public double recall(EvalSlice slice) {
    return curves.meanRecall(slice, Curves.LAST);
  }

  /**
   * Mean precision of a slice at each of the 101 recall levels 0.00 to 1.00, with the largest
   * number of detections, to draw a curve; -1 where there was nothing to find.
   */
  public double[] precisionCurve(EvalSlice slice) {
    return curves.precisionCurve(slice, Curves.LAST);
  }

  /** The twelve lines that pycocotools prints, each ended by a line feed. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    String range =
        decimals(config.iouThresholds().getFirst(), 2)
            + ":"
            + decimals(config.iouThresholds().getLast(), 2);
    for (EvalMetric metric : EvalMetric.values()) {
      boolean precision = metric.isPrecision();
      text.append(
          " %-18s %s @[ IoU=%-9s | area=%6s | maxDets=%3d ] = %s\n"
              .formatted(
                  precision ? "Average Precision" : "Average Recall",
                  precision ? "(AP)" : "(AR)",
                  Double.isNaN(metric.iou()) ? range : decimals(metric.iou(), 2),
                  config.areaRanges().get(metric.area()).label(),
                  config.maxDetections().get(metric.limit()),
                  decimals(value(metric), 3)));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return "CocoEvaluation[" + type + ", AP " + decimals(ap(), 3) + "]";
  }

  /** Rounds the binary value itself, as C and Python do; Java's formatter rounds its short form. */
  private static String decimals(double value, int places) {
    return new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).toPlainString();
  }

  double value(EvalMetric metric) {
    return stats[metric.place()];
  }

  private double value(EvalMetric metric, int fromCategory, int toCategory) {
    int from = 0;
    int to = curves.thresholds();
    if (!Double.isNaN(metric.iou())) {
      from = config.iouThresholds().indexOf(metric.iou());
      to = from + 1;
      if (from < 0) {
        return -1; // Undefined where the threshold is not one of those evaluated.
      }
    }
    EvalSlice slice = new EvalSlice(from, to, fromCategory, toCategory, metric.area());
    return metric.isPrecision()
        ? curves.meanPrecision(slice, metric.limit())
        : curves.meanRecall(slice, metric.limit());
  }
}
