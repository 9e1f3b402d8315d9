package io.yoso4j.benchmarks;

/** One way to evaluate the criterion with its gradients on a fixed problem. */
interface Contender {
  /** Name in tables. */
  String name();

  /**
   * Evaluates values and gradients, on points that depend on the step, and frees everything.
   *
   * @return the weighted total
   */
  double evaluate(long step);
}
