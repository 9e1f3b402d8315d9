package io.yoso4j.model.tensor;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Frees, on close, every tensor made by this thread since it opened, except those kept. One per
 * training step or image; scopes nest. Memory grows without bound when tensors are made in a loop
 * outside any scope, because the garbage collector sees their size as zero.
 *
 * <pre>{@code
 * try (TensorScope scope = TensorScope.open()) {
 *   Tensor features = network.forward(images);
 *   return scope.keep(features.detach());   // survives; the caller closes it
 * }
 * }</pre>
 */
public final class TensorScope implements AutoCloseable {
  private final @Nullable PointerScope enclosing;
  private final PointerScope raw;

  private TensorScope() {
    Engine.ensureStarted();
    enclosing = PointerScope.getInnerScope();
    raw = new PointerScope();
  }

  /** Opens a scope on the calling thread. */
  public static TensorScope open() {
    return new TensorScope();
  }

  /**
   * Lets {@code tensor} outlive this scope; whoever holds it must close it. Returns its argument.
   */
  public Tensor keep(Tensor tensor) {
    return tensor.retain();
  }

  /**
   * Lets {@code tensor} outlive this scope, but not the enclosing one; without an enclosing scope,
   * whoever holds it must close it. Returns its argument.
   */
  public Tensor lift(Tensor tensor) {
    if (enclosing == null) {
      return keep(tensor);
    }
    enclosing.attach(tensor.raw());
    return tensor;
  }

  /**
   * Runs {@code body} in a scope of its own, from which only its result survives, as {@link #lift}
   * says. The result must have been made by {@code body}.
   */
  public static Tensor only(Supplier<Tensor> body) {
    try (TensorScope scope = open()) {
      return scope.lift(body.get());
    }
  }

  /** Frees what was made inside, in this thread only. */
  @Override
  public void close() {
    raw.close();
  }
}
