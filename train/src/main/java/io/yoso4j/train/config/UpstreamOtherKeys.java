package io.yoso4j.train.config;

import java.util.List;

/** Data loading, evaluation and the machine; and the keys of networks that are not YOSO's. */
final class UpstreamOtherKeys {
  private static final List<String> OTHER_NETWORKS =
      List.of(
          "MODEL.ANCHOR_GENERATOR.",
          "MODEL.RPN.",
          "MODEL.PROPOSAL_GENERATOR.",
          "MODEL.ROI_HEADS.",
          "MODEL.ROI_BOX_HEAD.",
          "MODEL.ROI_BOX_CASCADE_HEAD.",
          "MODEL.ROI_MASK_HEAD.",
          "MODEL.ROI_KEYPOINT_HEAD.",
          "MODEL.SEM_SEG_HEAD.",
          "MODEL.PANOPTIC_FPN.",
          "MODEL.RETINANET.",
          "MODEL.FPN.");

  private UpstreamOtherKeys() {}

  static void map(UpstreamKeys keys) {
    String workers = "DATALOADER.NUM_WORKERS";
    keys.take(workers, Math.max(1, keys.whole(workers, 4)), "data.loader_threads");
    String empty = "DATALOADER.FILTER_EMPTY_ANNOTATIONS";
    keys.take(empty, keys.flag(empty, true), "data.filter_empty");
    keys.require("DATALOADER.SAMPLER_TRAIN", "TrainingSampler", "TrainingSampler");
    keys.ignore("DATALOADER.REPEAT_THRESHOLD", "of another sampler");
    keys.ignore("DATALOADER.ASPECT_RATIO_GROUPING", "training images are squares of one size");

    keys.take("TEST.EVAL_PERIOD", keys.whole("TEST.EVAL_PERIOD", 0), "eval.every");
    String detections = "TEST.DETECTIONS_PER_IMAGE";
    keys.take(detections, keys.whole(detections, 100), "eval.max_detections");
    if (keys.flag("TEST.PRECISE_BN.ENABLED", false)) {
      throw keys.unsupported("TEST.PRECISE_BN.ENABLED", true, "only False is supported");
    }
    for (String name :
        List.of("PRECISE_BN.ENABLED", "PRECISE_BN.NUM_ITER", "KEYPOINT_OKS_SIGMAS")) {
      keys.ignore("TEST." + name, "not used");
    }
    keys.ignore("TEST.EXPECTED_RESULTS", "--require-ap does that");
    for (String name : List.of("ENABLED", "MIN_SIZES", "MAX_SIZE", "FLIP")) {
      keys.ignore("TEST.AUG." + name, "the original's training does not use it either");
    }

    long seed = (long) keys.number("SEED", -1);
    if (seed >= 0) {
      keys.take("SEED", seed, "seed");
    } else {
      keys.ignore("SEED", "--seed decides");
    }
    device(keys);
    for (String name :
        List.of(
            "TRAIN",
            "TEST",
            "PROPOSAL_FILES_TRAIN",
            "PROPOSAL_FILES_TEST",
            "PRECOMPUTED_PROPOSAL_TOPK_TRAIN",
            "PRECOMPUTED_PROPOSAL_TOPK_TEST")) {
      keys.ignore("DATASETS." + name, "--data names the data");
    }
    keys.ignore("OUTPUT_DIR", "--out names the run folder");
    keys.ignore("VERSION", "version of detectron2's format");
    keys.ignore("CUDNN_BENCHMARK", "speed only");
    keys.ignore("VIS_PERIOD", "pictures are in the report");
    for (String name : List.of("LOAD_PROPOSALS", "MASK_ON", "KEYPOINT_ON")) {
      keys.ignore("MODEL." + name, "YOSO does not read it");
    }
    for (String key : keys.unused()) {
      if (OTHER_NETWORKS.stream().anyMatch(key::startsWith)) {
        keys.ignore(key, "of another network");
      }
    }
  }

  private static void device(UpstreamKeys keys) {
    String key = "MODEL.DEVICE";
    String device = keys.text(key, "cuda");
    switch (device) {
      case "cpu" -> keys.take(key, device, "engine.device");
      case "cuda" -> keys.translate(key, device, "engine.device", "auto");
      default -> throw keys.unsupported(key, device, "only cpu and cuda are supported");
    }
  }
}
