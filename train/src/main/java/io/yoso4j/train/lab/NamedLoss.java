package io.yoso4j.train.lab;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The losses that are known by name. Each differs from another in one choice, so that a difference
 * between two has one cause. All have the weights, numbers of points and focal parameters of the
 * common configuration, and cross-entropy and dice for masks.
 */
@SuppressWarnings("ImmutableEnumChecker") // the map is never changed
public enum NamedLoss {
  /** YOSO's and Mask2Former's {@code SetCriterion}. */
  SET("cross-entropy, uncertain points", "cross_entropy", "uncertain", "random"),
  /** The usual loss before it. */
  BASELINE("focal, full mask", "focal", "full", "prediction"),
  /** {@link #BASELINE} with mask terms at uniform points. */
  BASELINE_RANDOM(
      "focal, random points, matched on the full mask", "focal", "random", "prediction"),
  /** {@link #BASELINE} with mask terms at uncertain points. */
  BASELINE_POINTS(
      "focal, uncertain points, matched on the full mask", "focal", "uncertain", "prediction"),
  /** {@link #BASELINE_POINTS} under another name. */
  ADAPTED("focal, uncertain points, matched on the full mask", "focal", "uncertain", "prediction"),
  /** {@link #ADAPTED} with cross-entropy for the classes. */
  ADAPTED_CE(
      "cross-entropy, uncertain points, matched on the full mask",
      "cross_entropy",
      "uncertain",
      "prediction"),
  /** {@link #SET} with the focal loss for the classes. */
  HYBRID("focal, uncertain points", "focal", "uncertain", "random");

  private final LossVariant variant;

  NamedLoss(String description, String classification, String points, String matcherPoints) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("classification", classification);
    keys.put("points", points);
    keys.put("mask_term", "cross_entropy");
    keys.put("matcher_points", matcherPoints);
    variant = new LossVariant(label(), description, keys);
  }

  /** What it is called on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its keys. */
  public LossVariant variant() {
    return variant;
  }

  /** All names, in order. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(NamedLoss::label).toList();
  }
}
