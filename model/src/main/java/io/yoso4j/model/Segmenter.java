package io.yoso4j.model;

import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.yoso.QueryNetwork;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds instances in images with a {@link QueryNetwork}.
 *
 * <pre>{@code
 * try (Segmenter segmenter = Segmenter.open(Path.of("runs/photos"))) {
 *   for (Instance instance : segmenter.segment(ImageFiles.read(photo))) {
 *     System.out.println(segmenter.classes().get(instance.category()).name() + instance.bbox());
 *   }
 * }
 * }</pre>
 *
 * <p>Masks are resized one query at a time and held run-length encoded, so memory does not grow
 * with the number of queries. Thread-safe where the network is; calls on several threads share the
 * processor's cores.
 */
public final class Segmenter implements AutoCloseable {
  private final MemoryNetwork network;
  private final SegmenterOptions options;
  private final ModelCard card;
  private final List<String> assumed;
  private final ReadWriteLock open = new ReentrantReadWriteLock();
  private boolean closed;

  private Segmenter(
      MemoryNetwork network, SegmenterOptions options, ModelCard card, List<String> assumed) {
    this.network = Objects.requireNonNull(network, "network");
    this.options = Objects.requireNonNull(options, "options");
    this.card = card;
    this.assumed = assumed;
  }

  /**
   * Opens a trained YOSO: its configuration is read off the weights, the rest off the {@link
   * ModelCard} that training stored with them. What nobody says is taken from upstream's
   * configurations, told apart by the number of classes: {@link #assumed} lists it. Options are
   * {@link SegmenterOptions#defaults} with the model's own input size and tiles.
   *
   * @param model a run's folder (its best weights count), or a weight file: safetensors, or
   *     PyTorch's {@code .pth} as upstream publishes it
   * @throws io.yoso4j.model.weights.WeightException in one line, naming the file and the tensor
   *     that is missing, unknown or of another shape
   */
  public static Segmenter open(Path model) {
    return open(model, ModelCard.EMPTY, UnaryOperator.identity());
  }

  /** As {@link #open(Path)}, with changes to the options. */
  public static Segmenter open(Path model, UnaryOperator<SegmenterOptions> options) {
    return open(model, ModelCard.EMPTY, options);
  }

  /**
   * As {@link #open(Path)}, with changes to the options, and a card whose parts win over the
   * file's.
   */
  public static Segmenter open(
      Path model, ModelCard overrides, UnaryOperator<SegmenterOptions> options) {
    ModelFile file = ModelFile.open(model, overrides);
    try {
      InputSize size = Objects.requireNonNull(file.card().inputSize(), "input size");
      return new Segmenter(
          new TensorNetwork(file.network()),
          options.apply(file.card().on(SegmenterOptions.defaults().withInputSize(size))),
          file.card(),
          file.assumed());
    } catch (RuntimeException e) {
      file.network().close();
      throw e;
    }
  }

  /**
   * A segmenter over {@code network}, which it closes. A {@link io.yoso4j.model.yoso.YosoNetwork}
   * is used with its weights at each call; {@link io.yoso4j.model.yoso.YosoNetwork#inference} is
   * faster.
   */
  public static Segmenter of(QueryNetwork network, SegmenterOptions options) {
    int classes = network.numClasses();
    ModelCard card =
        new ModelCard(
            KnownModel.OTHER.card(classes).classes(),
            null,
            network.input(),
            options.inputSize(),
            options.tiling(),
            options.classScores());
    return new Segmenter(new TensorNetwork(network), options, card, List.of());
  }

  /**
   * A segmenter over a network of another engine, which it closes; libtorch is not loaded.
   *
   * @param card with as many classes as the network has
   */
  public static Segmenter of(MemoryNetwork network, SegmenterOptions options, ModelCard card) {
    if (card.classes().size() != network.numClasses()) {
      throw new IllegalArgumentException(
          "card names "
              + card.classes().size()
              + " classes, the network has "
              + network.numClasses());
    }
    return new Segmenter(network, options, card, List.of());
  }

  public SegmenterOptions options() {
    return options;
  }

  /** What {@link Instance#category} counts; without names, classes are numbered from 1. */
  public List<PanopticCategory> classes() {
    return card.classes();
  }

  /** What was assumed when the model was opened since neither file nor caller said it, in words. */
  public List<String> assumed() {
    return assumed;
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
    return segment(images, sizes(images));
  }

  /** As {@link #segment(List)}, with masks of the given sizes, one per image. */
  public List<List<Instance>> segment(List<RgbImage> images, List<ImageSize> outputs) {
    Tiling tiling = options.tiling();
    if (tiling == null) {
      return predict(images, outputs, prediction -> prediction.instances(options));
    }
    requireEqual(images, outputs);
    List<List<Instance>> results = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      results.add(
          tiled(
              images.get(i).resizeBilinear(outputs.get(i).width(), outputs.get(i).height()),
              tiling));
    }
    return results;
  }

  private List<Instance> tiled(RgbImage image, Tiling tiling) {
    InputSize side = new InputSize.LongestSide(tiling.side());
    return TiledInference.segment(
        image,
        tiling,
        options,
        network.input(),
        tiles -> predict(tiles, sizes(tiles), side, tile -> tile.instances(options)));
  }

  /** The segments of one image, things and stuff (upstream's {@code panoptic_inference}). */
  public PanopticResult panoptic(RgbImage image, PanopticOptions panoptic) {
    return panoptic(List.of(image), sizes(List.of(image)), panoptic).get(0);
  }

  /** As {@link #panoptic(RgbImage, PanopticOptions)}, with results of the given sizes. */
  public List<PanopticResult> panoptic(
      List<RgbImage> images, List<ImageSize> outputs, PanopticOptions panoptic) {
    return predict(images, outputs, prediction -> prediction.panoptic(panoptic));
  }

  /** The most likely class of every pixel (upstream's {@code semantic_inference}). */
  public SemanticResult semantic(RgbImage image) {
    List<RgbImage> images = List.of(image);
    return predict(images, sizes(images), ImagePrediction::semantic).get(0);
  }

  /**
   * Several kinds of results from one pass through the network.
   *
   * @param panoptic how to divide the images into segments; null for not at all
   * @param semantic whether the class of every pixel is wanted
   */
  public List<ImageResult> analyse(
      List<RgbImage> images, @Nullable PanopticOptions panoptic, boolean semantic) {
    if (options.tiling() == null) {
      return predict(
          images,
          sizes(images),
          prediction -> result(prediction.instances(options), prediction, panoptic, semantic));
    }
    List<List<Instance>> instances = segment(images);
    if (panoptic == null && !semantic) {
      return instances.stream().map(found -> new ImageResult(found, null, null)).toList();
    }
    Iterator<List<Instance>> next = instances.iterator();
    return predict(
        images, sizes(images), prediction -> result(next.next(), prediction, panoptic, semantic));
  }

  private static ImageResult result(
      List<Instance> instances,
      ImagePrediction prediction,
      @Nullable PanopticOptions panoptic,
      boolean semantic) {
    return new ImageResult(
        instances,
        panoptic == null ? null : prediction.panoptic(panoptic),
        semantic ? prediction.semantic() : null);
  }

  private static List<ImageSize> sizes(List<RgbImage> images) {
    return images.stream().map(i -> new ImageSize(i.width(), i.height())).toList();
  }

  private static void requireEqual(List<RgbImage> images, List<ImageSize> outputs) {
    if (images.size() != outputs.size()) {
      throw new IllegalArgumentException(
          outputs.size() + " output sizes for " + images.size() + " images");
    }
  }

  private <T> List<T> predict(
      List<RgbImage> images, List<ImageSize> outputs, Function<ImagePrediction, T> use) {
    return predict(images, outputs, options.inputSize(), use);
  }

  private <T> List<T> predict(
      List<RgbImage> images,
      List<ImageSize> outputs,
      InputSize inputSize,
      Function<ImagePrediction, T> use) {
    requireEqual(images, outputs);
    if (images.isEmpty()) {
      return List.of();
    }
    open.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("segmenter is closed");
      }
      return run(images, outputs, inputSize, use);
    } finally {
      open.readLock().unlock();
    }
  }

  private <T> List<T> run(
      List<RgbImage> images,
      List<ImageSize> outputs,
      InputSize inputSize,
      Function<ImagePrediction, T> use) {
    try (Arena arena = Arena.ofShared()) {
      ImageBatch batch = ImageBatch.of(images, inputSize, network.input(), arena);
      return network.predict(
          batch.pixels(),
          images.size(),
          batch.padded().height(),
          batch.padded().width(),
          raw -> {
            List<T> results = new ArrayList<>();
            for (int i = 0; i < images.size(); i++) {
              results.add(use.apply(prediction(batch, raw, i, outputs.get(i))));
            }
            return results;
          });
    }
  }

  private ImagePrediction prediction(
      ImageBatch batch, QueryOutputs raw, int image, ImageSize output) {
    ImageSize size = new ImageSize(raw.maskWidth(), raw.maskHeight());
    long masks = raw.masks().byteSize() / batch.valid().size();
    return new ImagePrediction(
        raw.probabilities(image, network.numClasses() + 1, options.classScores()),
        raw.queries(),
        network.numClasses(),
        raw.masks().asSlice(image * masks, masks),
        MaskResampler.of(size, batch.padded(), batch.valid().get(image), output),
        output);
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
