package io.yoso4j.model.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;

/**
 * Stochastic gradient descent with momentum. Equal to {@code torch.optim.SGD(fused=True)} without
 * dampening: weight decay is added to the gradient, and with {@code g} that sum, {@code buffer =
 * momentum · buffer + g}; the step goes along {@code buffer}, or with Nesterov's rule along {@code
 * g + momentum · buffer}.
 */
public final class Sgd implements ParameterOptimizer {
  private static final Boxed FUSED = Boxed.find("aten::_fused_sgd_", "");

  private final List<Tensor> parameters;
  private final List<Tensor> buffers = new ArrayList<>();
  private final double momentum;
  private final boolean nesterov;

  private Sgd(List<Tensor> parameters, double momentum, boolean nesterov) {
    this.parameters = List.copyOf(parameters);
    this.momentum = momentum;
    this.nesterov = nesterov;
  }

  /**
   * Zero momentum buffers for {@code parameters}, which must outlive this; none when {@code
   * momentum} is 0.
   *
   * @throws IllegalArgumentException if momentum is not in [0, 1), or 0 with Nesterov's rule
   */
  public static Sgd create(List<Tensor> parameters, double momentum, boolean nesterov) {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "momentum must be at least 0 and below 1, but is " + momentum);
    }
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException("nesterov needs a momentum above 0, but it is 0");
    }
    Sgd sgd = new Sgd(parameters, momentum, nesterov);
    if (momentum > 0) {
      try (TensorScope scope = TensorScope.open();
          Autograd.NoGrad _ = Autograd.noGrad()) {
        for (Tensor parameter : parameters) {
          sgd.buffers.add(scope.keep(Tensor.zerosLike(parameter)));
        }
      }
    }
    return sgd;
  }

  @Override
  public List<Tensor> parameters() {
    return parameters;
  }

  @Override
  public Map<String, List<Tensor>> state() {
    return buffers.isEmpty() ? Map.of() : Map.of("momentum_buffer", List.copyOf(buffers));
  }

  /**
   * {@inheritDoc}
   *
   * @param weightDecay times the weights is added to their gradients
   */
  @Override
  public void step(double learningRate, double weightDecay) {
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      Learning learning = Learning.of(parameters);
      if (learning.at().isEmpty()) {
        return;
      }
      IValueVector ignored =
          FUSED.call(
              Boxed.list(learning.select(parameters)),
              Boxed.list(learning.gradients()),
              Boxed.list(momentum > 0 ? learning.select(buffers) : List.of()),
              new IValue(weightDecay),
              new IValue(momentum),
              new IValue(learningRate),
              new IValue(0.0),
              new IValue(nesterov),
              new IValue(false),
              // Buffers of zeros make the first step as PyTorch does, who has none then.
              new IValue(false),
              new IValue(),
              new IValue());
      ignored.close();
    }
  }

  @Override
  public void close() {
    buffers.forEach(Tensor::close);
  }
}
