package io.yoso4j.cli;

import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.weights.WeightReport;
import io.yoso4j.model.zoo.WeightCache;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yoso4j weights show}. */
@Command(
    name = "show",
    description =
        "Show every tensor of a weight file, which tensor of the network it becomes, and what is missing.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j weights show resnet50-0676ba61.pth",
      "  ./yoso4j weights show yoso_res50_coco.pth --json",
      "",
      "Exit code 3 when something is missing, unknown or of another shape. More: docs/weights.md"
    })
final class WeightsShowCommand implements Callable<Integer> {

  private final WeightCache cache;
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE|NAME",
      description =
          "PyTorch .pth, detectron2 .pkl or safetensors file, or a name from 'weights list'.")
  private String file;

  @Option(names = "--json", description = "Print one JSON document instead of lines.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli fills the options in before call()
  WeightsShowCommand(WeightCache cache, Terminal terminal) {
    this.cache = cache;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path path = new WeightsSource(cache, terminal, spec.commandLine().getErr()).file("FILE", file);
    WeightReport report = WeightReport.of(WeightFile.read(path));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(WeightsJson.write(report));
    } else {
      WeightsText.lines(report).forEach(out::println);
    }
    out.flush();
    return (report.complete() ? ExitCode.OK : ExitCode.WARNINGS).code();
  }
}
