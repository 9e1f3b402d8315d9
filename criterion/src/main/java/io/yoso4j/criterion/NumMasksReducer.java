package io.yoso4j.criterion;

/** Averages the number of targets over the ranks of a distributed run. */
@FunctionalInterface
public interface NumMasksReducer {
  /**
   * Mean over the ranks.
   *
   * @param targets number of targets in this rank's batch, matched or not
   * @return the mean, finite and at least 0; the criterion uses at least 1
   */
  double average(long targets);

  /** The reducer of a run of one process. */
  static NumMasksReducer local() {
    return targets -> targets;
  }
}
