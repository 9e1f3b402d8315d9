package io.yoso4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code yoso4j weights}: what has to do with weight files alone. */
@Command(
    name = "weights",
    description = "Look into weight files, convert them, and download published ones.",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./yoso4j weights list                  published weights, by name",
      "  ./yoso4j weights show resnet50.pth     every tensor, and what it becomes",
      "  ./yoso4j weights convert runs/photos/checkpoints/best.safetensors photos.pth"
    })
final class WeightsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in before call()
  WeightsCommand() {}

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return ExitCode.OK.code();
  }
}
