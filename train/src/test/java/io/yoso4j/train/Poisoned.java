package io.yoso4j.train;

import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.criterion.StageOutputs;
import io.yoso4j.train.criterion.StepCriterion;
import io.yoso4j.train.criterion.StepLoss;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Puts a NaN into the class logits of query 1 of the last stage, at some evaluations. */
record Poisoned(StepCriterion sound, Set<Integer> at, List<Integer> made) implements StepCriterion {
  /**
   * @param at numbers of evaluations, from 1
   */
  Poisoned(StepCriterion sound, Set<Integer> at) {
    this(sound, at, new ArrayList<>());
  }

  @Override
  public StepLoss evaluate(
      List<StageOutputs> stages, List<ImageTargets> targets, PointDraws draws) {
    made.add(made.size() + 1);
    if (at.contains(made.size())) {
      Tensor logits = Objects.requireNonNull(stages.getLast().logits());
      logits.detach().data().setAtIndex(ValueLayout.JAVA_FLOAT, logits.size(2), Float.NaN);
    }
    return sound.evaluate(stages, targets, draws);
  }

  @Override
  public void close() {
    sound.close();
  }
}
