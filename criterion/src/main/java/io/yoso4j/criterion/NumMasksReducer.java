package io.yoso4j.criterion;

/** Averages what terms are divided by over the ranks of a distributed run. */
@FunctionalInterface
public interface NumMasksReducer {
  /**
   * Mean over the ranks.
   *
   * @param targets number of targets in this rank's batch, matched or not
   * @return the mean, finite and at least 0; the criterion uses at least 1
   */
  double average(long targets);

  /**
   * Mean over the ranks of the class weights of all queries of a stage, which the softmax
   * cross-entropy is divided by. Called once per stage with class logits, in a fixed order. By
   * default each rank's own, as upstream has it.
   *
   * @param sum of this rank's batch
   * @return the mean, finite and at least 0
   */
  default double averageClassWeights(double sum) {
    return sum;
  }

  /** The reducer of a run of one process. */
  static NumMasksReducer local() {
    return targets -> targets;
  }
}
