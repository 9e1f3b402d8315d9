package io.yoso4j.benchmarks;

import io.yoso4j.criterion.SetCriterionConfig;
import java.util.Locale;

/** Which criterion is measured. */
enum Variant {
  /** YOSO's and Mask2Former's: softmax, uncertain points. */
  SET {
    @Override
    SetCriterionConfig preset(Workload size) {
      return SetCriterionConfig.yoso(size.classes()).toBuilder().numPoints(size.points()).build();
    }
  },
  /** The usual baseline: focal loss, full masks, matched at the predictions' resolution. */
  FULL {
    @Override
    SetCriterionConfig preset(Workload size) {
      return SetCriterionConfig.baseline(size.classes());
    }
  },
  /** Focal loss, uncertain points. */
  HYBRID {
    @Override
    SetCriterionConfig preset(Workload size) {
      return SetCriterionConfig.hybrid(size.classes()).toBuilder().numPoints(size.points()).build();
    }
  };

  abstract SetCriterionConfig preset(Workload size);

  /** Class columns of the logits: softmax has one for "no object". */
  int columns(Workload size) {
    return this == SET ? size.classes() + 1 : size.classes();
  }

  /** Name on the command line and in tables. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The variant of this label.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Variant named(String label) {
    for (Variant variant : values()) {
      if (variant.label().equals(label)) {
        return variant;
      }
    }
    throw new IllegalArgumentException("variant (" + label + ") must be set, full or hybrid");
  }
}
