package io.yoso4j.train.config;

import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.TargetFrame;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The names and defaults of the loss settings in one of the original codebases: YOSO's {@code
 * config.py}, Mask2Former's {@code config.py}, DETR's {@code d2/detr/config.py} and the arguments
 * of its {@code main.py}.
 */
@SuppressWarnings("ImmutableEnumChecker") // the maps and sets are immutable
enum UpstreamDialect {
  YOSO(
      "MODEL.YOSO.",
      masks("MODEL.YOSO.", "MODEL.YOSO.NUM_CLASSES", 133, 2, 5, 5),
      Set.of(
          "SIZE_DIVISIBILITY",
          "NUM_STAGES",
          "IN_FEATURES",
          "HIDDEN_DIM",
          "AGG_DIM",
          "NUM_PROPOSALS",
          "CONV_KERNEL_SIZE_2D",
          "CONV_KERNEL_SIZE_1D",
          "NUM_CLS_FCS",
          "NUM_MASK_FCS",
          "TEMPERATIRE")),
  MASK_FORMER(
      "MODEL.MASK_FORMER.",
      masks("MODEL.MASK_FORMER.", "MODEL.SEM_SEG_HEAD.NUM_CLASSES", 54, 1, 20, 1),
      Set.of(
          "DEEP_SUPERVISION",
          "NHEADS",
          "DROPOUT",
          "DIM_FEEDFORWARD",
          "ENC_LAYERS",
          "DEC_LAYERS",
          "PRE_NORM",
          "HIDDEN_DIM",
          "NUM_OBJECT_QUERIES",
          "TRANSFORMER_IN_FEATURE",
          "TRANSFORMER_DECODER_NAME",
          "ENFORCE_INPUT_PROJ",
          "SIZE_DIVISIBILITY")),
  DETR(
      "MODEL.DETR.",
      Map.of(
          "MODEL.DETR.NUM_CLASSES", 80.0,
          "MODEL.DETR.NO_OBJECT_WEIGHT", 0.1,
          "MODEL.DETR.L1_WEIGHT", 5.0,
          "MODEL.DETR.GIOU_WEIGHT", 2.0),
      Set.of(
          "FROZEN_WEIGHTS",
          "DEEP_SUPERVISION",
          "NHEADS",
          "DROPOUT",
          "DIM_FEEDFORWARD",
          "ENC_LAYERS",
          "DEC_LAYERS",
          "PRE_NORM",
          "HIDDEN_DIM",
          "NUM_OBJECT_QUERIES")),
  /** Without dots. The number of classes is no argument there; 91 is what COCO gets. */
  DETR_ARGUMENTS(
      "",
      Map.of(
          "num_classes", 91.0,
          "eos_coef", 0.1,
          "set_cost_class", 1.0,
          "set_cost_bbox", 5.0,
          "set_cost_giou", 2.0,
          "mask_loss_coef", 1.0,
          "dice_loss_coef", 1.0,
          "bbox_loss_coef", 5.0,
          "giou_loss_coef", 2.0),
      Set.of("aux_loss", "no_aux_loss", "weight_decay", "frozen_weights"));

  /** What every key begins with. */
  final String section;

  /** The keys that are read and what counts where they are missing. */
  final Map<String, Double> defaults;

  /** Names in the section that do not concern the loss. */
  final Set<String> others;

  UpstreamDialect(String section, Map<String, Double> defaults, Set<String> others) {
    this.section = section;
    this.defaults = defaults;
    this.others = others;
  }

  private static Map<String, Double> masks(
      String section,
      String classesKey,
      double classes,
      double classWeight,
      double maskWeight,
      double diceWeight) {
    Map<String, Double> keys = new LinkedHashMap<>();
    keys.put(classesKey, classes);
    keys.put(section + "NO_OBJECT_WEIGHT", 0.1);
    keys.put(section + "CLASS_WEIGHT", classWeight);
    keys.put(section + "MASK_WEIGHT", maskWeight);
    keys.put(section + "DICE_WEIGHT", diceWeight);
    keys.put(section + "TRAIN_NUM_POINTS", 112.0 * 112);
    keys.put(section + "OVERSAMPLE_RATIO", 3.0);
    keys.put(section + "IMPORTANCE_SAMPLE_RATIO", 0.75);
    return Map.copyOf(keys);
  }

  /** Whether a key counts something. */
  static boolean isWhole(String key) {
    return key.toUpperCase(Locale.ROOT).endsWith("NUM_CLASSES") || key.endsWith("TRAIN_NUM_POINTS");
  }

  /**
   * @param values of all keys of {@link #defaults}
   * @throws IllegalArgumentException if one is out of range
   */
  SetCriterionConfig criterion(Map<String, Double> values) {
    return switch (this) {
      case YOSO -> masks(values, "MODEL.YOSO.NUM_CLASSES");
      case MASK_FORMER -> masks(values, "MODEL.SEM_SEG_HEAD.NUM_CLASSES");
      case DETR -> {
        double box = value(values, "L1_WEIGHT");
        double giou = value(values, "GIOU_WEIGHT");
        yield detr(
            (int) value(values, "NUM_CLASSES"),
            value(values, "NO_OBJECT_WEIGHT"),
            new LossWeights(1, 1, 1, box, giou),
            List.of(1.0, box, giou));
      }
      case DETR_ARGUMENTS ->
          detr(
              (int) value(values, "num_classes"),
              value(values, "eos_coef"),
              new LossWeights(
                  1,
                  value(values, "mask_loss_coef"),
                  value(values, "dice_loss_coef"),
                  value(values, "bbox_loss_coef"),
                  value(values, "giou_loss_coef")),
              List.of(
                  value(values, "set_cost_class"),
                  value(values, "set_cost_bbox"),
                  value(values, "set_cost_giou")));
    };
  }

  private double value(Map<String, Double> values, String name) {
    return required(values, section + name);
  }

  private static double required(Map<String, Double> values, String key) {
    return Objects.requireNonNull(values.get(key), key);
  }

  private SetCriterionConfig masks(Map<String, Double> values, String classesKey) {
    double classWeight = value(values, "CLASS_WEIGHT");
    double maskWeight = value(values, "MASK_WEIGHT");
    double diceWeight = value(values, "DICE_WEIGHT");
    int points = (int) value(values, "TRAIN_NUM_POINTS");
    return SetCriterionConfig.yoso((int) required(values, classesKey)).toBuilder()
        .classification(new Classification.SoftmaxCrossEntropy(value(values, "NO_OBJECT_WEIGHT")))
        .maskPoints(
            new MaskPoints.UncertaintySampled(
                points,
                value(values, "OVERSAMPLE_RATIO"),
                value(values, "IMPORTANCE_SAMPLE_RATIO")))
        .weights(new LossWeights(classWeight, maskWeight, diceWeight))
        .matcher(
            new MatcherConfig(
                classWeight, maskWeight, diceWeight, new MatcherPoints.SharedRandom(points)))
        .build();
  }

  private static SetCriterionConfig detr(
      int numClasses, double noObjectWeight, LossWeights weights, List<Double> costs) {
    return SetCriterionConfig.detr(numClasses).toBuilder()
        .classification(new Classification.SoftmaxCrossEntropy(noObjectWeight))
        .weights(weights)
        .matcher(
            new MatcherConfig(
                costs.get(0),
                0,
                0,
                costs.get(1),
                costs.get(2),
                new MatcherPoints.PredictionGrid(),
                TargetFrame.OWN))
        .build();
  }
}
