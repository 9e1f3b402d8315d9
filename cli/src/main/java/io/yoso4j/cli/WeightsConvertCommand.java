package io.yoso4j.cli;

import io.yoso4j.model.weights.BackboneWeights;
import io.yoso4j.model.weights.MappedWeights;
import io.yoso4j.model.weights.Safetensors;
import io.yoso4j.model.weights.TorchCheckpoint;
import io.yoso4j.model.weights.WeightException;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.weights.WeightTensor;
import io.yoso4j.model.weights.YosoWeights;
import io.yoso4j.model.zoo.WeightCache;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yoso4j weights convert}. */
@Command(
    name = "convert",
    description = "Write the tensors of a weight file in another format, or under other names.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j weights convert resnet50.pth resnet50.safetensors",
      "  ./yoso4j weights convert R-50.pkl backbone.safetensors --names network",
      "  ./yoso4j weights convert runs/photos/checkpoints/best.safetensors photos.pth --names upstream"
    })
final class WeightsConvertCommand implements Callable<Integer> {
  private static final int NAMED = 5;

  private final WeightCache cache;
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "IN",
      description =
          "PyTorch .pth, detectron2 .pkl or safetensors file, or a name from 'weights list'.")
  private String in;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "File to write: .safetensors, or .pth (also .pt, .bin) for PyTorch.")
  private Path out;

  /** What the tensors are called in the output. */
  enum Names {
    KEEP,
    NETWORK,
    UPSTREAM
  }

  @Option(
      names = "--names",
      paramLabel = "keep|network|upstream",
      defaultValue = "keep",
      description = {
        "keep: all tensors as they are called (default).",
        "network: the tensors that the network here loads, by its names.",
        "upstream: a whole YOSO network as upstream loads it with strict=True."
      })
  private Names names;

  @Option(names = "--overwrite", description = "Replace OUT.")
  private boolean overwrite;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  WeightsConvertCommand(WeightCache cache, Terminal terminal) {
    this.cache = cache;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    boolean torch = torch();
    Path path = new WeightsSource(cache, terminal, spec.commandLine().getErr()).file("IN", in);
    if (Files.isDirectory(out) || (Files.exists(out) && !overwrite)) {
      throw new CliException(
          ExitCode.CANT_CREATE,
          out + ": is there already",
          Files.isDirectory(out) ? null : "--overwrite replaces it.");
    }
    Path folder = out.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new CliException(ExitCode.CANT_CREATE, "%s: no such folder: %s".formatted(out, folder));
    }
    WeightFile file = WeightFile.read(path);
    PrintWriter stdout = spec.commandLine().getOut();
    Map<String, WeightTensor> tensors = renamed(file, stdout);
    if (torch) {
      tell(stdout, "notes, which a .pth has no place for", file.metadata().keySet());
    }
    try {
      write(torch, tensors, file.metadata());
    } catch (WeightException e) {
      throw e.getCause() instanceof IOException
          ? new CliException(ExitCode.IO_ERROR, String.valueOf(e.getMessage()))
          : e;
    }
    tell(stdout, "not read", file.others().keySet());
    stdout.printf("%d tensors written to %s%n", tensors.size(), out);
    stdout.flush();
    return ExitCode.OK.code();
  }

  private void write(
      boolean torch, Map<String, WeightTensor> tensors, Map<String, String> metadata) {
    if (torch) {
      TorchCheckpoint.write(out, tensors);
    } else {
      Safetensors.write(out, tensors, metadata);
    }
  }

  private boolean torch() {
    String name = out.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".safetensors")) {
      return false;
    }
    if (name.endsWith(".pth") || name.endsWith(".pt") || name.endsWith(".bin")) {
      return true;
    }
    throw new ParameterException(
        spec.commandLine(),
        "OUT is %s, but must end in .safetensors, .pth, .pt or .bin".formatted(out));
  }

  private Map<String, WeightTensor> renamed(WeightFile file, PrintWriter stdout) {
    return switch (names) {
      case KEEP -> file.tensors();
      case NETWORK -> {
        MappedWeights weights =
            YosoWeights.isYoso(file) ? YosoWeights.map(file) : BackboneWeights.map(file);
        tell(stdout, "left out", weights.ignored().keySet());
        tell(stdout, "left out, since no rule knows the name", weights.unknown());
        tell(stdout, "filled in", weights.filled());
        if (weights.mapped().isEmpty()) {
          throw new CliException(
              ExitCode.DATA_ERROR,
              in
                  + ": none of its "
                  + file.tensors().size()
                  + " tensors has a place in the network");
        }
        yield weights.mapped();
      }
      case UPSTREAM -> {
        Map<String, WeightTensor> tensors = YosoWeights.forUpstream(file);
        Map<String, WeightTensor> rest = new LinkedHashMap<>(file.tensors());
        rest.keySet().removeAll(tensors.keySet());
        tell(stdout, "left out", rest.keySet());
        tell(stdout, "filled in", YosoWeights.madeForUpstream(file));
        yield tensors;
      }
    };
  }

  private static void tell(PrintWriter stdout, String what, Collection<String> names) {
    if (!names.isEmpty()) {
      List<String> shown = names.stream().limit(NAMED).map(WeightsText::shown).toList();
      stdout.printf(
          "%s (%d): %s%s%n",
          what,
          names.size(),
          String.join(", ", shown),
          names.size() > NAMED ? ", ... (weights show lists all)" : "");
    }
  }
}
