package io.yoso4j.model.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Scalar;

/** Whole-model operations on gradients, a few kernels for all tensors together. */
public final class Gradients {
  private static final Boxed NORM = Boxed.find("aten::_foreach_norm", "Scalar");
  private static final Boxed SCALE = Boxed.find("aten::_foreach_mul_", "Scalar");

  private static final Boxed AT_LEAST = Boxed.find("aten::_foreach_clamp_min_", "Scalar");
  private static final Boxed AT_MOST = Boxed.find("aten::_foreach_clamp_max_", "Scalar");

  private Gradients() {}

  /** Euclidean norm of all values together; NaN or infinite if any value is. */
  public static double globalNorm(List<Tensor> grads) {
    if (grads.isEmpty()) {
      return 0;
    }
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      IValueVector out = NORM.call(Boxed.list(grads), new IValue(new Scalar(2.0)), new IValue());
      org.bytedeco.pytorch.TensorVector norms = out.get(0).toTensorVector();
      List<Tensor> parts = new ArrayList<>(grads.size());
      for (long i = 0; i < norms.size(); i++) {
        parts.add(new Tensor(new org.bytedeco.pytorch.Tensor(norms.get(i))));
      }
      return Functional.stack(parts, 0).to(ElementType.FLOAT64).norm().item();
    }
  }

  /**
   * Scales all gradients so that their global norm is at most {@code largest}, as PyTorch's
   * clip_grad_norm_ does (factor {@code largest / (norm + 1e-6)} when below 1). Returns the norm
   * before clipping; nothing is scaled when it is not finite.
   */
  public static double clip(List<Tensor> grads, double largest) {
    double norm = globalNorm(grads);
    clip(grads, norm, largest);
    return norm;
  }

  /** As {@link #clip(List, double)}, with the norm known already. */
  public static void clip(List<Tensor> grads, double norm, double largest) {
    double factor = largest / (norm + 1e-6);
    if (Double.isFinite(norm) && factor < 1) {
      scale(grads, factor);
    }
  }

  /** Multiplies every gradient by {@code factor}, in place. */
  public static void scale(List<Tensor> grads, double factor) {
    if (grads.isEmpty()) {
      return;
    }
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      SCALE.call(Boxed.list(grads), new IValue(new Scalar(factor)));
    }
  }

  /** Brings every value into {@code [-largest, largest]}, in place. */
  public static void clampValues(List<Tensor> grads, double largest) {
    if (grads.isEmpty()) {
      return;
    }
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      AT_LEAST.call(Boxed.list(grads), new IValue(new Scalar(-largest)));
      AT_MOST.call(Boxed.list(grads), new IValue(new Scalar(largest)));
    }
  }
}
