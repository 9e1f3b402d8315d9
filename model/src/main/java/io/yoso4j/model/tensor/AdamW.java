package io.yoso4j.model.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;

/** AdamW with decoupled weight decay. Equal to {@code torch.optim.AdamW(fused=True)}. */
public final class AdamW implements ParameterOptimizer {
  private static final Boxed FUSED = Boxed.find("aten::_fused_adamw_", "");

  private final List<Tensor> parameters;
  private final List<Tensor> firstMoments = new ArrayList<>();
  private final List<Tensor> secondMoments = new ArrayList<>();
  private final List<Tensor> steps = new ArrayList<>();
  private final double beta1;
  private final double beta2;
  private final double epsilon;

  private AdamW(List<Tensor> parameters, double beta1, double beta2, double epsilon) {
    this.parameters = List.copyOf(parameters);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  /** Zero moments for {@code parameters}, which must outlive this. */
  public static AdamW create(List<Tensor> parameters, double beta1, double beta2, double epsilon) {
    AdamW adam = new AdamW(parameters, beta1, beta2, epsilon);
    try (TensorScope scope = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      for (Tensor parameter : parameters) {
        adam.firstMoments.add(scope.keep(Tensor.zerosLike(parameter)));
        adam.secondMoments.add(scope.keep(Tensor.zerosLike(parameter)));
        adam.steps.add(scope.keep(Tensor.zeros(new long[0]).to(parameter.device()).copy()));
      }
    }
    return adam;
  }

  @Override
  public List<Tensor> parameters() {
    return parameters;
  }

  /** Running means of the gradients, in the order of the parameters; written to by checkpoints. */
  public List<Tensor> firstMoments() {
    return List.copyOf(firstMoments);
  }

  /** Running means of the squared gradients, in the order of the parameters. */
  public List<Tensor> secondMoments() {
    return List.copyOf(secondMoments);
  }

  /** Updates taken per parameter, as float32 scalars, in the order of the parameters. */
  public List<Tensor> steps() {
    return List.copyOf(steps);
  }

  @Override
  public Map<String, List<Tensor>> state() {
    Map<String, List<Tensor>> state = new LinkedHashMap<>();
    state.put("exp_avg", firstMoments());
    state.put("exp_avg_sq", secondMoments());
    state.put("step", steps());
    return state;
  }

  /**
   * {@inheritDoc}
   *
   * @param weightDecay fraction of {@code learningRate} by which weights shrink
   */
  @Override
  public void step(double learningRate, double weightDecay) {
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      Learning learning = Learning.of(parameters);
      if (learning.at().isEmpty()) {
        return;
      }
      List<Tensor> counts = learning.select(steps);
      counts.forEach(count -> count.addInPlace(1));
      IValueVector ignored =
          FUSED.call(
              Boxed.list(learning.select(parameters)),
              Boxed.list(learning.gradients()),
              Boxed.list(learning.select(firstMoments)),
              Boxed.list(learning.select(secondMoments)),
              Boxed.list(List.of()),
              Boxed.list(counts),
              new IValue(learningRate),
              new IValue(beta1),
              new IValue(beta2),
              new IValue(weightDecay),
              new IValue(epsilon),
              new IValue(false),
              new IValue(false),
              new IValue(),
              new IValue());
      ignored.close();
    }
  }

  @Override
  public void close() {
    firstMoments.forEach(Tensor::close);
    secondMoments.forEach(Tensor::close);
    steps.forEach(Tensor::close);
  }
}
