package io.yoso4j.train;

import io.yoso4j.model.nn.Parameter;
import io.yoso4j.model.nn.ParameterMap;
import io.yoso4j.model.tensor.AdamW;
import io.yoso4j.model.tensor.Gradients;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.config.OptimSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AdamW over the network's parameters in upstream's groups: the backbone with a factor on its
 * learning rate, normalisation layers with a weight decay of their own. Parameters of equal rate
 * and decay share one fused kernel.
 *
 * <p>Owns the moments; the parameters stay the network's. Not thread-safe.
 */
final class ModelOptimizer implements AutoCloseable {
  private record Rule(double rateFactor, double weightDecay) {}

  private record Group(Rule rule, List<String> names, AdamW adam) {}

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
                AdamW.create(
                    members.stream().map(Parameter::tensor).toList(),
                    settings.betas().get(0),
                    settings.betas().get(1),
                    settings.eps()))));
    return new ModelOptimizer(
        settings, parameters.trainable().stream().map(Parameter::tensor).toList(), groups);
  }

  /**
   * Clips the whole model's gradient and takes one step unless the gradient is not finite.
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
    double norm =
        settings.clipNorm() > 0
            ? Gradients.clip(gradients, settings.clipNorm())
            : Gradients.globalNorm(gradients);
    if (Double.isFinite(norm)) {
      for (Group group : groups) {
        group.adam.step(learningRate * group.rule.rateFactor, group.rule.weightDecay);
      }
    }
    return norm;
  }

  /** The live state by name, {@code optimizer.<exp_avg|exp_avg_sq|step>.<parameter>}. */
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (Group group : groups) {
      for (int i = 0; i < group.names.size(); i++) {
        String name = group.names.get(i);
        state.put("optimizer.exp_avg." + name, group.adam.firstMoments().get(i));
        state.put("optimizer.exp_avg_sq." + name, group.adam.secondMoments().get(i));
        state.put("optimizer.step." + name, group.adam.steps().get(i));
      }
    }
    return state;
  }

  @Override
  public void close() {
    groups.forEach(group -> group.adam.close());
  }
}
