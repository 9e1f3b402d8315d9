package io.yoso4j.train.explain;

import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.model.MemoryNetwork;
import io.yoso4j.model.QueryOutputs;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.InputSpec;
import io.yoso4j.model.yoso.StageTensors;
import io.yoso4j.model.yoso.YosoNetwork;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a network as inference does, so with running statistics, and keeps what every stage said,
 * class logits included. For one image; borrows the network.
 */
final class StageRecorder implements MemoryNetwork {
  private final YosoNetwork network;
  private @Nullable Recording recording;

  StageRecorder(YosoNetwork network) {
    this.network = network;
  }

  Recording recording() {
    return Objects.requireNonNull(recording, "nothing was predicted");
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
    if (batch != 1) {
      throw new IllegalArgumentException("batch (" + batch + ") must be 1");
    }
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      Tensor input = Tensor.of(images, 1, 3, height, width).to(network.device());
      Tensor features = network.mergeFeatures(network.backboneFeatures(input, false), false);
      List<StagePrediction> stages = new ArrayList<>();
      for (StageTensors stage : network.heads(features, true)) {
        stages.add(onHeap("s" + stages.size(), stage));
      }
      recording =
          new Recording(
              new ImageSize(width, height),
              features.contiguous().toFloats(),
              Math.toIntExact(features.size(1)),
              stages);
    }
    return use.apply(StoredStage.outputs(recording.stages().getLast(), numClasses()));
  }

  private static StagePrediction onHeap(String name, StageTensors stage) {
    Tensor logits = stage.logits();
    Tensor masks = stage.masks();
    return new StagePrediction(
        name,
        logits == null ? null : MemorySegment.ofArray(logits.toFloats()),
        MemorySegment.ofArray(masks.toFloats()),
        1,
        Math.toIntExact(masks.size(1)),
        logits == null ? 0 : Math.toIntExact(logits.size(2)),
        Math.toIntExact(masks.size(2)),
        Math.toIntExact(masks.size(3)));
  }

  /** The network stays open. */
  @Override
  public void close() {}
}
