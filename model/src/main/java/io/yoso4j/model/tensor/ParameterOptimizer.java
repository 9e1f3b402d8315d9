package io.yoso4j.model.tensor;

import java.util.List;
import java.util.Map;

/**
 * Changes a list of parameters by their gradients, one fused kernel for all of them. One instance
 * per parameter group; not thread-safe. Owns what it remembers between steps, which lives beside
 * the parameters (same shape, device) until {@link #close}.
 */
public sealed interface ParameterOptimizer extends AutoCloseable permits AdamW, Sgd {
  /** The parameters, in order. */
  List<Tensor> parameters();

  /**
   * One update from the gradients the parameters hold; parameters without a gradient are left
   * alone.
   *
   * @param learningRate step size
   * @param weightDecay how much weights shrink; the implementation says by which rule
   */
  void step(double learningRate, double weightDecay);

  /**
   * What a later step depends on, live, by PyTorch's names; each list in the order of the
   * parameters. Written to by checkpoints.
   */
  Map<String, List<Tensor>> state();

  @Override
  void close();
}
