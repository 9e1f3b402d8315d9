package io.yoso4j.train;

import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.yoso.YosoNetwork;
import io.yoso4j.train.config.TrainConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All tensors that training changes: what a step depends on, beside its number.
 *
 * @param network being trained
 * @param optimizer of its weights
 * @param average of its weights
 */
record TrainingState(YosoNetwork network, ModelOptimizer optimizer, AveragedWeights average)
    implements AutoCloseable {

  /** A network with fresh weights and what belongs to it. */
  static TrainingState create(TrainConfig config, int classes) {
    YosoNetwork network =
        YosoNetwork.create(Networks.network(config.model(), classes), config.seed());
    return new TrainingState(
        network,
        ModelOptimizer.create(network.parameters(), config.optim()),
        AveragedWeights.of(network.parameters(), config.optim().emaDecay()));
  }

  /** Everything a resumed training needs, by name, live. */
  Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(network.parameters().tensors());
    tensors.putAll(optimizer.state());
    tensors.putAll(average.state());
    return tensors;
  }

  @Override
  public void close() {
    average.close();
    optimizer.close();
    network.close();
  }
}
