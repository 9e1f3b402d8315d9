package io.yoso4j.train;

import io.yoso4j.model.nn.Parameter;
import io.yoso4j.model.nn.ParameterMap;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Interpolation;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Exponential moving average of a network's weights: after step t, {@code average = d · average +
 * (1 - d) · weights} with {@code d = min(decay, (1 + t) / (10 + t))}, the warm-up of TensorFlow's
 * and timm's averages, without which the first, untrained weights would count for long. Averages
 * are of all that training changes: learned weights and the running statistics of normalisations.
 *
 * <p>With decay 0 there are no averages, and every method does nothing. Owns the averages; the
 * network's tensors must outlive this. Not thread-safe.
 */
final class AveragedWeights implements AutoCloseable {
  /** Before the name of a weight in checkpoints. */
  private static final String PREFIX = "ema.";

  private final double decay;
  private final Map<String, Tensor> live;
  private final Map<String, Tensor> averages = new LinkedHashMap<>();

  private AveragedWeights(double decay, Map<String, Tensor> live) {
    this.decay = decay;
    this.live = live;
  }

  /** Averages that begin with the weights as they are. */
  static AveragedWeights of(ParameterMap parameters, double decay) {
    AveragedWeights average = new AveragedWeights(decay, parameters.tensors());
    if (decay > 0) {
      try (TensorScope scope = TensorScope.open();
          Autograd.NoGrad _ = Autograd.noGrad()) {
        for (Parameter parameter : parameters.all()) {
          if (averaged(parameter)) {
            average.averages.put(parameter.name(), scope.keep(parameter.tensor().detach().copy()));
          }
        }
      }
    }
    return average;
  }

  private static boolean averaged(Parameter parameter) {
    return parameter.trainable()
        || (parameter.role() == Parameter.Role.BUFFER
            && parameter.tensor().type() == ElementType.FLOAT32);
  }

  /** Begins again with the weights as they are now. */
  void restart() {
    Interpolation.move(averagesInOrder(), liveInOrder(), 1);
  }

  /**
   * Takes the weights of a step into the averages.
   *
   * @param steps steps taken, this one included
   */
  void update(long steps) {
    Interpolation.move(averagesInOrder(), liveInOrder(), 1 - decay(decay, steps));
  }

  /** The decay of a step. */
  static double decay(double decay, long steps) {
    return Math.min(decay, (1.0 + steps) / (10.0 + steps));
  }

  private List<Tensor> averagesInOrder() {
    return new ArrayList<>(averages.values());
  }

  private List<Tensor> liveInOrder() {
    List<Tensor> tensors = new ArrayList<>();
    averages.keySet().forEach(name -> tensors.add(live(name)));
    return tensors;
  }

  private Tensor live(String name) {
    Tensor tensor = live.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no weight " + name);
    }
    return tensor;
  }

  /** The averages by their names in a checkpoint, live. */
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    averages.forEach((name, tensor) -> state.put(PREFIX + name, tensor));
    return state;
  }

  /** All tensors of the network by name, averages where there are some. */
  Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(live);
    tensors.putAll(averages);
    return tensors;
  }

  /** Copies the weights of a checkpoint into a network, averages where it holds some. */
  static void restore(Checkpoint checkpoint, Map<String, Tensor> network) {
    Map<String, Tensor> targets = new LinkedHashMap<>();
    network.forEach((name, tensor) ->
        targets.put(checkpoint.holds(PREFIX + name) ? PREFIX + name : name, tensor));
    checkpoint.restore(targets);
  }

  /** Gives the network the averages until closed, which gives it back its own weights. */
  Exchanged exchange() {
    return new Exchanged();
  }

  /** While the network has the averages. */
  final class Exchanged implements AutoCloseable {
    private Exchanged() {
      exchangeAll();
    }

    @Override
    public void close() {
      exchangeAll();
    }
  }

  private void exchangeAll() {
    averages.forEach((name, average) -> {
      try (TensorScope _ = TensorScope.open();
          Autograd.NoGrad _ = Autograd.noGrad()) {
        Tensor weight = live(name);
        Tensor kept = weight.detach().copy();
        weight.copyInPlace(average);
        average.copyInPlace(kept);
      }
    });
  }

  @Override
  public void close() {
    averages.values().forEach(Tensor::close);
  }
}
