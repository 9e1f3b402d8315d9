package io.yoso4j.train.conformance;

import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.MaskTerm;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.TargetFrame;
import io.yoso4j.data.DataException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The conventions of a case: {@code family} and {@code config} of its {@code meta.json}. */
final class CaseConfig {

  /** The loss a case comes from. */
  @SuppressWarnings("ImmutableEnumChecker") // Set.of gives immutable sets
  enum Family {
    /** Softmax cross-entropy, uncertainty-sampled points (YOSO, Mask2Former). */
    YOSO(Set.of("P", "over", "imp", "eos", "class_weights", "aux_weighted")),
    /** Sigmoid focal loss, uncertainty-sampled points. */
    HYBRID(Set.of("P", "over", "imp", "eos", "alpha", "gamma", "aux_weighted")),
    /** Sigmoid focal loss, full masks. */
    BASELINE(Set.of("eos", "alpha", "gamma", "match_res", "aux_weighted")),
    /** Softmax cross-entropy, boxes, focal and dice on full masks. */
    DETR(Set.of("eos", "class_weights", "losses"));

    private final Set<String> keys;

    Family(Set<String> keys) {
      this.keys = keys;
    }

    boolean has(String key) {
      return COMMON.contains(key)
          || keys.contains(key)
          || (this != DETR && MASK_TERM.contains(key));
    }

    String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Set<String> COMMON = Set.of("C", "w", "matcher", "aux", "logit_columns");
  private static final Set<String> MASK_TERM = Set.of("mask_term", "mask_alpha", "mask_gamma");
  private static final List<String> DETR_LOSSES =
      List.of("labels", "boxes", "cardinality", "masks");

  private final Family family;
  private final JsonFields fields;

  private CaseConfig(Family family, JsonFields fields) {
    this.family = family;
    this.fields = fields;
  }

  /**
   * @throws DataException if the family is unknown or a key is none of its
   */
  static CaseConfig of(JsonFields meta) {
    Family family = family(meta);
    JsonFields fields = meta.object("config");
    for (String key : fields.keys()) {
      if (!family.has(key)) {
        throw new DataException(
            "%s: unknown key \"%s\", family %s has %s"
                .formatted(fields.where(), key, family.spelling(), known(family)));
      }
    }
    CaseConfig config = new CaseConfig(family, fields);
    config.checkLosses();
    return config;
  }

  private static Family family(JsonFields meta) {
    String name = meta.text("family");
    for (Family family : Family.values()) {
      if (family.spelling().equals(name)) {
        return family;
      }
    }
    throw new DataException(
        "%s: unknown family \"%s\", must be one of %s"
            .formatted(
                meta.where(),
                name,
                Arrays.stream(Family.values())
                    .map(Family::spelling)
                    .collect(Collectors.joining(", "))));
  }

  private static String known(Family family) {
    return Stream.of(COMMON, family.keys, MASK_TERM)
        .flatMap(Set::stream)
        .filter(family::has)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private void checkLosses() {
    if (family == Family.DETR && fields.has("losses")) {
      for (String loss : fields.texts("losses")) {
        if (!DETR_LOSSES.contains(loss)) {
          throw new DataException(
              "%s: \"losses\" holds \"%s\", must be of %s"
                  .formatted(fields.where(), loss, DETR_LOSSES));
        }
      }
    }
  }

  int numClasses() {
    return fields.whole("C", 1);
  }

  /** How many auxiliary outputs every call is said to have, or -1 if nothing is said. */
  int auxOutputs() {
    return fields.has("aux") ? fields.whole("aux", 0) : -1;
  }

  /** Columns of the class logits as the case says, else {@link CaseFiles#ANY}. */
  int logitColumns() {
    return fields.has("logit_columns") ? fields.whole("logit_columns", 1) : CaseFiles.ANY;
  }

  boolean hasBoxes() {
    return family == Family.DETR;
  }

  /** Whether a level's predicted masks are scored. DETR leaves them out of auxiliary levels. */
  boolean scoresMasks(Level level) {
    if (family != Family.DETR) {
      return true;
    }
    boolean asked = !fields.has("losses") || fields.texts("losses").contains("masks");
    return asked && !level.auxiliary();
  }

  /**
   * The criterion of a level.
   *
   * @throws DataException if a value is out of range
   */
  SetCriterionConfig criterion(Level level) {
    try {
      return family == Family.DETR ? detr() : masks(level);
    } catch (IllegalArgumentException e) {
      throw new DataException(fields.where() + ": " + e.getMessage(), e);
    }
  }

  private SetCriterionConfig detr() {
    double[] w = fields.numbers("w", 1, 5, 2, 1, 1);
    double[] matcher = fields.numbers("matcher", 1, 5, 2);
    return SetCriterionConfig.detr(numClasses()).toBuilder()
        .classification(softmax())
        .weights(new LossWeights(w[0], w[3], w[4], w[1], w[2]))
        .matcher(
            new MatcherConfig(
                matcher[0],
                0,
                0,
                matcher[1],
                matcher[2],
                new MatcherPoints.PredictionGrid(),
                TargetFrame.OWN))
        .build();
  }

  private SetCriterionConfig masks(Level level) {
    double[] w = fields.numbers("w", 2, 5, 5);
    double[] matcher = fields.numbers("matcher", w[0], w[1], w[2]);
    // YOSO's weight_dict has no keys for auxiliary outputs, so that they come out unweighted.
    boolean weighted = !level.auxiliary() || fields.flag("aux_weighted", false);
    return SetCriterionConfig.yoso(numClasses()).toBuilder()
        .classification(
            family == Family.YOSO
                ? softmax()
                : new Classification.SigmoidFocal(
                    fields.number("alpha", 0.25), fields.number("gamma", 2)))
        .maskPoints(
            family == Family.BASELINE
                ? new MaskPoints.FullMask()
                : new MaskPoints.UncertaintySampled(
                    points(), fields.number("over", 3), fields.number("imp", 0.75)))
        .maskTerm(maskTerm())
        .weights(weighted ? new LossWeights(w[0], w[1], w[2]) : new LossWeights(1, 1, 1))
        .matcher(new MatcherConfig(matcher[0], matcher[1], matcher[2], matcherPoints()))
        .build();
  }

  private MaskTerm maskTerm() {
    String term = fields.has("mask_term") ? fields.text("mask_term") : "cross_entropy";
    return switch (term) {
      case "cross_entropy" -> crossEntropy();
      case "focal" -> maskFocal();
      default ->
          throw new DataException(
              "%s: \"mask_term\" must be cross_entropy or focal, but is \"%s\""
                  .formatted(fields.where(), term));
    };
  }

  private MaskTerm crossEntropy() {
    for (String key : List.of("mask_alpha", "mask_gamma")) {
      if (fields.has(key)) {
        throw new DataException(
            "%s: \"%s\" needs \"mask_term\": \"focal\"".formatted(fields.where(), key));
      }
    }
    return new MaskTerm.BinaryCrossEntropy();
  }

  private MaskTerm maskFocal() {
    double alpha = fields.number("mask_alpha", 0.25);
    double gamma = fields.number("mask_gamma", 2);
    try {
      return new MaskTerm.Focal(alpha, gamma);
    } catch (IllegalArgumentException e) {
      // It names the record's component, which the classes' focal loss has too.
      throw new DataException("%s: mask_%s".formatted(fields.where(), e.getMessage()), e);
    }
  }

  private Classification softmax() {
    double[] classWeights = fields.numbers("class_weights");
    return new Classification.SoftmaxCrossEntropy(
        fields.number("eos", 0.1), Arrays.stream(classWeights).boxed().toList());
  }

  private MatcherPoints matcherPoints() {
    if (family != Family.BASELINE) {
      return new MatcherPoints.SharedRandom(points());
    }
    String grid = fields.has("match_res") ? fields.text("match_res") : "pred";
    return switch (grid) {
      case "pred" -> new MatcherPoints.PredictionGrid();
      case "target" -> new MatcherPoints.TargetGrid();
      default ->
          throw new DataException(
              "%s: \"match_res\" must be pred or target, but is \"%s\""
                  .formatted(fields.where(), grid));
    };
  }

  private int points() {
    return fields.whole("P", 1);
  }
}
