package io.yoso4j.train.lab;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.train.TrainException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares losses: trains every variant with every seed, taking turns, and measures.
 *
 * <p>Trainings with the same seed start from the same weights, see the same images in the same
 * order with the same changes, and draw the same points. They take turns of some steps in one
 * process, so that whatever else the machine does hits all of them alike; only one network is in
 * memory at a time. All is on disk between turns: a comparison that was stopped or killed goes on
 * where it was when it is asked for again.
 */
public final class Lab {
  /** Beside steps, evaluation and saving: reading data, making the network, looking at probes. */
  private static final double TURN_SECONDS = 1;

  private final LabRequest request;
  private final LabListener listener;
  private final LabPaths paths;
  private double secondsPerTurn = TURN_SECONDS;

  private Lab(LabRequest request, LabListener listener) {
    this.request = request;
    this.listener = listener;
    paths = new LabPaths(request.out());
  }

  /**
   * Runs a comparison, or goes on with one, and writes its result.
   *
   * @return the result; empty if the listener asked to stop before the end
   * @throws TrainException if a training cannot go on; one whose loss is not finite only ends
   *     itself
   * @throws io.yoso4j.data.DataException if data is missing or broken
   * @throws LabFolderException if the folder holds something else, or another comparison
   * @throws IllegalArgumentException if a variant is no configuration
   */
  public static Optional<LabResult> run(LabRequest request, LabListener listener) {
    return new Lab(request, listener).run();
  }

  private Optional<LabResult> run() {
    long began = System.nanoTime();
    Planner planner = new Planner(request);
    Optional<LabPlan> planned = planner.plan(listener);
    if (planned.isEmpty()) {
      return Optional.empty();
    }
    LabPlan plan = planned.get();
    secondsPerTurn += planner.secondsPerEvaluation();
    Optional<LabResult> known = known(plan);
    if (known.isPresent()) {
      return known;
    }
    Journal journal = Journal.open(paths.journal(), began);
    journal.save();
    VariantConfig configs = new VariantConfig(paths.common());
    CocoDataset val = Planner.validation(configs.base());
    List<LabRun> runs = new ArrayList<>();
    for (long seed : plan.seeds()) {
      for (VariantPlan variant : plan.variants()) {
        runs.add(new LabRun(paths, variant, seed, configs, request.command()));
      }
    }
    long done = runs.stream().mapToLong(run -> run.state().step()).sum();
    listener.onPlan(plan, secondsLeft(runs), done);
    if (!train(plan, runs, prober(plan, configs, val), journal)) {
      return Optional.empty();
    }
    Optional<LabResult> result =
        new ResultBuilder(plan, paths, configs, val, runs, listener).build(journal);
    result.ifPresent(whole -> LabFile.write(whole, paths.result()));
    journal.save();
    return result;
  }

  /** The result of a comparison that has come to its end before. */
  private Optional<LabResult> known(LabPlan plan) {
    if (!Files.exists(paths.result())) {
      return Optional.empty();
    }
    try {
      return Optional.of(LabFile.read(paths.result())).filter(result -> result.plan().equals(plan));
    } catch (DataException _) {
      return Optional.empty(); // Of another version, or damaged: it is made anew.
    }
  }

  private static Prober prober(LabPlan plan, VariantConfig configs, CocoDataset val) {
    long seed = plan.seeds().getFirst();
    return new Prober(
        ProbeImages.read(
            val,
            configs.still(
                seed, configs.base().augment().imageSize(), configs.base().train().batchSize()),
            plan.probeImages()),
        seed);
  }

  /** Turns in rounds; whether all were made. */
  private boolean train(LabPlan plan, List<LabRun> runs, Prober prober, Journal journal) {
    for (int round = 0; runs.stream().anyMatch(run -> !run.over() || run.probeDue()); round++) {
      for (int i = 0; i < runs.size(); i++) {
        // Each round begins with another one, so that none is always first.
        LabRun run = runs.get((i + round) % runs.size());
        if (run.probeDue()) {
          run.probe(prober);
        }
        if (run.over()) {
          continue;
        }
        turn(plan, runs, run);
        if (run.probeDue()) {
          run.probe(prober);
        }
        journal.save();
        if (listener.stopRequested() && runs.stream().anyMatch(each -> !each.over())) {
          return false;
        }
      }
    }
    return true;
  }

  private void turn(LabPlan plan, List<LabRun> runs, LabRun run) {
    long others = runs.stream().filter(r -> r != run).mapToLong(r -> r.state().step()).sum();
    RunState.Turn turn =
        run.turn(
            listener::stopRequested,
            step -> listener.onStep(run.name(), others + step, plan.steps()),
            listener::onWarning);
    if (turn != null) {
      long from =
          run.state().turns().size() < 2
              ? 0
              : run.state().turns().get(run.state().turns().size() - 2).step();
      listener.onTurn(
          run.name(),
          turn.step(),
          run.variant().steps(),
          turn.ap(),
          1000 * turn.seconds() / Math.max(1, turn.step() - from),
          secondsLeft(runs));
    }
  }

  /** By what turns took so far, or by what the warm-up found. */
  private double secondsLeft(List<LabRun> runs) {
    double others = runs.stream().mapToDouble(run -> run.state().otherSeconds()).sum();
    long turns = runs.stream().mapToLong(run -> run.state().turns().size()).sum();
    double perTurn = turns == 0 ? secondsPerTurn : others / turns;
    double seconds = 0;
    for (LabRun run : runs) {
      if (!run.over()) {
        seconds += (run.variant().steps() - run.state().step()) * run.secondsPerStep();
        seconds += run.turnsLeft() * perTurn;
      }
    }
    return seconds;
  }
}
