package io.yoso4j.cli;

import io.yoso4j.data.AtomicFolder;
import io.yoso4j.train.RunMode;
import io.yoso4j.train.RunPaths;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks of run folders that must come before any work. */
final class RunFolder {

  private RunFolder() {}

  /**
   * Guards what is there: a folder that is not empty is used only on request.
   *
   * @throws CliException when {@code out} holds a run and the mode is NEW, holds something else, or
   *     holds no run to resume
   */
  static RunMode mode(Path out, boolean resume, boolean overwrite) {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new CliException(
          ExitCode.CANT_CREATE, "--out %s: there is a file of this name".formatted(out));
    }
    if (resume) {
      if (!new RunPaths(out).resumable()) {
        throw new CliException(
            ExitCode.NO_INPUT,
            "--resume: %s has no checkpoint".formatted(out.resolve("checkpoints/last.safetensors")),
            "Leave --resume out to start anew.");
      }
      return RunMode.RESUME;
    }
    if (AtomicFolder.isFree(out)) {
      return RunMode.NEW;
    }
    if (!isRun(out)) {
      throw new CliException(
          ExitCode.CANT_CREATE,
          "--out %s: the folder is not empty and holds no run".formatted(out),
          "Choose another --out: nothing that is not a run is ever overwritten.");
    }
    if (!overwrite) {
      throw new CliException(
          ExitCode.CANT_CREATE,
          "--out %s: already holds a run".formatted(out),
          "Add --resume to go on with it, --overwrite to replace it, or choose another --out.");
    }
    return RunMode.OVERWRITE;
  }

  /** Says where a run is missing, for commands that read one. */
  static void mustHoldRun(Path run) {
    mustHoldRun("--run", run);
  }

  /**
   * @param option that names it
   */
  static void mustHoldRun(String option, Path run) {
    DataOptions.folder(option, run);
    if (!isRun(run)) {
      throw new CliException(
          ExitCode.NO_INPUT,
          "%s %s: not a run folder: it has no config.yaml".formatted(option, run),
          "A run folder is what './yoso4j train --out' wrote.");
    }
  }

  private static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve("config.yaml"));
  }
}
