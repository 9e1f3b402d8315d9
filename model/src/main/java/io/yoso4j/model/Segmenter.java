package io.yoso4j.model;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.QueryNetwork;
import io.yoso4j.model.yoso.StageTensors;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Finds instances in images with a {@link QueryNetwork}. Masks are resized one query at a time and
 * held run-length encoded, so memory does not grow with the number of queries. Thread-safe where
 * the network is; calls on several threads share the processor's cores.
 */
public final class Segmenter implements AutoCloseable {
  private final QueryNetwork network;
  private final SegmenterOptions options;
  private final ReadWriteLock open = new ReentrantReadWriteLock();
  private boolean closed;

  private Segmenter(QueryNetwork network, SegmenterOptions options) {
    this.network = Objects.requireNonNull(network, "network");
    this.options = Objects.requireNonNull(options, "options");
  }

  /**
   * A segmenter over {@code network}, which it closes. A {@link io.yoso4j.model.yoso.YosoNetwork}
   * is used with its weights at each call; {@link io.yoso4j.model.yoso.YosoNetwork#inference} is
   * faster.
   */
  public static Segmenter of(QueryNetwork network, SegmenterOptions options) {
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
   *
   * @throws IllegalStateException if this segmenter is closed
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
    open.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("segmenter is closed");
      }
      return find(images, outputs);
    } finally {
      open.readLock().unlock();
    }
  }

  private List<List<Instance>> find(List<RgbImage> images, List<ImageSize> outputs) {
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      ImageBatch batch = ImageBatch.of(images, options.inputSize(), network.input());
      StageTensors last;
      try (TensorScope forward = TensorScope.open()) {
        Tensor input = batch.tensor().to(network.device());
        StageTensors raw = network.predict(input);
        Tensor logits = Objects.requireNonNull(raw.logits(), "logits of the last stage");
        Tensor probabilities = forward.keep(Functional.softmax(logits, -1).to(Device.CPU));
        Tensor planes = raw.masks().to(Device.CPU).contiguous();
        last = new StageTensors(probabilities, forward.keep(planes));
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
    ImageSize size = new ImageSize(extent(masks, 3), extent(masks, 2));
    ImageSize padded = new ImageSize(extent(batch.tensor(), 3), extent(batch.tensor(), 2));
    MaskResampler resampler = MaskResampler.of(size, padded, batch.valid().get(index), output);
    long plane = Float.BYTES * (long) size.width() * size.height();
    MemorySegment planes = masks.data();
    float[] scores;
    try (TensorScope _ = TensorScope.open()) {
      scores = probabilities.select(0, index).toFloats();
    }
    return InstanceInference.select(
        scores,
        queries,
        network.numClasses(),
        options,
        query -> resampler.mask(planes.asSlice(((long) index * queries + query) * plane, plane)));
  }

  private static int extent(Tensor tensor, int dimension) {
    return Math.toIntExact(tensor.size(dimension));
  }

  /** Waits for calls in progress, then frees the network. */
  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        network.close();
      }
    } finally {
      open.writeLock().unlock();
    }
  }
}
