package io.yoso4j.train.config;

import java.util.List;

/** {@code MODEL.BACKBONE}, {@code MODEL.RESNETS} and the structure in {@code MODEL.YOSO}. */
final class UpstreamModelKeys {
  private static final List<String> LEVELS = List.of("res2", "res3", "res4", "res5");
  private static final String TORCHVISION = "detectron2://ImageNetPretrained/torchvision/R-";

  private UpstreamModelKeys() {}

  static void map(UpstreamKeys keys) {
    keys.require("MODEL.META_ARCHITECTURE", "GeneralizedRCNN", "YOSO");
    keys.require("MODEL.BACKBONE.NAME", "build_resnet_backbone", "build_resnet_backbone");
    backbone(keys);
    weights(keys);
    pixels(keys);
    head(keys);
  }

  private static void backbone(UpstreamKeys keys) {
    String resnets = "MODEL.RESNETS.";
    int depth = keys.whole(resnets + "DEPTH", 50);
    keys.take(resnets + "DEPTH", depth, "model.depth");
    take(keys, "MODEL.BACKBONE.FREEZE_AT", 2, "model.freeze_at");
    take(keys, resnets + "STEM_OUT_CHANNELS", 64, "model.stem_channels");
    take(keys, resnets + "RES2_OUT_CHANNELS", 256, "model.res2_channels");
    take(keys, resnets + "WIDTH_PER_GROUP", 64, "model.width_per_group");
    norm(keys, resnets + "NORM");
    if (depth >= 50) {
      keys.require(resnets + "STRIDE_IN_1X1", "True", "False");
    } else {
      keys.ignore(resnets + "STRIDE_IN_1X1", "its blocks have no convolution of 1×1");
    }
    keys.require(resnets + "NUM_GROUPS", "1", "1");
    keys.require(resnets + "RES5_DILATION", "1", "1");
    List<String> deformable = keys.items(resnets + "DEFORM_ON_PER_STAGE", List.of());
    if (deformable.stream().anyMatch(stage -> !stage.equalsIgnoreCase("false"))) {
      throw keys.unsupported(
          resnets + "DEFORM_ON_PER_STAGE",
          deformable,
          "deformable convolutions in the backbone are not supported");
    }
    keys.ignore(resnets + "DEFORM_ON_PER_STAGE", "no deformable convolutions, as it is here");
    keys.ignore(resnets + "DEFORM_MODULATED", "no deformable convolutions in the backbone");
    keys.ignore(resnets + "DEFORM_NUM_GROUPS", "no deformable convolutions in the backbone");
    keys.require(resnets + "OUT_FEATURES", LEVELS);
  }

  private static void norm(UpstreamKeys keys, String key) {
    String norm = keys.text(key, "FrozenBN");
    switch (norm) {
      case "FrozenBN" -> keys.translate(key, norm, "model.norm", "frozen");
      case "BN" -> keys.translate(key, norm, "model.norm", "batch");
      case "SyncBN" -> keys.translate(key, norm, "model.norm", "sync");
      case "GN" -> keys.translate(key, norm, "model.norm", "group");
      default ->
          throw keys.unsupported(key, norm, "only FrozenBN, BN, SyncBN and GN are supported");
    }
  }

  private static void weights(UpstreamKeys keys) {
    String key = "MODEL.WEIGHTS";
    String weights = keys.text(key, "");
    if (weights.startsWith(TORCHVISION) && weights.endsWith(".pkl")) {
      String depth = weights.substring(TORCHVISION.length(), weights.length() - ".pkl".length());
      keys.translate(key, weights, "model.backbone_weights", "torchvision:resnet" + depth);
    } else if (weights.contains("://")) {
      throw keys.unsupported(
          key,
          ConfigException.quoted(weights),
          "of addresses only " + TORCHVISION + "*.pkl are known: download it and name the file");
    } else {
      keys.take(key, weights, "model.backbone_weights");
    }
  }

  private static void pixels(UpstreamKeys keys) {
    keys.require("INPUT.FORMAT", "BGR", "RGB");
    String mean = "MODEL.PIXEL_MEAN";
    keys.take(mean, keys.numbers(mean, List.of(103.53, 116.28, 123.675)), "model.pixel_mean");
    String std = "MODEL.PIXEL_STD";
    keys.take(std, keys.numbers(std, List.of(1.0, 1.0, 1.0)), "model.pixel_std");
  }

  private static void head(UpstreamKeys keys) {
    String yoso = "MODEL.YOSO.";
    take(keys, yoso + "HIDDEN_DIM", 256, "model.hidden_dim");
    take(keys, yoso + "AGG_DIM", 128, "model.agg_dim");
    take(keys, yoso + "NUM_PROPOSALS", 100, "model.num_queries");
    take(keys, yoso + "NUM_STAGES", 2, "model.num_stages");
    take(keys, yoso + "CONV_KERNEL_SIZE_1D", 3, "model.conv_kernel1d");
    take(keys, yoso + "NUM_CLS_FCS", 1, "model.num_cls_fcs");
    take(keys, yoso + "NUM_MASK_FCS", 1, "model.num_mask_fcs");
    String temperature = yoso + "TEMPERATIRE";
    keys.take(temperature, keys.number(temperature, 0.1), "model.temperature");
    keys.require(yoso + "CONV_KERNEL_SIZE_2D", "1", "1");
    keys.require(yoso + "SIZE_DIVISIBILITY", "32", "32");
    keys.require(yoso + "IN_FEATURES", LEVELS);
    keys.ignore(yoso + "NUM_CLASSES", "the data set has as many classes as it lists");
    for (String name : List.of("SEMANTIC_ON", "INSTANCE_ON", "PANOPTIC_ON")) {
      keys.ignore(yoso + "TEST." + name, "training is measured by instances");
    }
    for (String name :
        List.of(
            "OBJECT_MASK_THRESHOLD",
            "OVERLAP_THRESHOLD",
            "SEM_SEG_POSTPROCESSING_BEFORE_INFERENCE")) {
      keys.ignore(yoso + "TEST." + name, "of panoptic and semantic inference");
    }
  }

  private static void take(UpstreamKeys keys, String key, int fallback, String ours) {
    keys.take(key, keys.whole(key, fallback), ours);
  }
}
