package io.yoso4j.train.conformance;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.Explanation;
import io.yoso4j.criterion.ImageExplanation;
import io.yoso4j.criterion.Pins;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.criterion.StageResult;
import io.yoso4j.train.conformance.AssignmentCheck.Outcome;
import java.lang.foreign.Arena;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares some levels of a case, evaluated together as stages of one batch. */
final class LevelsCheck {
  private final LossCase loss;
  private final List<Level> levels;
  private final LossEngine engine;
  private final Findings findings;
  private final SetCriterionConfig config;
  private final List<StagePrediction> stages;
  private final int images;
  private final RecordedMatching[][] matching;
  private final PairOrder order;
  private final SavedDraws draws;
  private final Decisions decisions;

  LevelsCheck(LossCase loss, List<Level> levels, LossEngine engine, Findings findings) {
    this.loss = loss;
    this.levels = levels;
    this.engine = engine;
    this.findings = findings;
    config = loss.config().criterion(levels.getFirst());
    stages = levels.stream().map(loss::prediction).toList();
    images = loss.targets().size();
    matching = new RecordedMatching[levels.size()][images];
    order = new PairOrder(levels.size(), images);
    for (int stage = 0; stage < levels.size(); stage++) {
      int queries = stages.get(stage).queries();
      for (int image = 0; image < images; image++) {
        matching[stage][image] = RecordedMatching.read(loss, levels.get(stage), image, queries);
        order.set(stage, image, matching[stage][image].assignment());
      }
    }
    int[] queries = stages.stream().mapToInt(StagePrediction::queries).toArray();
    draws = SavedDraws.read(loss, levels, config, queries, order);
    decisions = new Decisions(levels.size(), images);
  }

  void run() {
    Explanation answer = evaluate(decisions);
    if (order.complete(answer.result())) {
      // Now the draws go to the pairs that the engine itself has made.
      answer = evaluate(decisions);
    }
    checkCosts(answer);
    checkAssignments(answer);
    if (decisions.any()) {
      answer = evaluate(decisions);
    }
    answer =
        new PointsCheck(loss, levels, stages, order, decisions, findings)
            .run(answer, this::evaluate);
    TermsCheck terms = new TermsCheck(loss.meta(), findings);
    GradientCheck gradients = new GradientCheck(loss, findings);
    for (int stage = 0; stage < levels.size(); stage++) {
      StageResult result = answer.result().stages().get(stage);
      terms.check(levels.get(stage), result, answer.result().numMasks());
      gradients.check(levels.get(stage), result);
    }
    answer
        .result()
        .nonFinite()
        .forEach(place ->
            findings.note(
                "%s: %s of image %d is not finite from query %d on"
                    .formatted(place.stage(), place.term(), place.imageId(), place.query())));
  }

  private Explanation evaluate(Pins pins) {
    return engine.evaluate(config, stages, loss.targets(), draws, Arena.ofAuto(), pins);
  }

  private void checkCosts(Explanation answer) {
    for (int stage = 0; stage < levels.size(); stage++) {
      for (int image = 0; image < images; image++) {
        RecordedMatching recorded = matching[stage][image];
        double[] expected = recorded.bestCost();
        String name = levels.get(stage).array(image, "cost");
        if (expected == null || answer.images().isEmpty()) {
          findings.notCompared(name);
          continue;
        }
        ImageExplanation explained = answer.images().get(stage * images + image);
        boolean exact = recorded.cost() != null;
        double[] cost32 = recorded.cost32();
        findings.compared(
            Deviation.Kind.COST,
            name,
            exact ? "f64" : "f32",
            Deviation.relative(explained.costs().total(), expected),
            exact && cost32 != null ? Deviation.relative(cost32, expected) : null);
      }
    }
  }

  private void checkAssignments(Explanation answer) {
    for (int stage = 0; stage < levels.size(); stage++) {
      Level level = levels.get(stage);
      for (int image = 0; image < images; image++) {
        Assignment mine = answer.result().stages().get(stage).assignments().get(image);
        RecordedMatching recorded = matching[stage][image];
        Assignment theirs = recorded.assignment();
        if (theirs == null) {
          findings.notCompared(level.array(image, "src"));
          continue;
        }
        findings.assignment(level, image, outcome(mine, recorded, level, image));
        if (!RecordedMatching.same(mine, theirs)
            && recorded.tiedWith(mine, loss.targets().get(image))) {
          decisions.pin(stage, image, theirs);
          findings.pinned(
              "%s image %d: assignment, since the one found costs as much%s"
                  .formatted(level.name(), image, Ties.margin(loss.meta(), level, image)));
        }
      }
    }
  }

  private Outcome outcome(Assignment mine, RecordedMatching recorded, Level level, int image) {
    @Nullable Assignment solved = recorded.solved();
    if (solved != null && !RecordedMatching.same(solved, recorded.assignment())) {
      findings.note(
          "%s image %d: the recorded float32 costs give other pairs than the recorded ones"
              .formatted(level.name(), image));
      return Outcome.DIFFERENT;
    }
    if (RecordedMatching.same(mine, recorded.assignment())) {
      return Outcome.IDENTICAL;
    }
    return recorded.tiedWith(mine, loss.targets().get(image)) ? Outcome.TIED : Outcome.DIFFERENT;
  }
}
