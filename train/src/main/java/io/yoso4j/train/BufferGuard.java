package io.yoso4j.train;

import io.yoso4j.model.nn.ParameterMap;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Brings back what a forward pass changes in a network, the running statistics of its normalisation
 * layers, so that a step that is left out leaves nothing behind. Owns copies of them until closed.
 */
final class BufferGuard implements AutoCloseable {
  private final Map<Tensor, Tensor> copies = new LinkedHashMap<>();

  private BufferGuard() {}

  /** A guard of everything in {@code parameters} that no gradient reaches. */
  static BufferGuard of(ParameterMap parameters) {
    BufferGuard guard = new BufferGuard();
    try (TensorScope scope = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      for (Tensor tensor : parameters.tensors().values()) {
        if (!tensor.requiresGrad()) {
          guard.copies.put(tensor, scope.keep(tensor.copy()));
        }
      }
    }
    return guard;
  }

  /** A guard of nothing. */
  static BufferGuard none() {
    return new BufferGuard();
  }

  /** Remembers the present values. */
  void remember() {
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      copies.forEach((tensor, copy) -> copy.copyInPlace(tensor));
    }
  }

  /** Brings back the values remembered last. */
  void restore() {
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      copies.forEach(Tensor::copyInPlace);
    }
  }

  @Override
  public void close() {
    copies.values().forEach(Tensor::close);
  }
}
