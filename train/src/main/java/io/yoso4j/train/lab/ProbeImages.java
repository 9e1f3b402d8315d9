package io.yoso4j.train.lab;

import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.StageTensors;
import io.yoso4j.model.yoso.YosoNetwork;
import io.yoso4j.train.Targets;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.pipeline.Batch;
import io.yoso4j.train.pipeline.Sample;
import io.yoso4j.train.pipeline.SampleSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Validation images cut in one way for all variants, seeds and evaluations. */
final class ProbeImages {
  private final List<Batch> batches;

  private ProbeImages(List<Batch> batches) {
    this.batches = batches;
  }

  /**
   * Reads images that have objects.
   *
   * @param still a configuration without random changes
   * @param count images at most
   * @throws io.yoso4j.data.DataException if no image has an object, or one cannot be read
   */
  static ProbeImages read(CocoDataset val, TrainConfig still, int count) {
    SampleSource source = SampleSource.of(val, still);
    int images = Math.min(count, source.images());
    int size = still.train().batchSize();
    List<Batch> batches = new ArrayList<>();
    for (int from = 0; from < images; from += size) {
      List<Sample> samples = new ArrayList<>();
      for (int i = from; i < Math.min(images, from + size); i++) {
        samples.add(source.at(i));
      }
      batches.add(new Batch(samples));
    }
    return new ProbeImages(List.copyOf(batches));
  }

  List<Batch> batches() {
    return batches;
  }

  /** The objects of a batch. */
  static List<ImageTargets> targets(Batch batch) {
    return Targets.of(batch);
  }

  /**
   * What a network says of a batch, as in training but for statistics of normalisations.
   *
   * @return all stages, in arrays
   */
  static List<StagePrediction> predict(YosoNetwork network, Batch batch) {
    try (Arena arena = Arena.ofConfined();
        TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      MemorySegment pixels = arena.allocate(batch.floatBytes(), 64);
      batch.copyPixelsTo(pixels);
      Tensor images =
          Tensor.of(pixels, batch.samples().size(), 3, batch.height(), batch.width())
              .to(network.device());
      List<Tensor> features = network.backboneFeatures(network.normalise(images), false);
      List<StageTensors> stages = network.heads(network.mergeFeatures(features, false), true);
      List<StagePrediction> predictions = new ArrayList<>();
      for (int i = 0; i < stages.size(); i++) {
        Tensor logits = stages.get(i).logits();
        Tensor masks = stages.get(i).masks();
        predictions.add(
            StagePrediction.of(
                "s" + i,
                logits == null ? new float[0] : logits.toFloats(),
                masks.toFloats(),
                (int) masks.size(0),
                (int) masks.size(1),
                (int) masks.size(2),
                (int) masks.size(3)));
      }
      return predictions;
    }
  }
}
