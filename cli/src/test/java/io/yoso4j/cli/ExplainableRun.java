package io.yoso4j.cli;

import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.train.RunMode;
import io.yoso4j.train.TrainListener;
import io.yoso4j.train.Trainer;
import io.yoso4j.train.config.ConfigLoader;
import java.nio.file.Path;
import java.util.List;

/** A run of two steps on shapes. */
final class ExplainableRun {
  private ExplainableRun() {}

  /**
   * Trains it; returns {@code run}.
   *
   * @param shapes where the data set is written
   */
  static Path train(Path shapes, Path run) {
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(3, 2).withSize(64));
    Trainer.run(
        ConfigLoader.load(
            "tiny",
            null,
            List.of(
                "data.train_images=" + shapes.resolve("train"),
                "data.train_annotations=" + shapes.resolve("annotations/instances_train.json"),
                "data.val_images=" + shapes.resolve("val"),
                "data.val_annotations=" + shapes.resolve("annotations/instances_val.json"),
                "augment.image_size=64",
                "eval.input_size=64",
                "eval.every=0",
                "train.batch_size=2",
                "train.steps=2",
                "loss.num_points=64",
                "loss.matcher_num_points=64",
                "model.num_queries=8",
                "model.stem_channels=4",
                "model.res2_channels=4",
                "model.hidden_dim=8",
                "model.agg_dim=8",
                "model.feed_forward_dim=16",
                "engine.device=cpu")),
        run,
        RunMode.NEW,
        new TrainListener() {},
        "test");
    return run;
  }
}
