package io.yoso4j.train.lab;

import io.yoso4j.data.AtomicFolder;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.model.Segmenter;
import io.yoso4j.train.RunMode;
import io.yoso4j.train.StepMetrics;
import io.yoso4j.train.TrainException;
import io.yoso4j.train.TrainListener;
import io.yoso4j.train.TrainedModel;
import io.yoso4j.train.Trainer;
import io.yoso4j.train.config.TrainConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Trains every variant for a few steps, to know how long a step takes. Nothing of it is kept. */
final class WarmUp {
  /** The first steps of a process are slow, and that of a training waits for images. */
  private static final int LEFT_OUT = 2;

  private static final int LEAST = 2;
  private static final int MOST = 12;
  private static final double ENOUGH_SECONDS = 3;
  private static final int IMAGES = 4;
  private static final double UNKNOWN_SECONDS = 1;

  /** The first is not counted: it runs while Java is still compiling. */
  private static final int ROUNDS = 3;

  private final LabPaths paths;
  private final VariantConfig configs;
  private final LabListener listener;
  private final Map<String, Double> seconds = new HashMap<>();
  private double secondsPerImage;

  WarmUp(LabPaths paths, VariantConfig configs, LabListener listener) {
    this.paths = paths;
    this.configs = configs;
    this.listener = listener;
  }

  /**
   * @return whether it was not stopped
   */
  boolean run(List<LossVariant> variants, CocoDataset val) {
    deleteAll(); // Of a process that died in it.
    try {
      for (int round = 0; round < ROUNDS; round++) {
        for (LossVariant variant : variants) {
          Path folder = paths.warmUp().resolve(variant.name() + "-" + round);
          TrainConfig config = config(variant);
          List<Double> times = new ArrayList<>();
          boolean whole = train(config, folder, times);
          if (!times.isEmpty() && (round > 0 || !whole)) {
            // The least, since what disturbs a round only adds.
            seconds.merge(variant.name(), TurnListener.median(times, Double.MAX_VALUE), Math::min);
          }
          if (listener.stopRequested()) {
            return false;
          }
          if (whole && secondsPerImage == 0) {
            secondsPerImage = segment(folder, config, val);
          }
          AtomicFolder.deleteTree(folder);
        }
      }
      return true;
    } finally {
      deleteAll();
    }
  }

  private void deleteAll() {
    if (Files.exists(paths.warmUp())) {
      AtomicFolder.deleteTree(paths.warmUp());
    }
  }

  private TrainConfig config(LossVariant variant) {
    int steps = LEFT_OUT + MOST;
    return configs.of(
        variant.name(), variant.keys(), configs.base().seed(), 10 * steps, 10 * steps);
  }

  /** Whether nothing went wrong that is a finding about the loss, which its training will meet. */
  private boolean train(TrainConfig config, Path folder, List<Double> times) {
    try {
      Trainer.run(config, folder, RunMode.NEW, listener(times), "warm-up");
      return true;
    } catch (TrainException e) {
      if (!LabRun.isFinding(e, true)) {
        throw e;
      }
      return false;
    }
  }

  private TrainListener listener(List<Double> times) {
    return new TrainListener() {
      private final long began = System.nanoTime();
      private int steps;
      private long last;

      @Override
      public void onStep(StepMetrics metrics) {
        long now = System.nanoTime();
        if (++steps > LEFT_OUT) {
          times.add((now - last) / 1e9);
        }
        last = now;
      }

      @Override
      public boolean stopRequested() {
        boolean enough = (last - began) / 1e9 > ENOUGH_SECONDS;
        return listener.stopRequested()
            || steps >= LEFT_OUT + MOST
            || (enough && steps >= LEFT_OUT + LEAST);
      }
    };
  }

  private static double segment(Path folder, TrainConfig config, CocoDataset val) {
    try (TrainedModel model = TrainedModel.open(folder, TrainedModel.Weights.LAST, config);
        Segmenter segmenter = model.segmenter()) {
      List<ImageRecord> images = val.images().subList(0, Math.min(IMAGES, val.images().size()));
      long start = System.nanoTime();
      images.forEach(image -> segmenter.segment(ImageFiles.read(image.path())));
      return (System.nanoTime() - start) / 1e9 / Math.max(1, images.size());
    }
  }

  /** Of a step; as of the slowest other one, if this one's loss broke down in its first steps. */
  double seconds(LossVariant variant) {
    Double own = seconds.get(variant.name());
    return own != null
        ? own
        : seconds.values().stream().mapToDouble(value -> value).max().orElse(UNKNOWN_SECONDS);
  }

  /** Of segmenting an image, as untrained weights do. */
  double secondsPerImage() {
    return secondsPerImage;
  }
}
