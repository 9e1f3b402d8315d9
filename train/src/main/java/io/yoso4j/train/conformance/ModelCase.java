package io.yoso4j.train.conformance;

import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.data.DataException;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.NetworkWeights;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.yoso.BackboneConfig;
import io.yoso4j.model.yoso.ResNetConfig;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.model.yoso.YosoNetwork;
import io.yoso4j.train.config.UpstreamLossKeys;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A recorded YOSO network: its configuration in detectron2's keys, its weights, its arrays. */
final class ModelCase {
  private static final List<String> LOSS =
      List.of(
          "NUM_CLASSES",
          "NO_OBJECT_WEIGHT",
          "CLASS_WEIGHT",
          "MASK_WEIGHT",
          "DICE_WEIGHT",
          "TRAIN_NUM_POINTS",
          "OVERSAMPLE_RATIO",
          "IMPORTANCE_SAMPLE_RATIO");

  private final CaseFiles files;
  private final JsonFields meta;
  private final JsonFields model;
  private final JsonFields yoso;
  private final YosoConfig config;

  private ModelCase(CaseFiles files, JsonFields meta) {
    this.files = files;
    this.meta = meta;
    model = meta.object("config").object("MODEL");
    yoso = model.object("YOSO");
    config = readConfig();
  }

  /** Whether a {@code meta.json} is of a model. */
  static boolean describes(JsonFields meta) {
    return meta.has("config") && meta.object("config").has("MODEL");
  }

  /**
   * @throws DataException naming the field that is missing or wrong
   */
  static ModelCase of(Path folder, JsonFields meta) {
    return new ModelCase(new CaseFiles(folder), meta);
  }

  CaseFiles files() {
    return files;
  }

  JsonFields meta() {
    return meta;
  }

  YosoConfig config() {
    return config;
  }

  private YosoConfig readConfig() {
    JsonFields resnets = model.object("RESNETS");
    String norm = resnets.text("NORM");
    BackboneConfig backbone =
        new ResNetConfig(
            resnets.whole("DEPTH", 1),
            resnets.whole("STEM_OUT_CHANNELS", 1),
            resnets.whole("RES2_OUT_CHANNELS", 1),
            resnets.whole("WIDTH_PER_GROUP", 1),
            switch (norm) {
              case "FrozenBN" -> BackboneConfig.Norm.FROZEN;
              case "BN", "SyncBN" -> BackboneConfig.Norm.BATCH;
              case "GN" -> BackboneConfig.Norm.GROUP;
              default ->
                  throw new DataException(
                      "%s: \"NORM\" must be FrozenBN, BN, SyncBN or GN, but is \"%s\""
                          .formatted(resnets.where(), norm));
            },
            model.object("BACKBONE").whole("FREEZE_AT", 0));
    return YosoConfig.r50(yoso.whole("NUM_CLASSES", 1)).toBuilder()
        .backbone(backbone)
        .numStages(yoso.whole("NUM_STAGES", 1))
        .hiddenDim(yoso.whole("HIDDEN_DIM", 1))
        .aggDim(yoso.whole("AGG_DIM", 1))
        .numQueries(yoso.whole("NUM_PROPOSALS", 1))
        .convKernel1d(yoso.whole("CONV_KERNEL_SIZE_1D", 1))
        .numClsFcs(yoso.whole("NUM_CLS_FCS", 1))
        .numMaskFcs(yoso.whole("NUM_MASK_FCS", 1))
        .temperature(yoso.number("TEMPERATIRE", 0.1))
        .sizeDivisibility(yoso.whole("SIZE_DIVISIBILITY", 1))
        .pixelMean(list(model.numbers("PIXEL_MEAN")))
        .pixelStd(list(model.numbers("PIXEL_STD")))
        .build();
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** The loss, with defaults as in the original. */
  SetCriterionConfig criterion() {
    Map<String, String> keys = new LinkedHashMap<>();
    for (String key : LOSS) {
      if (yoso.has(key)) {
        keys.put("MODEL.YOSO." + key, yoso.node().get(key).asString());
      }
    }
    return UpstreamLossKeys.of(keys).criterion();
  }

  int maxDetections() {
    JsonFields test = meta.object("config").object("TEST");
    return test.has("DETECTIONS_PER_IMAGE") ? test.whole("DETECTIONS_PER_IMAGE", 1) : 100;
  }

  /** The network with the recorded weights; to be closed. */
  YosoNetwork network() {
    YosoNetwork network = YosoNetwork.create(config, 0);
    try {
      load(network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
    return network;
  }

  /** Puts the recorded weights back. */
  void load(YosoNetwork network) {
    Path weights = files.folder().resolve("weights.pth");
    NetworkWeights.loadStrict(
        network.parameters(), WeightFile.read(weights).tensors(), weights.toString());
  }

  /** A recorded image {@code [3, H, W]}, bytes. */
  RgbImage image(String name) {
    NpyArray array = files.read(name, NpyType.UINT8, 3, CaseFiles.ANY, CaseFiles.ANY);
    int height = array.shape()[1];
    int width = array.shape()[2];
    int plane = Math.multiplyExact(height, width);
    byte[] rgb = new byte[Math.multiplyExact(3, plane)];
    for (int i = 0; i < plane; i++) {
      for (int c = 0; c < 3; c++) {
        rgb[3 * i + c] = array.data().get(c * plane + i);
      }
    }
    return RgbImage.of(width, height, rgb);
  }
}
