package io.yoso4j.cli;

import io.yoso4j.eval.IouType;
import java.io.PrintWriter;

/** Evaluation of COCO instances: masks or boxes. */
final class InstanceFiles implements FileEvaluation {
  private final IouType type;

  InstanceFiles(IouType type) {
    this.type = type;
  }

  @Override
  public void run(FileEvalRequest request, PrintWriter out, PrintWriter err) {
    throw new CliException(
        ExitCode.USAGE, "--gt with --type " + type + " is not there yet; use --run");
  }
}
