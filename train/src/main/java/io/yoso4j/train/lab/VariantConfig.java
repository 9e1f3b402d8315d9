package io.yoso4j.train.lab;

import io.yoso4j.train.config.AugmentSettings;
import io.yoso4j.train.config.ConfigException;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.LossSettings;
import io.yoso4j.train.config.TrainConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Configurations of single trainings: the common one with what makes a variant. */
final class VariantConfig {
  /** Sides of images are multiples of it. */
  private static final int GRID = 32;

  /** Side of a whole image, however small the crop of it is that is enlarged. */
  private static final int MOST_SCALED = 8192;

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

  /** The loss of a variant, the same for all seeds. */
  LossSettings loss(VariantPlan variant) {
    return of(variant, base.seed()).loss();
  }

  /** The common one for looking at images always in the same way, squares of some size. */
  TrainConfig still(long seed, int imageSize, int batchSize) {
    return still(seed, imageSize, imageSize, imageSize, batchSize);
  }

  /**
   * The common one for looking at images always in the same way, enlarged so that the crop trained
   * with has another size.
   *
   * @param height of the crop, pixels, a multiple of 32
   * @param width of the crop likewise
   */
  TrainConfig still(long seed, int height, int width, int batchSize) {
    AugmentSettings augment = base.augment();
    double enlarged = augment.imageSize() * ((double) height / augment.sampleHeight());
    double most = Math.max(augment.imageSize(), MOST_SCALED / Math.max(1, scale()));
    int imageSize = Math.ceilDiv((int) Math.min(enlarged, most), GRID) * GRID;
    return still(seed, imageSize, height, width, batchSize);
  }

  private TrainConfig still(long seed, int imageSize, int height, int width, int batchSize) {
    return read(
        "probe",
        List.of(
            "seed=" + seed,
            "train.batch_size=" + batchSize,
            "augment.image_size=" + imageSize,
            "augment.min_scale=" + scale(),
            "augment.max_scale=" + scale(),
            "augment.crop_height=" + height,
            "augment.crop_width=" + width,
            "augment.flip=0",
            "augment.vertical_flip=0",
            "augment.rotate=0",
            "augment.color=0",
            "augment.copy_paste=0",
            "data.filter_empty=true"));
  }

  private double scale() {
    return (base.augment().minScale() + base.augment().maxScale()) / 2;
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
