package io.yoso4j.benchmarks;

import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Frees, on close, what libtorch made in it, except what was passed on to the scope around it: the
 * local variables of one function of the original.
 */
final class OperatorScope implements AutoCloseable {
  private final PointerScope outer = PointerScope.getInnerScope();
  private final PointerScope inner = new PointerScope();

  /**
   * Lets the tensor live until the scope around this one closes. Returns its argument.
   *
   * @throws NullPointerException if there is no scope around this one
   */
  Tensor pass(Tensor tensor) {
    Objects.requireNonNull(outer, "no scope around this one").attach(tensor);
    inner.detach(tensor);
    return tensor;
  }

  @Override
  public void close() {
    inner.close();
  }
}
