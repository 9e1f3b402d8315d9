package io.yoso4j.train;

import io.yoso4j.data.dataset.Category;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.yoso.YosoInference;
import io.yoso4j.model.yoso.YosoNetwork;
import io.yoso4j.train.config.TrainConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The network of a run with trained weights, ready to find instances.
 *
 * <pre>{@code
 * try (TrainedModel model = TrainedModel.open(run, TrainedModel.Weights.BEST, config)) {
 *   List<Instance> found = model.segmenter(0.5).segment(ImageFiles.read(photo));
 * }
 * }</pre>
 *
 * <p>Owns the network's memory until closed. Not thread-safe.
 */
public final class TrainedModel implements AutoCloseable {
  /** Which of a run's checkpoints. */
  public enum Weights {
    /** Those with the highest validation mask AP. */
    BEST,
    /** Those of the last saved step; their average, where the run has one. */
    LAST
  }

  private final YosoNetwork network;
  private final YosoInference inference;
  private final CheckpointInfo info;
  private final TrainConfig config;

  private TrainedModel(YosoNetwork network, CheckpointInfo info, TrainConfig config) {
    this.network = network;
    inference = network.inference(ElementType.FLOAT32);
    this.info = info;
    this.config = config;
  }

  /**
   * Opens a run's weights.
   *
   * @param run the run folder
   * @param weights which checkpoint
   * @param config the run's configuration; its engine settings decide the device
   * @throws TrainException if the checkpoint is missing, damaged or of another network
   */
  public static TrainedModel open(Path run, Weights weights, TrainConfig config) {
    RunPaths paths = new RunPaths(run);
    Checkpoint checkpoint =
        Checkpoint.read(
            switch (weights) {
              case BEST -> paths.bestCheckpoint();
              case LAST -> paths.lastCheckpoint();
            });
    CheckpointInfo info = checkpoint.info();
    Trainer.startEngine(config.engine(), config.seed());
    YosoNetwork network =
        YosoNetwork.create(
            Networks.network(config.model(), info.categories().size()), config.seed());
    try {
      AveragedWeights.restore(checkpoint, network.parameters().tensors());
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
    return new TrainedModel(network, info, config);
  }

  /**
   * The network itself, with the weights as they were trained. Borrowed: not to be changed, and
   * open until this is closed.
   */
  public YosoNetwork network() {
    return network;
  }

  /** The configuration it was opened with. */
  public TrainConfig config() {
    return config;
  }

  /** Inference as the run evaluates. */
  public SegmenterOptions options() {
    return Inference.options(config);
  }

  /** The classes in the order of {@link io.yoso4j.model.Instance#category()}. */
  public List<Category> categories() {
    return info.categories();
  }

  /** Optimiser steps the weights have seen. */
  public long step() {
    return info.step();
  }

  /** A segmenter as the run evaluates, on this model's network: closing this closes it. */
  public Segmenter segmenter() {
    return Segmenter.of(inference, options());
  }

  /**
   * A segmenter for looking at results: one class per query, scores of at least {@code threshold}.
   */
  public Segmenter segmenter(double threshold) {
    return segmenter(options -> options.withScoreThreshold(threshold).withDeduplicate(true));
  }

  /** As {@link #segmenter()}, with changes to its options. */
  public Segmenter segmenter(UnaryOperator<SegmenterOptions> options) {
    return Segmenter.of(inference, options.apply(options()));
  }

  @Override
  public void close() {
    inference.close();
    network.close();
  }
}
