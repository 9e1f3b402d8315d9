package io.yoso4j.model.nn;

import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns layers into faster ones for inference: normalisations disappear in the convolutions before
 * them, and weights lie channels last. Owns the weights it makes.
 */
public final class Folding implements AutoCloseable {
  private final ElementType type;
  private final List<Tensor> owned = new ArrayList<>();

  /** Weights are made in {@code type}: FLOAT32, or BFLOAT16. */
  public Folding(ElementType type) {
    if (type != ElementType.FLOAT32 && type != ElementType.BFLOAT16) {
      throw new IllegalArgumentException("type (" + type + ") must be FLOAT32 or BFLOAT16");
    }
    this.type = type;
  }

  /** Element type of the weights made. */
  public ElementType type() {
    return type;
  }

  /** {@code weight} times the norm's scale along its axis {@code outputs}, channels last. */
  public Tensor weight(Tensor weight, @Nullable BatchNorm norm, int outputs) {
    return own(() -> {
      Tensor w = weight.detach();
      if (norm != null) {
        long[] shape = new long[w.rank()];
        Arrays.fill(shape, 1);
        shape[outputs] = w.size(outputs);
        w = w.mul(norm.scale().view(shape));
      }
      return Functional.channelsLast(w.to(type)).copy();
    });
  }

  /** The bias that a norm leaves behind, or {@code bias} itself. */
  public @Nullable Tensor bias(@Nullable Tensor bias, @Nullable BatchNorm norm) {
    if (norm != null) {
      return own(() -> {
        Tensor shift = norm.shift();
        Tensor sum = bias == null ? shift : shift.add(bias.detach().mul(norm.scale()));
        return sum.to(type).copy();
      });
    }
    return bias == null ? null : own(() -> bias.detach().to(type).copy());
  }

  private Tensor own(Supplier<Tensor> make) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor made = scope.keep(make.get());
      owned.add(made);
      return made;
    }
  }

  /** Frees the weights made. */
  @Override
  public void close() {
    owned.forEach(Tensor::close);
    owned.clear();
  }
}
