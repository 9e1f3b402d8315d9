package io.yoso4j.model;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.StageTensors;
import io.yoso4j.model.yoso.YosoNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Finds instances in images with a {@link YosoNetwork}. Masks are resized one at a time, so memory
 * stays at one full-size mask of floats beside the run-length masks. Not thread-safe.
 */
public final class Segmenter implements AutoCloseable {
  private final YosoNetwork network;
  private final SegmenterOptions options;

  private Segmenter(YosoNetwork network, SegmenterOptions options) {
    this.network = Objects.requireNonNull(network, "network");
    this.options = Objects.requireNonNull(options, "options");
  }

  /** A segmenter over {@code network}, whose current weights are used at every call. */
  public static Segmenter of(YosoNetwork network, SegmenterOptions options) {
    return new Segmenter(network, options);
  }

  public SegmenterOptions options() {
    return options;
  }

  /** The instances of one image, best first. */
  public List<Instance> segment(RgbImage image) {
    return segment(List.of(image)).get(0);
  }

  /**
   * The instances of each image, best first. All images go through the network together, padded to
   * the largest; padding may change results slightly compared with one image at a time.
   */
  public List<List<Instance>> segment(List<RgbImage> images) {
    return segment(images, images.stream().map(i -> new ImageSize(i.width(), i.height())).toList());
  }

  /** As {@link #segment(List)}, with masks of the given sizes, one per image. */
  public List<List<Instance>> segment(List<RgbImage> images, List<ImageSize> outputs) {
    if (images.size() != outputs.size()) {
      throw new IllegalArgumentException(
          outputs.size() + " output sizes for " + images.size() + " images");
    }
    if (images.isEmpty()) {
      return List.of();
    }
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      ImageBatch batch = ImageBatch.of(images, options.inputSize(), network.config());
      StageTensors last;
      try (TensorScope forward = TensorScope.open()) {
        Tensor input = batch.tensor().to(network.device());
        StageTensors raw = network.forwardNormalised(input, false).getLast();
        Tensor logits = Objects.requireNonNull(raw.logits(), "logits of the last stage");
        Tensor probabilities = forward.keep(Functional.softmax(logits, -1).to(Device.CPU));
        last = new StageTensors(probabilities, forward.keep(raw.masks()));
      }
      Tensor probabilities = Objects.requireNonNull(last.logits());
      try (probabilities;
          Tensor masks = last.masks()) {
        List<List<Instance>> results = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
          results.add(instances(probabilities, masks, i, batch, outputs.get(i)));
        }
        return results;
      }
    }
  }

  private List<Instance> instances(
      Tensor probabilities, Tensor masks, int index, ImageBatch batch, ImageSize output) {
    int queries = Math.toIntExact(masks.size(1));
    ImageSize valid = batch.valid().get(index);
    long paddedHeight = batch.tensor().size(2);
    long paddedWidth = batch.tensor().size(3);
    float[] scores;
    try (TensorScope _ = TensorScope.open()) {
      scores = probabilities.select(0, index).toFloats();
    }
    return InstanceInference.select(
        scores,
        queries,
        network.config().numClasses(),
        options,
        query -> {
          try (TensorScope _ = TensorScope.open()) {
            Tensor one = masks.narrow(0, index, 1).narrow(1, query, 1);
            Tensor full =
                Functional.interpolateBilinear(one, paddedHeight, paddedWidth)
                    .narrow(2, 0, valid.height())
                    .narrow(3, 0, valid.width());
            Tensor original =
                Functional.interpolateBilinear(full, output.height(), output.width())
                    .to(Device.CPU)
                    .contiguous();
            return InstanceInference.score(original, output.height(), output.width());
          }
        });
  }

  /** Frees the network. */
  @Override
  public void close() {
    network.close();
  }
}
