package io.yoso4j.train;

import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.weights.WeightTensor;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Trainings of a few steps on a few small images. */
public final class SmallRuns {
  public static final int STEPS = 6;

  private SmallRuns() {}

  /** The tiny preset on a data set that {@code ShapesDataset} wrote, evaluated at 3 and 6. */
  static TrainConfig config(Path shapes, String... sets) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.train_images=" + shapes.resolve("train"),
                "data.train_annotations=" + shapes.resolve("annotations/instances_train.json"),
                "data.val_images=" + shapes.resolve("val"),
                "data.val_annotations=" + shapes.resolve("annotations/instances_val.json"),
                "augment.image_size=64",
                "eval.input_size=64",
                "train.batch_size=2",
                "train.steps=" + STEPS,
                "eval.every=3",
                "checkpoint.every=2",
                "log.every=1",
                "loss.num_points=128",
                "loss.matcher_num_points=128",
                "model.num_queries=12",
                "optim.warmup_steps=2",
                "engine.device=cpu"));
    all.addAll(List.of(sets));
    return ConfigLoader.load("tiny", null, all);
  }

  /** As {@link #config}, with as small a network as there is, for tests of everything but it. */
  public static TrainConfig smallest(Path shapes, String... sets) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "augment.image_size=32",
                "eval.input_size=32",
                "train.batch_size=1",
                "loss.num_points=16",
                "loss.matcher_num_points=16",
                "model.num_queries=6",
                "model.stem_channels=4",
                "model.res2_channels=4",
                "model.hidden_dim=8",
                "model.agg_dim=8",
                "model.feed_forward_dim=16"));
    all.addAll(List.of(sets));
    return config(shapes, all.toArray(String[]::new));
  }

  /** A run that says nothing. */
  public static RunSummary train(TrainConfig config, Path out, RunMode mode) {
    return Trainer.run(config, out, mode, new TrainListener() {}, "test");
  }

  /** Weights and optimiser state after the last saved step. */
  public static Map<String, WeightTensor> state(Path out) {
    return WeightFile.read(new RunPaths(out).lastCheckpoint()).tensors();
  }

  /** What {@code metrics.jsonl} says, without warnings and without what a clock measured. */
  static List<String> metrics(Path out) throws IOException {
    return Files.readAllLines(new RunPaths(out).metricsLog()).stream()
        .filter(line -> !line.contains("\"type\":\"warning\""))
        .map(line -> line.replaceAll("\"(time|images_per_s)\":[^,}]*,?", ""))
        .toList();
  }
}
