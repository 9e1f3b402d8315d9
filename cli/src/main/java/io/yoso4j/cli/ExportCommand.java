package io.yoso4j.cli;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.ClassFile;
import io.yoso4j.export.Deformable;
import io.yoso4j.export.OnnxContent;
import io.yoso4j.export.OnnxFile;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.StoredModel;
import io.yoso4j.model.weights.Safetensors;
import io.yoso4j.model.weights.TorchCheckpoint;
import io.yoso4j.model.weights.WeightException;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.weights.YosoWeights;
import io.yoso4j.model.zoo.WeightCache;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yoso4j export}. */
@Command(
    name = "export",
    description = "Write a trained model as one file for other programs.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j export --run runs/photos --format onnx --out photos.onnx",
      "  ./yoso4j export --weights yoso_res50_coco.pth --format safetensors --out yoso.safetensors",
      "  ./yoso4j predict --weights photos.onnx --images new/ --out found",
      "",
      "What is in the files: docs/guide-export.md"
    })
final class ExportCommand implements Callable<Integer> {

  /** What is written. */
  enum Format {
    ONNX,
    SAFETENSORS,
    PTH
  }

  /** {@link Deformable} as typed. */
  enum DeformableForm {
    OPERATOR(Deformable.DEFORM_CONV),
    SAMPLES(Deformable.GRID_SAMPLE);

    private final Deformable form;

    DeformableForm(Deformable form) {
      this.form = form;
    }
  }

  private final WeightCache cache;
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin private ModelOptions from;

  @Option(
      names = "--format",
      paramLabel = "onnx|safetensors|pth",
      required = true,
      description = "pth: for upstream's load_state_dict(strict=True).")
  private Format format;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "File to write.")
  private Path out;

  @Option(
      names = "--deformable",
      paramLabel = "operator|samples",
      defaultValue = "operator",
      description = {
        "With --format onnx: deformable convolutions as the operator DeformConv (default),",
        "or as GridSample, for programs that lack DeformConv."
      })
  private DeformableForm deformable;

  @Option(names = "--overwrite", description = "Replace --out.")
  private boolean overwrite;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  ExportCommand(WeightCache cache, Terminal terminal) {
    this.cache = cache;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    from.check();
    Path source = source();
    ModelCard card = card();
    free();
    if (OnnxContent.isOnnx(source)) {
      throw new CliException(
          ExitCode.DATA_ERROR,
          source + ": is an ONNX model already; give the run or the weights it is made from");
    }
    PrintWriter stdout = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (Interruption _ = Interruption.watch(err, "Stopping: finishing this file ...");
        Arena arena = Arena.ofConfined()) {
      StoredModel model = StoredModel.read(source, card, arena);
      for (String line : model.assumed()) {
        err.printf("note: %s: assumed: %s%n", source, line);
      }
      write(model);
      stdout.printf("%s written%n", out);
      stdout.flush();
    }
    return ExitCode.OK.code();
  }

  private Path source() {
    Path weights = from.weights(new WeightsSource(cache, terminal, spec.commandLine().getErr()));
    return weights != null
        ? weights
        : Objects.requireNonNull(from.run(), "run")
            .resolve("checkpoints")
            .resolve(from.checkpoint().name().toLowerCase(Locale.ROOT) + ".safetensors");
  }

  private ModelCard card() {
    ModelCard card = ModelCard.EMPTY;
    if (from.categories() != null) {
      card = card.withClasses(ClassFile.read(from.categories()));
    }
    return from.temperature() == null ? card : card.withTemperature(from.temperature());
  }

  private void free() {
    if (Files.isDirectory(out) || (Files.exists(out) && !overwrite)) {
      throw new CliException(
          ExitCode.CANT_CREATE,
          "--out %s: is there already".formatted(out),
          Files.isDirectory(out) ? null : "--overwrite replaces it.");
    }
    Path folder = out.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new CliException(
          ExitCode.CANT_CREATE, "--out %s: no such folder: %s".formatted(out, folder));
    }
  }

  private void write(StoredModel model) {
    try {
      switch (format) {
        case ONNX -> OnnxFile.write(out, model, deformable.form);
        case SAFETENSORS ->
            Safetensors.write(
                out, model.weights(), Map.of(ModelCard.METADATA_KEY, model.card().toJson()));
        case PTH ->
            TorchCheckpoint.write(out, YosoWeights.forUpstream(WeightFile.read(model.file())));
      }
    } catch (WeightException | DataException e) {
      throw e.getCause() instanceof IOException
          ? new CliException(ExitCode.IO_ERROR, String.valueOf(e.getMessage()))
          : e;
    }
  }
}
