package io.yoso4j.benchmarks;

import io.yoso4j.criterion.SetCriterionConfig;

/** The operator sequence with points from {@code torch.rand}. */
final class OperatorContender implements Contender {
  private final OperatorBatch batch;
  private final OperatorCriterion criterion;

  OperatorContender(SetCriterionConfig config, OperatorBatch batch, PhaseClock clock) {
    this.batch = batch;
    criterion = new OperatorCriterion(config, OperatorDraws.random(), clock);
  }

  @Override
  public String name() {
    return "libtorch operators";
  }

  @Override
  public double evaluate(long step) {
    try (OperatorScope _ = new OperatorScope()) {
      return criterion.evaluate(batch).total();
    }
  }
}
