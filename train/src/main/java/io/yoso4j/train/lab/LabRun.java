package io.yoso4j.train.lab;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.CocoResult;
import io.yoso4j.model.Segmenter;
import io.yoso4j.train.InstanceEvaluation;
import io.yoso4j.train.RunMode;
import io.yoso4j.train.RunPaths;
import io.yoso4j.train.RunSummary;
import io.yoso4j.train.TrainException;
import io.yoso4j.train.TrainedModel;
import io.yoso4j.train.Trainer;
import io.yoso4j.train.config.TrainConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One training of a comparison, made in turns. Between turns all of it is on disk: an ordinary run
 * folder, and beside it what was measured. Not thread-safe.
 */
final class LabRun {
  private final VariantPlan variant;
  private final long seed;
  private final String name;
  private final Path folder;
  private final Path stateFile;
  private final TrainConfig config;
  private final String command;
  private RunState state;
  private @Nullable List<CocoResult> found;

  LabRun(LabPaths paths, VariantPlan variant, long seed, VariantConfig configs, String command) {
    this.variant = variant;
    this.seed = seed;
    this.command = command;
    name = LabPaths.name(variant.name(), seed);
    folder = paths.run(name);
    stateFile = paths.state(name);
    config = configs.of(variant, seed);
    state = Files.exists(stateFile) ? LabFile.readJson(stateFile, RunState.class) : RunState.EMPTY;
  }

  String name() {
    return name;
  }

  VariantPlan variant() {
    return variant;
  }

  long seed() {
    return seed;
  }

  /** The command line. */
  String command() {
    return command;
  }

  Path folder() {
    return folder;
  }

  TrainConfig config() {
    return config;
  }

  RunState state() {
    return state;
  }

  /** Whether no turn is left, as it was finished or failed. */
  boolean over() {
    return state.finished() || state.failure() != null;
  }

  /** Seconds of a step as known by now. */
  double secondsPerStep() {
    long step = state.step();
    return step == 0 ? variant.millisPerStep() / 1000 : state.seconds() / step;
  }

  /** Turns that are left. */
  long turnsLeft() {
    if (over()) {
      return 0;
    }
    long left = Math.max(0, variant.steps() - state.step());
    return (left + variant.evalEvery() - 1) / variant.evalEvery();
  }

  /**
   * Makes one turn, up to the next evaluation.
   *
   * @param stop whether to stop before; a state is saved then too
   * @param onStep told the steps taken
   * @param warnings what the user should know
   * @return the turn, or null if there was nothing left to do but to finish
   */
  RunState.@Nullable Turn turn(
      BooleanSupplier stop, LongConsumer onStep, Consumer<String> warnings) {
    boolean resumes = new RunPaths(folder).resumable();
    RunMode mode =
        resumes ? RunMode.RESUME : Files.exists(folder) ? RunMode.OVERWRITE : RunMode.NEW;
    if (!resumes) {
      save(RunState.EMPTY);
    }
    TurnListener listener =
        new TurnListener(
            variant.evalEvery(),
            variant.millisPerStep() / 1000,
            stop,
            this::goOnFrom,
            this::record,
            onStep,
            message -> warnings.accept(name + ": " + message));
    try {
      RunSummary summary = Trainer.run(config, folder, mode, listener, command);
      RunState.Turn turn = listener.turn();
      if (turn != null) {
        record(turn);
      }
      if (!summary.interrupted()) {
        save(new RunState(state.turns(), state.probes(), true, null));
        found = listener.found();
      }
      return turn;
    } catch (TrainException e) {
      if (!isFinding(e, state.turns().isEmpty())) {
        throw e;
      }
      save(new RunState(state.turns(), state.probes(), false, String.valueOf(e.getMessage())));
      warnings.accept(name + ": failed: " + e.getMessage());
      return null;
    }
  }

  /**
   * Whether it says something of the loss: one that breaks down, or needs more memory than there is
   * from the start, is no reason to give up the other variants.
   */
  static boolean isFinding(TrainException e, boolean first) {
    return e.kind() == TrainException.Kind.NON_FINITE
        || (first && e.kind() == TrainException.Kind.MEMORY);
  }

  /**
   * What the last weights find in the validation images: as in the last evaluation, if this process
   * made it.
   *
   * @return null if asked to stop before all was found
   */
  @Nullable List<CocoResult> found(CocoDataset val, BooleanSupplier stop) {
    if (found == null) {
      try (TrainedModel model = TrainedModel.open(folder, TrainedModel.Weights.LAST, config);
          Segmenter segmenter = model.segmenter()) {
        found = InstanceEvaluation.find(segmenter, val, stop).orElse(null);
      }
    }
    return found;
  }

  /** What was recorded later than the state on disk is not so. */
  private void goOnFrom(long step) {
    state = state.upTo(step);
    if (state.step() != step) {
      throw new DataException(
          "%s: ends at step %d, but the state in %s is of step %d; start anew with --overwrite"
              .formatted(stateFile, state.step(), folder, step));
    }
  }

  private void record(RunState.Turn turn) {
    List<RunState.Turn> turns =
        new ArrayList<>(state.turns().stream().filter(t -> t.step() < turn.step()).toList());
    turns.add(turn);
    save(new RunState(turns, state.probes(), state.finished(), state.failure()));
  }

  /** Whether the weights at the end of the latest turn have not been looked at. */
  boolean probeDue() {
    if (state.turns().isEmpty() || state.turns().getLast().ap() == null) {
      return false;
    }
    return state.probes().isEmpty() || state.probes().getLast().point().step() < state.step();
  }

  /** Looks at the probe images with the weights that were saved last. */
  void probe(Prober prober) {
    if (!new RunPaths(folder).resumable()) {
      requireNotOver("holds no state");
      return;
    }
    List<Integer> before = state.probes().isEmpty() ? null : state.probes().getLast().queries();
    try (TrainedModel model = TrainedModel.open(folder, TrainedModel.Weights.LAST, config)) {
      if (model.step() != state.step()) {
        requireNotOver("holds the state of step " + model.step());
        // Stopped between the record and the state: the turn will be made again.
        return;
      }
      List<RunState.Probed> probes = new ArrayList<>(state.probes());
      probes.add(prober.look(model, config.loss(), before));
      save(new RunState(state.turns(), probes, state.finished(), state.failure()));
    }
  }

  /** No turn would come that mends it. */
  private void requireNotOver(String what) {
    if (over()) {
      throw new DataException(
          "%s: ended at step %d, but %s %s; start anew with --overwrite"
              .formatted(stateFile, state.step(), folder, what));
    }
  }

  private void save(RunState next) {
    state = next;
    LabFile.writeJson(next, stateFile);
  }
}
