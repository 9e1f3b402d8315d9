package io.yoso4j.model;

import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.InputSpec;
import io.yoso4j.model.yoso.QueryNetwork;
import io.yoso4j.model.yoso.StageTensors;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.Function;

/** A network of tensors, on plain memory. Not loaded where libtorch is missing. */
final class TensorNetwork implements MemoryNetwork {
  private final QueryNetwork network;

  TensorNetwork(QueryNetwork network) {
    this.network = Objects.requireNonNull(network, "network");
  }

  @Override
  public InputSpec input() {
    return network.input();
  }

  @Override
  public int numClasses() {
    return network.numClasses();
  }

  @Override
  public <T> T predict(
      MemorySegment images, int batch, int height, int width, Function<QueryOutputs, T> use) {
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      Tensor logits;
      Tensor masks;
      try (TensorScope forward = TensorScope.open()) {
        Tensor input = Tensor.of(images, batch, 3, height, width);
        StageTensors raw = network.predict(input.to(network.device()));
        Tensor found = Objects.requireNonNull(raw.logits(), "logits of the network");
        logits = forward.lift(found.to(Device.CPU).contiguous());
        masks = forward.lift(raw.masks().to(Device.CPU).contiguous());
      }
      return use.apply(
          new QueryOutputs(
              logits.data(),
              masks.data(),
              Math.toIntExact(masks.size(1)),
              Math.toIntExact(masks.size(2)),
              Math.toIntExact(masks.size(3))));
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
