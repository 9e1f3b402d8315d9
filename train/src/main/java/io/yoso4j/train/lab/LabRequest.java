package io.yoso4j.train.lab;

import io.yoso4j.train.config.TrainConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * A comparison as asked for.
 *
 * @param data what is trained on, as the user named it
 * @param common the configuration that all variants share; length of the training, times of
 *     evaluations and checkpoints, and early stopping are the comparison's own
 * @param variants to compare, the first of them the reference
 * @param seeds trainings of every variant, 1 to 1000; the first has the configuration's seed, each
 *     further one the next
 * @param budget length of each training
 * @param evaluations during each training, the one at its end included, 1 to 1000
 * @param probeImages validation images to look at, 1 to 4096; fewer where there are not as many
 * @param resamples behind every interval, 100 to 100,000
 * @param out folder for everything
 * @param overwrite whether a comparison that is there is replaced; else it goes on
 * @param command the command line, recorded
 */
public record LabRequest(
    String data,
    TrainConfig common,
    List<LossVariant> variants,
    int seeds,
    LabBudget budget,
    int evaluations,
    int probeImages,
    int resamples,
    Path out,
    boolean overwrite,
    String command) {
  /** Copies the list and checks the numbers. */
  public LabRequest {
    variants = List.copyOf(variants);
    if (variants.isEmpty()) {
      throw new IllegalArgumentException("variants must not be empty");
    }
    within("seeds", seeds, 1, 1000);
    within("evaluations", evaluations, 1, 1000);
    checkProbeImages(probeImages);
    checkResamples(resamples);
  }

  static void checkProbeImages(int probeImages) {
    within("probeImages", probeImages, 1, 4096);
  }

  static void checkResamples(int resamples) {
    within("resamples", resamples, 100, 100_000);
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s (%d) must be from %d to %d".formatted(name, value, least, most));
    }
  }
}
