package io.yoso4j.train.lab;

import java.util.List;

/**
 * What a comparison is to do. With the data, it decides every number but the measured times.
 *
 * @param data what is trained on, as the user named it
 * @param trainImages images to train on
 * @param valImages images to evaluate on
 * @param classes names of the classes, in the order of the data set's ids
 * @param settings the common configuration in a few words
 * @param config the common configuration, whole, as YAML; a variant replaces keys of its section
 *     {@code loss}
 * @param variants at least one; each is trained once per seed
 * @param reference name of the variant that verdicts compare the others with, the first
 * @param seeds one training of every variant each; variants with the same seed start from the same
 *     weights and see the same images in the same order
 * @param budget length of each training
 * @param probeImages validation images on which matching, gradients and points are looked at
 * @param resamples of images and seeds behind every interval
 */
public record LabPlan(
    String data,
    int trainImages,
    int valImages,
    List<String> classes,
    String settings,
    String config,
    List<VariantPlan> variants,
    String reference,
    List<Long> seeds,
    LabBudget budget,
    int probeImages,
    int resamples) {
  /** Copies the lists. */
  public LabPlan {
    classes = List.copyOf(classes);
    variants = List.copyOf(variants);
    seeds = List.copyOf(seeds);
  }

  /** Steps of all trainings together. */
  public long steps() {
    return seeds.size() * variants.stream().mapToLong(VariantPlan::steps).sum();
  }
}
