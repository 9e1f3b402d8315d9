package io.yoso4j.train.log;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Runs what writes a log until it fails once, and reports that one failure. */
final class Failsafe {
  private final Path target;
  private final Consumer<String> onFailure;
  private boolean failed;

  Failsafe(Path target, Consumer<String> onFailure) {
    this.target = target;
    this.onFailure = onFailure;
  }

  /** Something that writes. */
  interface Action {
    void run() throws IOException;
  }

  void run(Action action) {
    if (failed) {
      return;
    }
    try {
      action.run();
    } catch (IOException | RuntimeException e) {
      failed = true;
      onFailure.accept(target + ": cannot be written, so this log ends here: " + reason(e));
    }
  }

  boolean failed() {
    return failed;
  }

  private static String reason(Exception e) {
    String message =
        e instanceof FileSystemException file && file.getReason() != null
            ? file.getReason()
            : e.getMessage();
    String name = e.getClass().getSimpleName();
    return message == null ? name : (name + ": " + message).replaceAll("\\p{Cntrl}+", " ");
  }
}
