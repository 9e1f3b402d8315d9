package io.yoso4j.train.lab;

import io.yoso4j.data.dataset.CocoResult;
import io.yoso4j.train.EvalMetrics;
import io.yoso4j.train.StepMetrics;
import io.yoso4j.train.StepProfile;
import io.yoso4j.train.TrainListener;
import io.yoso4j.train.TrainingInfo;
import io.yoso4j.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends a turn of a training at the next evaluation, and measures it.
 *
 * <p>A step's time is that from the end of the one before to its own. The first of a turn, which
 * waits for the loader to start, counts as the median of the others: taking turns is not to be paid
 * for by the variants.
 */
final class TurnListener implements TrainListener {
  private static final Map<String, String> KINDS =
      Map.of("loss_ce", "class", "loss_mask", "mask", "loss_dice", "dice");

  private final long every;
  private final double usualSeconds;
  private final BooleanSupplier stop;
  private final LongConsumer onStart;
  private final Consumer<RunState.Turn> beforeSaving;
  private final LongConsumer onStep;
  private final Consumer<String> onWarning;
  private final List<Double> durations = new ArrayList<>();
  private final Map<String, Double> terms = new LinkedHashMap<>();
  private final long began = System.nanoTime();
  private double loss;
  private int steps;
  private int skipped;
  private long last;
  private long step;
  private long allSteps;
  private boolean evaluated;
  private RunState.@Nullable Turn turn;
  private @Nullable StepProfile profile;
  private @Nullable List<CocoResult> found;

  /**
   * @param every steps between evaluations
   * @param usualSeconds of a step, for a turn that has only one
   * @param stop whether to stop before
   * @param onStart told the steps taken in the state that the training goes on from
   * @param beforeSaving told of the turn before its state is saved, so that the record is never
   *     behind what is on disk
   */
  TurnListener(
      long every,
      double usualSeconds,
      BooleanSupplier stop,
      LongConsumer onStart,
      Consumer<RunState.Turn> beforeSaving,
      LongConsumer onStep,
      Consumer<String> onWarning) {
    this.every = every;
    this.usualSeconds = usualSeconds;
    this.stop = stop;
    this.onStart = onStart;
    this.beforeSaving = beforeSaving;
    this.onStep = onStep;
    this.onWarning = onWarning;
  }

  @Override
  public void onStart(TrainConfig config, TrainingInfo info) {
    step = info.firstStep();
    allSteps = config.train().steps();
    onStart.accept(step);
  }

  @Override
  public void onStep(StepMetrics metrics) {
    made(metrics.step());
    loss += metrics.loss();
    metrics
        .losses()
        .forEach((name, value) -> {
          String kind = KINDS.get(name.substring(name.indexOf('_') + 1));
          if (kind != null) {
            terms.merge(kind, value, Double::sum);
          }
        });
    onStep.accept(step);
  }

  /** It took its time all the same. */
  @Override
  public void onSkippedStep(long left) {
    made(left);
    skipped++;
    onStep.accept(step);
  }

  private void made(long now) {
    long time = System.nanoTime();
    if (steps > 0) {
      durations.add((time - last) / 1e9);
    }
    last = time;
    steps++;
    step = now;
  }

  @Override
  public void onResults(List<CocoResult> results) {
    found = results;
  }

  @Override
  public void onEval(EvalMetrics metrics) {
    if (steps == 0) {
      return; // Of the state gone on from, made again.
    }
    evaluated = true;
    end(known(metrics.segm().get("AP")), known(metrics.segm().get("AP50")));
  }

  private static @Nullable Double known(@Nullable Double value) {
    return value == null || !(value >= 0) ? null : value;
  }

  private void end(@Nullable Double ap, @Nullable Double ap50) {
    int summed = steps - skipped;
    Map<String, Double> means = new LinkedHashMap<>();
    terms.forEach((kind, sum) -> means.put(kind, sum / summed));
    turn =
        new RunState.Turn(
            step, seconds(), 0, Map.of(), summed == 0 ? null : loss / summed, means, ap, ap50);
    beforeSaving.accept(turn);
  }

  private double seconds() {
    if (steps == 0) {
      return 0;
    }
    return median(durations, usualSeconds) + durations.stream().mapToDouble(d -> d).sum();
  }

  static double median(List<Double> values, double ifNone) {
    return values.isEmpty()
        ? ifNone
        : TimingDifference.median(values.stream().mapToDouble(value -> value).toArray());
  }

  @Override
  public void onProfile(StepProfile all) {
    profile = all;
  }

  @Override
  public void onWarning(String message) {
    onWarning.accept(message);
  }

  @Override
  public boolean pauseRequested() {
    return evaluated;
  }

  @Override
  public boolean stopRequested() {
    boolean evaluationFollows = step % every == 0 || step == allSteps;
    if (evaluationFollows || !stop.getAsBoolean()) {
      return false;
    }
    end(null, null);
    return true;
  }

  /** What the evaluation at the end of the turn found; null if there was none. */
  @Nullable List<CocoResult> found() {
    return found;
  }

  /** The turn with all that is known once it is over; null if no step was made. */
  RunState.@Nullable Turn turn() {
    RunState.Turn ended = turn;
    if (ended == null) {
      return null;
    }
    Map<String, Double> parts = new LinkedHashMap<>();
    StepProfile all = profile;
    if (all != null && all.seconds() > 0) {
      all.parts()
          .forEach((part, value) -> parts.put(part, value * ended.seconds() / all.seconds()));
    }
    double whole = (System.nanoTime() - began) / 1e9;
    return ended.with(Math.max(0, whole - ended.seconds()), parts);
  }
}
