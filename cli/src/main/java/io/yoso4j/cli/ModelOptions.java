package io.yoso4j.cli;

import io.yoso4j.train.TrainedModel.Weights;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a model comes from: a run, or weights and what they do not say. */
final class ModelOptions {
  @Option(names = "--run", paramLabel = "RUN", description = "Run folder of the model.")
  private @Nullable Path run;

  @Option(
      names = "--weights",
      paramLabel = "FILE|NAME",
      description =
          "Weights instead: safetensors, PyTorch's .pth as upstream publishes it, or a name from 'weights list'; for predict also ONNX from 'export'.")
  private @Nullable String weights;

  @Option(
      names = "--checkpoint",
      paramLabel = "best|last",
      description = "With --run: which weights (default: best).")
  private @Nullable Weights checkpoint;

  @Option(
      names = "--categories",
      paramLabel = "FILE",
      description = "Names of the classes, from a COCO file or a text with one per line.")
  private @Nullable Path categories;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Divides the class logits, upstream's TEMPERATIRE (default: what the file says).")
  private @Nullable Double temperature;

  /** Null where weights are named. */
  @Nullable Path run() {
    return run;
  }

  /** Those of the run. */
  Weights checkpoint() {
    return checkpoint == null ? Weights.BEST : checkpoint;
  }

  /** Names and ids of the classes; null for what the weights say. */
  @Nullable Path categories() {
    return categories;
  }

  /** Null for what the weights say. */
  @Nullable Double temperature() {
    return temperature;
  }

  /**
   * Checks what can be checked before anything is downloaded.
   *
   * @throws CliException naming the option that is wrong, missing or one too many
   */
  void check() {
    if ((run == null) == (weights == null)) {
      throw usage(
          run == null
              ? "one of --run and --weights is needed"
              : "--run and --weights exclude each other");
    }
    if (run != null) {
      RunFolder.mustHoldRun(run);
    } else if (checkpoint != null) {
      throw usage("--checkpoint goes with --run only");
    }
    DataOptions.file("--categories", categories);
    if (temperature != null && !(temperature > 0 && Double.isFinite(temperature))) {
      throw usage("--temperature must be positive, got " + temperature);
    }
  }

  /** The file of the weights, downloaded if need be; null where a run is named. */
  @Nullable Path weights(WeightsSource source) {
    return weights == null ? null : source.file("--weights", weights);
  }

  private static CliException usage(String message) {
    return new CliException(ExitCode.USAGE, message);
  }
}
