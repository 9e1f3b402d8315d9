package io.yoso4j.cli;

import io.yoso4j.data.DataException;
import io.yoso4j.model.tensor.EngineException;
import io.yoso4j.model.tensor.RankGroupException;
import io.yoso4j.model.weights.WeightException;
import io.yoso4j.model.zoo.ZooException;
import io.yoso4j.train.TrainException;
import io.yoso4j.train.config.ConfigException;
import io.yoso4j.train.lab.LabFolderException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A failure as the user sees it.
 *
 * @param message one line, without a stack trace
 * @param remedy what to do, or null for the usual pointer to {@code --help}
 */
record Failure(ExitCode code, String message, @Nullable String remedy) {

  static Failure of(Throwable thrown) {
    if (causedByFullDisk(thrown)) {
      return new Failure(
          ExitCode.IO_ERROR,
          "no space left: " + oneLine(thrown),
          "Free some space, or choose another --out.");
    }
    return switch (thrown) {
      case CliException e -> new Failure(e.code(), oneLine(e), e.remedy());
      case ConfigException e -> new Failure(ExitCode.CONFIG, oneLine(e), null);
      case WeightException e ->
          new Failure(
              causedByMissingFile(e) ? ExitCode.NO_INPUT : ExitCode.DATA_ERROR, oneLine(e), null);
      case DataException e ->
          new Failure(
              causedByMissingFile(e) ? ExitCode.NO_INPUT : ExitCode.DATA_ERROR, oneLine(e), null);
      case ZooException e -> new Failure(code(e), oneLine(e), e.remedy());
      case LabFolderException e -> new Failure(ExitCode.CANT_CREATE, oneLine(e), null);
      case TrainException e -> new Failure(code(e), oneLine(e), null);
      case RankGroupException e -> new Failure(ExitCode.UNAVAILABLE, oneLine(e), null);
      case EngineException e -> new Failure(ExitCode.UNAVAILABLE, oneLine(e), null);
      case OutOfMemoryError e ->
          new Failure(
              ExitCode.RESOURCES,
              "out of memory: " + oneLine(e),
              "Give Java more with YOSO4J_JAVA_OPTS=-Xmx8g, or train with a smaller batch or image.");
      case NoClassDefFoundError e when String.valueOf(e.getMessage()).contains("org/bytedeco/") ->
          new Failure(
              ExitCode.UNAVAILABLE,
              "libtorch is not on the class path: " + oneLine(e),
              "Without it, only predict --weights with an ONNX file runs a model.");
      case UncheckedIOException e when e.getCause() != null -> of(e.getCause());
      case NoSuchFileException e ->
          new Failure(ExitCode.NO_INPUT, e.getFile() + ": no such file or folder", null);
      case FileNotFoundException e -> new Failure(ExitCode.NO_INPUT, oneLine(e), null);
      case AccessDeniedException e ->
          new Failure(ExitCode.IO_ERROR, e.getFile() + ": access denied", null);
      case IOException e -> new Failure(ExitCode.IO_ERROR, "input/output: " + oneLine(e), null);
      case IllegalArgumentException e -> new Failure(ExitCode.USAGE, oneLine(e), null);
      default ->
          new Failure(
              ExitCode.INTERNAL,
              "%s: %s".formatted(thrown.getClass().getSimpleName(), oneLine(thrown)),
              "Run it again with --stacktrace to see where this happened.");
    };
  }

  private static ExitCode code(TrainException e) {
    return switch (e.kind()) {
      case RUN_FOLDER -> ExitCode.CANT_CREATE;
      case CHECKPOINT -> causedByMissingFile(e) ? ExitCode.NO_INPUT : ExitCode.DATA_ERROR;
      case DATA -> ExitCode.DATA_ERROR;
      case NON_FINITE -> ExitCode.FAILED_CHECK;
      case MEMORY -> ExitCode.RESOURCES;
      case WRITE -> ExitCode.IO_ERROR;
      case RANKS -> ExitCode.UNAVAILABLE;
    };
  }

  private static ExitCode code(ZooException e) {
    return switch (e.kind()) {
      case UNKNOWN -> ExitCode.USAGE;
      case UNAVAILABLE -> ExitCode.UNAVAILABLE;
      case WRONG -> ExitCode.DATA_ERROR;
      case WRITE -> ExitCode.IO_ERROR;
    };
  }

  private static boolean causedByFullDisk(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (cause instanceof IOException
          && (message.contains("no space left")
              || message.contains("not enough space")
              || message.contains("quota exceeded"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean causedByMissingFile(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
        return true;
      }
    }
    return false;
  }

  private static String oneLine(Throwable thrown) {
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return thrown.getClass().getSimpleName();
    }
    if (thrown instanceof FileSystemException e && e.getReason() == null) {
      return e.getFile() + ": " + thrown.getClass().getSimpleName();
    }
    return message.strip().lines().findFirst().orElse(message);
  }
}
