package io.yoso4j.model.golden;

import io.yoso4j.model.NetworkWeights;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.yoso.BackboneConfig;
import io.yoso4j.model.yoso.ResNetConfig;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.model.yoso.YosoNetwork;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The network of a model fixture, with its weights. */
public final class GoldenNetwork {
  private GoldenNetwork() {}

  public static YosoConfig config(Golden golden) {
    JsonNode model = golden.meta().get("config").get("MODEL");
    JsonNode yoso = model.get("YOSO");
    JsonNode resnet = model.get("RESNETS");
    BackboneConfig backbone =
        new ResNetConfig(
            resnet.get("DEPTH").asInt(),
            resnet.get("STEM_OUT_CHANNELS").asInt(),
            resnet.get("RES2_OUT_CHANNELS").asInt(),
            resnet.get("WIDTH_PER_GROUP").asInt(),
            resnet.get("NORM").asString().equals("FrozenBN")
                ? BackboneConfig.Norm.FROZEN
                : BackboneConfig.Norm.BATCH,
            model.get("BACKBONE").get("FREEZE_AT").asInt());
    return YosoConfig.r50(yoso.get("NUM_CLASSES").asInt()).toBuilder()
        .backbone(backbone)
        .numStages(yoso.get("NUM_STAGES").asInt())
        .hiddenDim(yoso.get("HIDDEN_DIM").asInt())
        .aggDim(yoso.get("AGG_DIM").asInt())
        .numQueries(yoso.get("NUM_PROPOSALS").asInt())
        .convKernel1d(yoso.get("CONV_KERNEL_SIZE_1D").asInt())
        .numClsFcs(yoso.get("NUM_CLS_FCS").asInt())
        .numMaskFcs(yoso.get("NUM_MASK_FCS").asInt())
        .temperature(yoso.get("TEMPERATIRE").asDouble())
        .sizeDivisibility(yoso.get("SIZE_DIVISIBILITY").asInt())
        .pixelMean(
            StreamSupport.stream(model.get("PIXEL_MEAN").spliterator(), false)
                .map(JsonNode::asDouble)
                .toList())
        .pixelStd(
            StreamSupport.stream(model.get("PIXEL_STD").spliterator(), false)
                .map(JsonNode::asDouble)
                .toList())
        .build();
  }

  public static YosoNetwork load(Golden golden) {
    YosoNetwork network = YosoNetwork.create(config(golden), 0);
    WeightFile file = WeightFile.read(golden.folder().resolve("weights.pth"));
    NetworkWeights.loadStrict(network.parameters(), file.tensors(), "weights.pth");
    return network;
  }
}
