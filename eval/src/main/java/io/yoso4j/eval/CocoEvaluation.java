package io.yoso4j.eval;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
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
  private static final List<String> NAMES =
      List.of(
          "AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl");
  private static final int ALL = 0;
  private static final int LAST = Curves.LIMITS - 1;

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
        new double[] {
          precision(ALL),
          precisionAt(0.5, 0, curves.categories()),
          precisionAt(0.75, 0, curves.categories()),
          precision(1),
          precision(2),
          precision(3),
          recall(ALL, 0),
          recall(ALL, 1),
          recall(ALL, LAST),
          recall(1, LAST),
          recall(2, LAST),
          recall(3, LAST)
        };
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
    for (int i = 0; i < stats.length; i++) {
      named.put(NAMES.get(i), stats[i]);
    }
    return Collections.unmodifiableMap(named);
  }

  /** Mean average precision over all IoU thresholds. */
  public double ap() {
    return stats[0];
  }

  /** Mean average precision at IoU 0.50. */
  public double ap50() {
    return stats[1];
  }

  /** Mean average precision at IoU 0.75. */
  public double ap75() {
    return stats[2];
  }

  /** Mean average recall with the largest number of detections. */
  public double ar() {
    return stats[8];
  }

  /** One result per category, by index. */
  public List<CategoryResult> categories() {
    List<CategoryResult> results = new ArrayList<>(curves.categories());
    for (int k = 0; k < curves.categories(); k++) {
      results.add(
          new CategoryResult(
              k,
              curves.meanPrecision(0, curves.thresholds(), k, k + 1, ALL, LAST),
              precisionAt(0.5, k, k + 1),
              precisionAt(0.75, k, k + 1),
              curves.meanPrecision(0, curves.thresholds(), k, k + 1, 1, LAST),
              curves.meanPrecision(0, curves.thresholds(), k, k + 1, 2, LAST),
              curves.meanPrecision(0, curves.thresholds(), k, k + 1, 3, LAST),
              curves.meanRecall(k, k + 1, ALL, LAST),
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
   * Precision at the 101 recall levels 0.00 to 1.00 for all sizes and the largest number of
   * detections, to draw a curve.
   *
   * @param threshold position among {@link EvalConfig#iouThresholds()}: of COCO's, 0 is 0.50, 9 is
   *     0.95
   */
  public double[] precisionCurve(int category, int threshold) {
    Objects.checkIndex(category, curves.categories());
    Objects.checkIndex(threshold, curves.thresholds());
    double[] curve = new double[RecallLevels.COUNT];
    for (int r = 0; r < curve.length; r++) {
      curve[r] = curves.precision(threshold, r, category, ALL, LAST);
    }
    return curve;
  }

  /** The twelve lines that pycocotools prints, each ended by a line feed. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    String range =
        decimals(config.iouThresholds().getFirst(), 2)
            + ":"
            + decimals(config.iouThresholds().getLast(), 2);
    for (int i = 0; i < stats.length; i++) {
      boolean precision = i < 6;
      String iou = i == 1 ? "0.50" : i == 2 ? "0.75" : range;
      int area = i >= 3 && i < 6 ? i - 2 : i >= 9 ? i - 8 : ALL;
      int limit = i >= 6 && i < 9 ? i - 6 : LAST;
      text.append(
          " %-18s %s @[ IoU=%-9s | area=%6s | maxDets=%3d ] = %s\n"
              .formatted(
                  precision ? "Average Precision" : "Average Recall",
                  precision ? "(AP)" : "(AR)",
                  iou,
                  config.areaRanges().get(area).label(),
                  config.maxDetections().get(limit),
                  decimals(stats[i], 3)));
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

  private double precision(int area) {
    return curves.meanPrecision(0, curves.thresholds(), 0, curves.categories(), area, LAST);
  }

  /** Undefined where the threshold is not one of those evaluated. */
  private double precisionAt(double iouThreshold, int fromCategory, int toCategory) {
    int t = config.iouThresholds().indexOf(iouThreshold);
    return t < 0 ? -1 : curves.meanPrecision(t, t + 1, fromCategory, toCategory, ALL, LAST);
  }

  private double recall(int area, int limit) {
    return curves.meanRecall(0, curves.categories(), area, limit);
  }
}
