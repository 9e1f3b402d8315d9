package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.DataPaths;
import io.yoso4j.cli.Workflows.PredictModel;
import io.yoso4j.cli.Workflows.PredictSettings;
import io.yoso4j.data.dataset.ClassFile;
import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.export.OnnxContent;
import io.yoso4j.export.OnnxNetwork;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.train.TrainedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A segmenter from a run or from a weight file.
 *
 * @param classes in the order of the network's logits
 * @param notes what had to be assumed
 * @param memory closed with this
 */
record PredictionModel(
    Segmenter segmenter, List<PanopticCategory> classes, List<String> notes, AutoCloseable memory)
    implements AutoCloseable {

  static PredictionModel open(PredictModel model, PredictSettings settings) {
    return model.run() != null
        ? ofRun(model.run(), model, settings)
        : ofWeights(Objects.requireNonNull(model.weights(), "weights"), model, settings);
  }

  private static PredictionModel ofRun(Path run, PredictModel model, PredictSettings settings) {
    TrainedModel trained =
        TrainedModel.open(run, model.checkpoint(), RunConfigs.ofRun(run, DataPaths.NONE));
    List<PanopticCategory> classes =
        trained.categories().stream()
            .map(category -> new PanopticCategory(category.id(), category.name(), true))
            .toList();
    return new PredictionModel(
        trained.segmenter(options -> changed(options, settings)), classes, List.of(), trained);
  }

  private static PredictionModel ofWeights(
      Path weights, PredictModel model, PredictSettings settings) {
    ModelCard card = ModelCard.EMPTY;
    if (model.categories() != null) {
      card = card.withClasses(ClassFile.read(model.categories()));
    }
    if (model.temperature() != null) {
      card = card.withTemperature(model.temperature());
    }
    UnaryOperator<SegmenterOptions> options = start -> changed(start, settings);
    Segmenter segmenter =
        isOnnx(weights)
            ? OnnxNetwork.segmenter(weights, card, options)
            : Segmenter.open(weights, card, options);
    List<String> notes =
        segmenter.assumed().stream()
            .map(line -> "%s: assumed: %s".formatted(weights, line))
            .toList();
    return new PredictionModel(segmenter, segmenter.classes(), notes, segmenter);
  }

  /** By content; a file that only says so in its name gets the message of one that is broken. */
  private static boolean isOnnx(Path file) {
    return OnnxContent.isOnnx(file) || file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
  }

  private static SegmenterOptions changed(SegmenterOptions options, PredictSettings settings) {
    SegmenterOptions sized =
        settings.inputSize() == null ? options : options.withInputSize(settings.inputSize());
    return sized
        .withScoreThreshold(settings.threshold())
        .withMaskThreshold(settings.maskThreshold())
        .withDeduplicate(!settings.allClasses());
  }

  @Override
  public void close() {
    try {
      memory.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
