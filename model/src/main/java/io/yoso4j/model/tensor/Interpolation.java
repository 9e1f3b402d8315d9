package io.yoso4j.model.tensor;

import java.util.List;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;

/** Moves many tensors towards others, a few kernels for all of them together. */
public final class Interpolation {
  private static final Boxed LERP = Boxed.find("aten::_foreach_lerp_", "Scalar");

  private Interpolation() {}

  /**
   * Replaces every tensor {@code a} by {@code a + weight · (b - a)}, with {@code b} in the same
   * place of {@code towards}. Records no graph.
   *
   * @param weight 0 changes nothing, 1 copies
   * @throws IllegalArgumentException if the lists differ in length
   */
  public static void move(List<Tensor> tensors, List<Tensor> towards, double weight) {
    if (tensors.size() != towards.size()) {
      throw new IllegalArgumentException(
          "tensors (%d) and towards (%d) must be as many"
              .formatted(tensors.size(), towards.size()));
    }
    if (tensors.isEmpty()) {
      return;
    }
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      LERP.call(Boxed.list(tensors), Boxed.list(towards), new IValue(new Scalar(weight)));
    }
  }
}
