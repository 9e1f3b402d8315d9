package io.yoso4j.model.tensor;

import java.util.List;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Backward passes and the switch that turns graph recording off. */
public final class Autograd {
  private Autograd() {}

  /**
   * Continues backward from {@code outputs} with the gradients {@code grads} of the loss with
   * respect to them, adding into the gradient of every leaf; the graph is freed.
   *
   * @throws IllegalArgumentException if the lists differ in length
   * @throws EngineException if shapes differ or an output has no graph
   */
  public static void backward(List<Tensor> outputs, List<Tensor> grads) {
    if (outputs.size() != grads.size()) {
      throw new IllegalArgumentException(
          "backward needs one gradient per output: "
              + outputs.size()
              + " outputs, "
              + grads.size()
              + " gradients");
    }
    if (outputs.isEmpty()) {
      return;
    }
    Raw.run(
        "backward",
        () -> {
          try (TensorVector heads = Raw.vector(outputs);
              TensorVector seeds = Raw.vector(grads);
              TensorVector inputs = new TensorVector()) {
            torch.backward(heads, seeds, Constants.NO_BOOL, false, inputs);
          }
        },
        outputs.toArray(new Tensor[0]));
    GradientHook.rethrow();
  }

  /**
   * Goes backward from scalars, each with gradient 1, adding into the gradient of every leaf; the
   * graph is freed.
   *
   * @throws EngineException if an output is no scalar or has no graph
   */
  public static void backward(List<Tensor> scalars) {
    if (scalars.isEmpty()) {
      return;
    }
    Raw.run(
        "backward",
        () -> {
          try (TensorVector heads = Raw.vector(scalars);
              TensorVector seeds = new TensorVector();
              TensorVector inputs = new TensorVector()) {
            torch.backward(heads, seeds, Constants.NO_BOOL, false, inputs);
          }
        },
        scalars.toArray(new Tensor[0]));
    GradientHook.rethrow();
  }

  /** Stops graph recording on this thread until closed; nests. */
  public static NoGrad noGrad() {
    Engine.ensureStarted();
    return new NoGrad(GradMode.is_enabled());
  }

  /** Restores, on close, the recording state found when it was opened. */
  public static final class NoGrad implements AutoCloseable {
    private final boolean before;

    private NoGrad(boolean before) {
      this.before = before;
      GradMode.set_enabled(false);
    }

    @Override
    public void close() {
      GradMode.set_enabled(before);
    }
  }
}
