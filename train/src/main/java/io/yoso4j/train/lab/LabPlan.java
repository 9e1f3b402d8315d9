package io.yoso4j.train.lab;

import java.util.List;
import java.util.Objects;
import java.util.Set;

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
 * @param resamples of the images behind every interval
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
  /** Copies the lists and checks the values, which may come from any file. */
  public LabPlan {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(budget, "budget");
    classes = List.copyOf(Objects.requireNonNull(classes, "classes"));
    variants = List.copyOf(Objects.requireNonNull(variants, "variants"));
    seeds = List.copyOf(Objects.requireNonNull(seeds, "seeds"));
    variants.forEach(variant -> VariantParser.requireName(variant.name(), "variants"));
    List<String> names = variants.stream().map(VariantPlan::name).toList();
    if (names.isEmpty() || Set.copyOf(names).size() < names.size() || !names.contains(reference)) {
      throw new IllegalArgumentException(
          "variants (%s) must have names of their own, the reference (%s) among them"
              .formatted(String.join(", ", names), reference));
    }
    if (seeds.isEmpty() || Set.copyOf(seeds).size() < seeds.size()) {
      throw new IllegalArgumentException("seeds (%s) must differ".formatted(seeds));
    }
    LabRequest.checkProbeImages(probeImages);
    LabRequest.checkResamples(resamples);
  }

  /** With what a comparison may go on with. */
  LabPlan with(List<Long> otherSeeds, int otherResamples) {
    return new LabPlan(
        data,
        trainImages,
        valImages,
        classes,
        settings,
        config,
        variants,
        reference,
        otherSeeds,
        budget,
        probeImages,
        otherResamples);
  }

  /** Steps of all trainings together. */
  public long steps() {
    return seeds.size() * variants.stream().mapToLong(VariantPlan::steps).sum();
  }
}
