package io.yoso4j.model;

import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.model.yoso.InputSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What names and shapes of weights cannot tell about a model. Every part may be unknown. Training
 * stores it in its weight files (metadata {@value #METADATA_KEY}, JSON); for the files that
 * upstream published, and for all others, {@link Segmenter#open(java.nio.file.Path)} fills in what
 * is unknown.
 *
 * @param classes in the order of the network's logits: id and name as the data set has them, and
 *     whether it is a thing (objects told apart) or stuff; empty when unknown
 * @param temperature divides the class logits, above 0; null when unknown
 * @param input how pixels are normalised and padded; null when unknown
 * @param inputSize how images are resized; null when unknown
 * @param tiling how images are cut for instances; null for not at all, or when unknown
 * @param classScores how class logits become scores; null when unknown, which means softmax
 */
public record ModelCard(
    List<PanopticCategory> classes,
    @Nullable Double temperature,
    @Nullable InputSpec input,
    @Nullable InputSize inputSize,
    @Nullable Tiling tiling,
    @Nullable ClassScores classScores) {
  /** Where a safetensors file keeps a card. */
  public static final String METADATA_KEY = "yoso4j.model";

  /** Nothing is known. */
  public static final ModelCard EMPTY = new ModelCard(List.of(), null, null, null, null, null);

  public ModelCard {
    classes = List.copyOf(classes);
    if (temperature != null && !(temperature > 0 && Double.isFinite(temperature))) {
      throw new IllegalArgumentException("temperature (" + temperature + ") must be positive");
    }
  }

  /** Without tiles. */
  public ModelCard(
      List<PanopticCategory> classes,
      @Nullable Double temperature,
      @Nullable InputSpec input,
      @Nullable InputSize inputSize) {
    this(classes, temperature, input, inputSize, null, null);
  }

  /** With scores unknown. */
  public ModelCard(
      List<PanopticCategory> classes,
      @Nullable Double temperature,
      @Nullable InputSpec input,
      @Nullable InputSize inputSize,
      @Nullable Tiling tiling) {
    this(classes, temperature, input, inputSize, tiling, null);
  }

  /** The same with other classes. */
  public ModelCard withClasses(List<PanopticCategory> value) {
    return new ModelCard(value, temperature, input, inputSize, tiling, classScores);
  }

  /** The same with another temperature. */
  public ModelCard withTemperature(double value) {
    return new ModelCard(classes, value, input, inputSize, tiling, classScores);
  }

  /** The same with another way of images into the network. */
  public ModelCard withInput(InputSpec value) {
    return new ModelCard(classes, temperature, value, inputSize, tiling, classScores);
  }

  /** The same with images of another size. */
  public ModelCard withInputSize(InputSize value) {
    return new ModelCard(classes, temperature, input, value, tiling, classScores);
  }

  /** The same with images cut into tiles, or not if null. */
  public ModelCard withTiling(@Nullable Tiling value) {
    return new ModelCard(classes, temperature, input, inputSize, value, classScores);
  }

  /** The same with class logits read another way. */
  public ModelCard withClassScores(ClassScores value) {
    return new ModelCard(classes, temperature, input, inputSize, tiling, value);
  }

  /** This card, with what it does not know from {@code other}. */
  public ModelCard or(ModelCard other) {
    return new ModelCard(
        classes.isEmpty() ? other.classes : classes,
        temperature == null ? other.temperature : temperature,
        input == null ? other.input : input,
        inputSize == null ? other.inputSize : inputSize,
        inputSize == null && tiling == null ? other.tiling : tiling,
        classScores == null ? other.classScores : classScores);
  }

  /** Options with this model's tiles and scores. */
  public SegmenterOptions on(SegmenterOptions options) {
    return options
        .withTiling(tiling)
        .withClassScores(classScores == null ? ClassScores.SOFTMAX : classScores);
  }

  /** As one line of JSON, for {@link #METADATA_KEY}. */
  public String toJson() {
    return ModelCardJson.write(this);
  }

  /**
   * The card that {@link #toJson} wrote; unknown fields are passed over.
   *
   * @throws IllegalArgumentException in one line, if it is none or exceeds a limit
   */
  public static ModelCard ofJson(String json) {
    return ModelCardJson.read(json);
  }
}
