package io.yoso4j.model.tensor;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorTensorHook;
import org.bytedeco.pytorch.VoidTensorHook;
import org.jspecify.annotations.Nullable;

/**
 * Code that backward runs when it has the whole gradient of a tensor. Must stay open until every
 * backward that may reach it has ended. An exception in it cannot pass through the engine: {@link
 * Autograd}'s methods throw it when the engine is done.
 */
public final class GradientHook implements AutoCloseable {
  /** Backward may run on a thread of the engine. */
  private static final AtomicReference<@Nullable RuntimeException> FAILURE =
      new AtomicReference<>();

  private final UnaryOperator<Tensor> body;
  private final Replacing raw = new Replacing();

  /** What backward took last; a thread of the engine has no scope that would free it. */
  private @Nullable Tensor taken;

  private GradientHook(UnaryOperator<Tensor> body) {
    this.body = body;
    raw.retainReference();
  }

  /**
   * A hook that replaces gradients.
   *
   * @param body from the gradient to what is used in its place, of the same shape and type
   */
  public static GradientHook replacing(UnaryOperator<Tensor> body) {
    Engine.ensureStarted();
    return new GradientHook(body);
  }

  /**
   * Lets the next backward through {@code tensor} run this hook.
   *
   * @param tensor with a graph or requiring a gradient
   */
  public void on(Tensor tensor) {
    Raw.run("register_hook", () -> tensor.raw().register_hook(raw), tensor);
  }

  /** Throws what the code of hooks threw first since the last call. */
  static void rethrow() {
    RuntimeException thrown = FAILURE.getAndSet(null);
    if (thrown != null) {
      throw thrown;
    }
  }

  private void release() {
    if (taken != null) {
      taken.close();
    }
  }

  @Override
  public void close() {
    raw.close();
    release();
  }

  private final class Replacing extends TensorTensorHook {
    @Override
    public TensorBase call(TensorBase gradient) {
      release();
      try (TensorScope scope = TensorScope.open()) {
        Tensor own = new Tensor(new org.bytedeco.pytorch.Tensor(gradient));
        Tensor used;
        try {
          used = scope.keep(body.apply(own));
        } catch (RuntimeException e) {
          FAILURE.compareAndSet(null, e);
          used = scope.keep(own);
        }
        taken = used;
        return used.raw();
      }
    }
  }

  /** Tells that the whole gradient of a leaf is known and about to be added to what it holds. */
  static final class Notice extends VoidTensorHook {
    private final transient Runnable body;

    Notice(Runnable body) {
      this.body = body;
      retainReference();
    }

    @Override
    public void call(TensorBase gradient) {
      body.run();
    }
  }
}
