package io.yoso4j.model;

import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.model.weights.LoadPlan;
import io.yoso4j.model.weights.MappedWeights;
import io.yoso4j.model.weights.MobileNetV2Layout;
import io.yoso4j.model.weights.ResNetLayout;
import io.yoso4j.model.weights.WeightException;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.weights.WeightTensor;
import io.yoso4j.model.weights.YosoLayout;
import io.yoso4j.model.weights.YosoWeights;
import io.yoso4j.model.yoso.BackboneConfig;
import io.yoso4j.model.yoso.InputSpec;
import io.yoso4j.model.yoso.MobileNetV2Config;
import io.yoso4j.model.yoso.ResNetConfig;
import io.yoso4j.model.yoso.YosoConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A network's configuration, read off the names and shapes of its weights, all of which fit.
 *
 * @param layout widths, depths and counts
 * @param mapped the tensors by the network's names
 * @param card what the file says beyond
 */
record ConfigFromWeights(
    YosoLayout layout, Map<String, WeightTensor> mapped, ModelCard card, WeightFile file) {
  private static final String CLASSES = "tensor yoso_head.mask_heads.0.fc_cls.weight";
  private static final int SHOWN = 3;
  private static final int MAX_CLASSES = 100_000;

  /**
   * @throws WeightException naming the tensors that are missing, unknown or of another shape
   */
  static ConfigFromWeights read(WeightFile file) {
    YosoLayout layout = YosoLayout.infer(file);
    if (layout.numClasses() < 1 || layout.numClasses() > MAX_CLASSES) {
      throw new WeightException(
          file.source(),
          CLASSES + " must be for 1 to " + MAX_CLASSES + " classes, found " + layout.numClasses());
    }
    MappedWeights weights = YosoWeights.map(file);
    LoadPlan plan = LoadPlan.compare(layout.shapes(), weights.mapped());
    List<String> unknown = new ArrayList<>(plan.unexpected());
    unknown.addAll(weights.unknown());
    if (!plan.isComplete() || !unknown.isEmpty()) {
      throw new WeightException(
          file.source(),
          "does not fit "
              + layout.describe()
              + ":"
              + part(" missing ", plan.missing())
              + part(" unknown ", unknown)
              + part(" of another shape ", plan.misshaped()));
    }
    return new ConfigFromWeights(layout, plan.matched(), card(file), file);
  }

  private static String part(String what, List<?> names) {
    if (names.isEmpty()) {
      return "";
    }
    List<String> shown = names.stream().limit(SHOWN).map(Object::toString).toList();
    int more = names.size() - shown.size();
    return what + String.join(", ", shown) + (more > 0 ? " and " + more + " more;" : ";");
  }

  private static ModelCard card(WeightFile file) {
    String json = file.metadata().get(ModelCard.METADATA_KEY);
    try {
      ModelCard card = json == null ? ModelCard.EMPTY : ModelCard.ofJson(json);
      InputSpec stored = pixels(file);
      return stored == null ? card : card.or(ModelCard.EMPTY.withInput(stored));
    } catch (IllegalArgumentException e) {
      throw new WeightException(
          file.source(), "metadata " + ModelCard.METADATA_KEY + ": " + e.getMessage());
    }
  }

  /** Detectron2 models of old store their normalisation. */
  private static @Nullable InputSpec pixels(WeightFile file) {
    WeightTensor mean = file.tensors().get("pixel_mean");
    WeightTensor deviation = file.tensors().get("pixel_std");
    if (mean == null || deviation == null || mean.elements() != 3 || deviation.elements() != 3) {
      return null;
    }
    return new InputSpec(
        doubles(mean.toFloats()), doubles(deviation.toFloats()), KnownModel.SIZE_DIVISIBILITY);
  }

  private static List<Double> doubles(float[] values) {
    List<Double> list = new ArrayList<>();
    for (float value : values) {
      list.add(Double.parseDouble(Float.toString(value)));
    }
    return list;
  }

  /**
   * The network's configuration.
   *
   * @param complete a card without gaps
   * @throws WeightException if the card names another number of classes than the tensors have, or a
   *     value is out of range
   */
  YosoConfig config(ModelCard complete) {
    requireClasses(complete.classes());
    InputSpec input = Objects.requireNonNull(complete.input(), "input");
    try {
      return YosoConfig.r50(Math.toIntExact(layout.numClasses())).toBuilder()
          .backbone(backbone())
          .numStages(layout.numStages())
          .hiddenDim(Math.toIntExact(layout.hiddenDim()))
          .aggDim(Math.toIntExact(layout.aggDim()))
          .numQueries(Math.toIntExact(layout.numQueries()))
          .convKernel1d(Math.toIntExact(layout.kernel1d()))
          .numClsFcs(layout.numClsFcs())
          .numMaskFcs(layout.numMaskFcs())
          .feedForwardDim(Math.toIntExact(layout.feedForwardDim()))
          .temperature(Objects.requireNonNull(complete.temperature(), "temperature"))
          .pixelMean(input.pixelMean())
          .pixelStd(input.pixelStd())
          .sizeDivisibility(input.sizeDivisibility())
          .build();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new WeightException(file.source(), String.valueOf(e.getMessage()));
    }
  }

  private void requireClasses(List<PanopticCategory> classes) {
    if (classes.size() != layout.numClasses()) {
      throw new WeightException(
          file.source(),
          CLASSES
              + " is for "
              + layout.numClasses()
              + " classes, but "
              + classes.size()
              + " are named");
    }
  }

  private BackboneConfig backbone() {
    return switch (layout.backbone()) {
      case MobileNetV2Layout() -> new MobileNetV2Config(BackboneConfig.Norm.FROZEN, 0);
      case ResNetLayout found ->
          new ResNetConfig(
              found.depth(),
              Math.toIntExact(found.stemChannels()),
              Math.toIntExact(found.res2Channels()),
              Math.toIntExact(found.widthPerGroup()),
              switch (found.norm()) {
                case FROZEN -> BackboneConfig.Norm.FROZEN;
                case BATCH -> BackboneConfig.Norm.BATCH;
                case GROUP -> BackboneConfig.Norm.GROUP;
              },
              0);
    };
  }
}
