package io.yoso4j.train.config;

/** The loss in {@code MODEL.YOSO}. The matching has the weights and points of the loss. */
final class UpstreamLossSection {
  private static final String YOSO = "MODEL.YOSO.";

  private UpstreamLossSection() {}

  static void map(UpstreamKeys keys) {
    take(keys, "NO_OBJECT_WEIGHT", 0.1, "loss.no_object_weight");
    take(keys, "CLASS_WEIGHT", 2, "loss.class_weight");
    take(keys, "MASK_WEIGHT", 5, "loss.mask_weight");
    take(keys, "DICE_WEIGHT", 5, "loss.dice_weight");
    take(keys, "OVERSAMPLE_RATIO", 3, "loss.oversample_ratio");
    take(keys, "IMPORTANCE_SAMPLE_RATIO", 0.75, "loss.importance_sample_ratio");
    String points = YOSO + "TRAIN_NUM_POINTS";
    keys.take(points, keys.whole(points, 112 * 112), "loss.num_points", "loss.matcher_num_points");
  }

  private static void take(UpstreamKeys keys, String name, double fallback, String ours) {
    keys.take(YOSO + name, keys.number(YOSO + name, fallback), ours);
  }
}
