package io.yoso4j.train.conformance;

import io.yoso4j.model.nn.Parameter;
import io.yoso4j.model.nn.ParameterMap;
import io.yoso4j.model.tensor.AdamW;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The optimisers of recorded cases: learning rate 1e-4, a tenth of it for the backbone. SGD has
 * momentum 0.9 and no weight decay; AdamW has betas 0.9 and 0.999, and weight decay 0.05 but for
 * normalisation layers. Owns its moments.
 */
final class RecordedOptimizer implements AutoCloseable {
  private static final double RATE = 1e-4;
  private static final double BACKBONE = 0.1;
  private static final double MOMENTUM = 0.9;
  private static final double DECAY = 0.05;

  /** Which optimiser. */
  enum Kind {
    /** Stochastic gradient descent. */
    SGD,
    /** AdamW. */
    ADAMW;

    String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Parameters of one rate and decay. */
  private record Group(double rate, double decay, AdamW adam) {}

  private final List<Parameter> parameters;
  private final List<Group> groups = new ArrayList<>();
  private final List<Tensor> velocities = new ArrayList<>();

  private RecordedOptimizer(List<Parameter> parameters) {
    this.parameters = parameters;
  }

  static RecordedOptimizer create(Kind kind, ParameterMap parameters) {
    RecordedOptimizer optimizer = new RecordedOptimizer(parameters.trainable());
    if (kind == Kind.ADAMW) {
      for (boolean backbone : new boolean[] {false, true}) {
        for (boolean norm : new boolean[] {false, true}) {
          optimizer.group(backbone, norm);
        }
      }
    } else {
      try (TensorScope scope = TensorScope.open();
          Autograd.NoGrad _ = Autograd.noGrad()) {
        for (Parameter parameter : optimizer.parameters) {
          optimizer.velocities.add(scope.keep(Tensor.zerosLike(parameter.tensor())));
        }
      }
    }
    return optimizer;
  }

  private void group(boolean backbone, boolean norm) {
    List<Tensor> members =
        parameters.stream()
            .filter(p -> p.norm() == norm && inBackbone(p) == backbone)
            .map(Parameter::tensor)
            .toList();
    if (!members.isEmpty()) {
      groups.add(
          new Group(
              backbone ? BACKBONE * RATE : RATE,
              norm ? 0 : DECAY,
              AdamW.create(members, 0.9, 0.999, 1e-8)));
    }
  }

  private static boolean inBackbone(Parameter parameter) {
    return parameter.name().startsWith("backbone.");
  }

  /** The gradients there are. */
  List<Tensor> gradients() {
    List<Tensor> gradients = new ArrayList<>();
    for (Parameter parameter : parameters) {
      Tensor gradient = parameter.tensor().grad();
      if (gradient != null) {
        gradients.add(gradient);
      }
    }
    return gradients;
  }

  void step() {
    groups.forEach(group -> group.adam().step(group.rate(), group.decay()));
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      for (int i = 0; i < velocities.size(); i++) {
        Parameter parameter = parameters.get(i);
        Tensor gradient = parameter.tensor().grad();
        if (gradient != null) {
          double rate = inBackbone(parameter) ? BACKBONE * RATE : RATE;
          Tensor velocity = velocities.get(i).mulInPlace(MOMENTUM).addInPlace(gradient);
          Tensor _ = parameter.tensor().addInPlace(velocity.mul(-rate));
        }
      }
    }
  }

  @Override
  public void close() {
    groups.forEach(group -> group.adam().close());
    velocities.forEach(Tensor::close);
  }
}
