package io.yoso4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.evaluator.Evaluator;

/** One term of a {@link SetCriterionLoss}, reported beside it. */
final class LossTerm extends Evaluator {
  private final SetCriterionLoss loss;
  private final Means means = new Means();

  LossTerm(String name, SetCriterionLoss loss) {
    super(name);
    this.loss = loss;
  }

  /** The term's value, a scalar without gradient that the predictions' manager owns. */
  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    return predictions.head().getManager().create((float) value(labels, predictions));
  }

  private double value(NDList labels, NDList predictions) {
    return loss.values(labels, predictions).term(getName());
  }

  @Override
  public void addAccumulator(String key) {
    means.begin(key);
  }

  @Override
  public void updateAccumulator(String key, NDList labels, NDList predictions) {
    means.add(key, value(labels, predictions));
  }

  @Override
  public void resetAccumulator(String key) {
    means.begin(key);
  }

  @Override
  public float getAccumulator(String key) {
    return means.get(key);
  }
}
