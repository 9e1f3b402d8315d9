package io.yoso4j.train.lab;

import io.yoso4j.train.config.ConfigException;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.TrainConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Configurations of single trainings: the common one with what makes a variant. */
final class VariantConfig {
  private final Path common;
  private final TrainConfig base;

  /**
   * @param common file of the configuration that all variants share
   */
  VariantConfig(Path common) {
    this.common = common;
    base = ConfigLoader.read(common, List.of());
  }

  /** The configuration that all variants share. */
  TrainConfig base() {
    return base;
  }

  /**
   * A training of a variant.
   *
   * @param loss keys of section {@code loss}
   * @param evalEvery steps between evaluations
   */
  TrainConfig of(String variant, Map<String, String> loss, long seed, int steps, int evalEvery) {
    List<String> sets = new ArrayList<>();
    loss.forEach((key, value) -> sets.add("loss." + key + "=" + value));
    sets.add("seed=" + seed);
    sets.add("train.steps=" + steps);
    sets.add("eval.every=" + evalEvery);
    sets.add("eval.patience=0");
    // A state is saved at the end of every turn; one between would cut its time in two.
    sets.add("checkpoint.every=0");
    // Of a schedule made for a longer training.
    sets.add("optim.warmup_steps=" + Math.min(base.optim().warmupSteps(), steps / 10));
    sets.add("log.every=" + Math.clamp(evalEvery / 5, 1, base.log().every()));
    return read(variant, sets);
  }

  TrainConfig of(VariantPlan variant, long seed) {
    return of(variant.name(), variant.loss(), seed, variant.steps(), variant.evalEvery());
  }

  /** The common one for looking at images always in the same way, squares of some size. */
  TrainConfig still(long seed, int imageSize, int batchSize) {
    double scale = (base.augment().minScale() + base.augment().maxScale()) / 2;
    return read(
        "probe",
        List.of(
            "seed=" + seed,
            "train.batch_size=" + batchSize,
            "augment.image_size=" + imageSize,
            "augment.min_scale=" + scale,
            "augment.max_scale=" + scale,
            "augment.crop_height=null",
            "augment.crop_width=null",
            "augment.flip=0",
            "augment.vertical_flip=0",
            "augment.rotate=0",
            "augment.color=0",
            "augment.copy_paste=0",
            "data.filter_empty=true"));
  }

  private TrainConfig read(String variant, List<String> sets) {
    try {
      return ConfigLoader.read(common, sets);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(
          "variant %s: %s"
              .formatted(variant, String.valueOf(e.getMessage()).replace("--set loss.", "loss.")),
          e);
    }
  }
}
