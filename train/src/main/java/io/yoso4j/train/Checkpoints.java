package io.yoso4j.train;

import io.yoso4j.model.ModelCard;
import io.yoso4j.model.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The states of a run that training can go on from: {@code last.safetensors} and, of the states
 * saved before it, as many as {@code checkpoint.keep} allows, as {@code step-N.safetensors}.
 *
 * <p>A state gets its numbered name as a second name of the same file before the next one replaces
 * it, so that there is always a whole {@code last.safetensors} to find and nothing is copied.
 */
final class Checkpoints {
  private static final Pattern OLDER = Pattern.compile("step-(\\d{1,18})\\.safetensors");

  private final Path last;
  private final Path folder;
  private final int keep;

  /** The step of {@code last.safetensors}, or -1 when there is none worth keeping. */
  private long lastStep;

  /**
   * @param keep states to keep, the last one included
   * @param lastStep the step of the last state, or -1 when there is none or it is damaged
   */
  Checkpoints(RunPaths paths, int keep, long lastStep) {
    this.last = paths.lastCheckpoint();
    this.folder = paths.checkpoints();
    this.keep = keep;
    this.lastStep = lastStep;
  }

  /** Takes note of what another process may have saved meanwhile. */
  void lookAgain() {
    lastStep = lastStep(last);
  }

  /** The step of {@code last.safetensors}, or -1 when that is missing or damaged. */
  static long lastStep(RunPaths paths) {
    return lastStep(paths.lastCheckpoint());
  }

  private static long lastStep(Path last) {
    try {
      return Checkpoint.read(last).info().step();
    } catch (TrainException e) {
      return -1;
    }
  }

  /** Saves a state as the last one, whole or not at all. */
  void save(Map<String, Tensor> tensors, CheckpointInfo info, ModelCard card) {
    try {
      Path older = folder.resolve("step-%08d.safetensors".formatted(lastStep));
      if (lastStep >= 0 && lastStep != info.step() && keep > 1 && Files.exists(last)) {
        number(older);
      }
      try {
        Checkpoint.write(last, tensors, info, card);
      } catch (TrainException e) {
        if (!Files.exists(last) && Files.exists(older)) {
          Files.move(older, last);
        }
        throw e;
      }
      lastStep = info.step();
      prune();
    } catch (IOException e) {
      throw new TrainException(
          TrainException.Kind.WRITE, "cannot write to " + folder + ": " + RunJson.firstLine(e), e);
    }
  }

  private void number(Path older) throws IOException {
    Files.deleteIfExists(older);
    try {
      Files.createLink(older, last);
    } catch (UnsupportedOperationException | IOException noSecondNames) {
      Files.move(last, older);
    }
  }

  /** Removes what is too old, and what belongs to a future that was given up. */
  private void prune() throws IOException {
    int kept = 1;
    for (Map.Entry<Long, Path> older : older(folder).entrySet()) {
      if (older.getKey() < lastStep && kept < keep) {
        kept++;
      } else {
        Files.deleteIfExists(older.getValue());
      }
    }
  }

  /**
   * A state read from a run.
   *
   * @param lastStep the step of {@code last.safetensors}, or -1 when that is missing or damaged
   */
  record Found(Checkpoint checkpoint, long lastStep) {}

  /**
   * The newest state of a run that is whole.
   *
   * @param warnings told of every state that was passed over
   * @throws TrainException if there is none
   */
  static Found newest(RunPaths paths, Consumer<String> warnings) {
    TrainException first = null;
    for (Path file : candidates(paths)) {
      try {
        Checkpoint checkpoint = Checkpoint.read(file);
        long step = checkpoint.info().step();
        if (first != null) {
          warnings.accept(
              "%s; going on from %s, step %d".formatted(first.getMessage(), file, step));
        }
        return new Found(checkpoint, file.equals(paths.lastCheckpoint()) ? step : -1);
      } catch (TrainException e) {
        if (first == null) {
          first =
              Files.exists(file)
                  ? e
                  : new TrainException(TrainException.Kind.CHECKPOINT, file + " is missing", e);
        }
      }
    }
    throw first == null ? new IllegalStateException("no candidate") : first;
  }

  /** Whether there is a state to go on from, whole or not. */
  static boolean exist(RunPaths paths) {
    return candidates(paths).stream().anyMatch(Files::isRegularFile);
  }

  private static List<Path> candidates(RunPaths paths) {
    try {
      return Stream.concat(
              Stream.of(paths.lastCheckpoint()), older(paths.checkpoints()).values().stream())
          .toList();
    } catch (IOException e) {
      throw new TrainException(
          TrainException.Kind.CHECKPOINT,
          paths.checkpoints() + " cannot be read: " + RunJson.firstLine(e),
          e);
    }
  }

  /** Numbered states by step, the newest first. */
  private static SortedMap<Long, Path> older(Path folder) throws IOException {
    SortedMap<Long, Path> older = new TreeMap<>(Comparator.reverseOrder());
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(file -> step(file).ifPresent(step -> older.put(step, file)));
      }
    }
    return older;
  }

  private static OptionalLong step(Path file) {
    Matcher name = OLDER.matcher(file.getFileName().toString());
    return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
  }
}
