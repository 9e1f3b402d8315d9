package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.TrainRequest;
import io.yoso4j.cli.Workflows.TrainResult;
import io.yoso4j.train.StepProfile;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Trains with progress on the terminal, heeds Ctrl-C, writes the report and says how it went. */
final class TrainingSession {

  private final Workflows workflows;
  private final Terminal terminal;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean several;
  private final Runnable onFirstStep;
  private volatile boolean stepping;

  TrainingSession(Workflows workflows, Terminal terminal, PrintWriter out, PrintWriter err) {
    this(workflows, terminal, out, err, false, () -> {});
  }

  /**
   * @param several whether this is one of several processes
   * @param onFirstStep called in the first step, when every process is ready
   */
  TrainingSession(
      Workflows workflows,
      Terminal terminal,
      PrintWriter out,
      PrintWriter err,
      boolean several,
      Runnable onFirstStep) {
    this.workflows = workflows;
    this.terminal = terminal;
    this.out = out;
    this.err = err;
    this.several = several;
    this.onFirstStep = onFirstStep;
  }

  Outcome run(TrainRequest request) {
    try (Interruption interruption = Interruption.watch(err, this::worthSaving)) {
      ConsoleProgress progress =
          new ConsoleProgress(err, terminal, () -> isToStop(interruption), System::nanoTime);
      TrainResult result;
      try {
        result = workflows.train(request, progress);
      } finally {
        progress.finish();
      }
      if (result.interrupted()) {
        out.printf(
            "Stopped after step %d; the checkpoint is in %s.%n",
            result.steps(), request.out().resolve("checkpoints"));
        out.printf(
            "Go on with: ./yoso4j train --out %s --resume%n",
            CommandLines.quoted(request.out().toString()));
        out.flush();
        return new Outcome(result, ExitCode.INTERRUPTED, progress.profile());
      }
      return new Outcome(result, ExitCode.OK, progress.profile());
    }
  }

  private boolean isToStop(Interruption interruption) {
    if (!stepping) {
      stepping = true;
      onFirstStep.run();
    }
    return interruption.requested();
  }

  /** One of several processes may wait long for the others, and has nothing to lose until then. */
  private boolean worthSaving() {
    return stepping || !several;
  }

  /**
   * The check behind {@code --require-ap}.
   *
   * @throws CliException when the accuracy is lower, or unknown
   */
  static void requireAp(TrainResult result, @Nullable Double required) {
    double ap = result.segm().getOrDefault("AP", Double.NaN);
    if (required != null && !(ap >= required)) {
      throw new CliException(
          ExitCode.FAILED_CHECK,
          String.format(Locale.ROOT, "mask AP is %.3f, below the required %.3f", ap, required),
          "The report shows which classes and images are worst.");
    }
  }

  /** How a training ended; the profile is null when no step was made. */
  record Outcome(TrainResult result, ExitCode code, @Nullable StepProfile profile) {}
}
