package io.yoso4j.train;

import io.yoso4j.model.nn.Parameter;
import io.yoso4j.model.nn.ParameterMap;
import io.yoso4j.model.tensor.AdamW;
import io.yoso4j.model.tensor.Gradients;
import io.yoso4j.model.tensor.ParameterOptimizer;
import io.yoso4j.model.tensor.Sgd;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.config.OptimSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AdamW or SGD over the network's parameters in upstream's groups: the backbone with a factor on
 * its learning rate, normalisation layers with a weight decay of their own. Parameters of equal
 * rate and decay share one fused kernel.
 *
 * <p>Owns the optimisers' state; the parameters stay the network's. Not thread-safe.
 */
final class ModelOptimizer implements AutoCloseable {
  private record Rule(double rateFactor, double weightDecay) {}

  private record Group(Rule rule, List<String> names, ParameterOptimizer optimizer) {}

  private final OptimSettings settings;
  private final List<Tensor> parameters;
  private final List<Group> groups;

  private ModelOptimizer(OptimSettings settings, List<Tensor> parameters, List<Group> groups) {
    this.settings = settings;
    this.parameters = parameters;
    this.groups = groups;
  }

  static ModelOptimizer create(ParameterMap parameters, OptimSettings settings) {
    Map<Rule, List<Parameter>> byRule = new LinkedHashMap<>();
    for (Parameter parameter : parameters.trainable()) {
      Rule rule =
          new Rule(
              parameter.name().startsWith("backbone.") ? settings.backboneMultiplier() : 1,
              parameter.norm() ? settings.normWeightDecay() : settings.weightDecay());
      byRule.computeIfAbsent(rule, _ -> new ArrayList<>()).add(parameter);
    }
    List<Group> groups = new ArrayList<>();
    byRule.forEach((rule, members) ->
        groups.add(
            new Group(
                rule,
                members.stream().map(Parameter::name).toList(),
                optimizer(members.stream().map(Parameter::tensor).toList(), settings))));
    return new ModelOptimizer(
        settings, parameters.trainable().stream().map(Parameter::tensor).toList(), groups);
  }

  private static ParameterOptimizer optimizer(List<Tensor> parameters, OptimSettings settings) {
    return switch (settings.optimizer()) {
      case ADAMW ->
          AdamW.create(
              parameters, settings.betas().get(0), settings.betas().get(1), settings.eps());
      case SGD -> Sgd.create(parameters, settings.momentum(), settings.nesterov());
    };
  }

  /**
   * Clips the gradient, first its values, then its norm over the whole model, and takes one step
   * unless the gradient is not finite.
   *
   * @return the gradient's norm before clipping
   */
  double step(double learningRate) {
    List<Tensor> gradients = new ArrayList<>(parameters.size());
    for (Tensor parameter : parameters) {
      Tensor gradient = parameter.grad();
      if (gradient != null) {
        gradients.add(gradient);
      }
    }
    double norm = Gradients.globalNorm(gradients);
    if (Double.isFinite(norm)) {
      clip(gradients, norm);
      for (Group group : groups) {
        group.optimizer.step(learningRate * group.rule.rateFactor, group.rule.weightDecay);
      }
    }
    return norm;
  }

  private void clip(List<Tensor> gradients, double norm) {
    if (settings.clipValue() > 0) {
      Gradients.clampValues(gradients, settings.clipValue());
    }
    if (settings.clipNorm() > 0) {
      double left = settings.clipValue() > 0 ? Gradients.globalNorm(gradients) : norm;
      Gradients.clip(gradients, left, settings.clipNorm());
    }
  }

  /** The live state by name, {@code optimizer.<PyTorch's name>.<parameter>}. */
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (Group group : groups) {
      group
          .optimizer
          .state()
          .forEach((kind, tensors) -> {
            for (int i = 0; i < tensors.size(); i++) {
              state.put("optimizer." + kind + "." + group.names.get(i), tensors.get(i));
            }
          });
    }
    return state;
  }

  @Override
  public void close() {
    groups.forEach(group -> group.optimizer.close());
  }
}
