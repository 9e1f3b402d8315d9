package io.yoso4j.train.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two variants on the same images and seeds.
 *
 * @param first name of one, the reference where it takes part
 * @param second name of the other
 * @param images resampled
 * @param seeds resampled with them: those with which both trainings ended
 * @param metrics differences by the names of {@link Accuracy#segm}
 * @param classes differences of the AP of each class
 */
public record PairedComparison(
    String first,
    String second,
    int images,
    int seeds,
    Map<String, PairedDifference> metrics,
    List<ClassDifference> classes) {
  /** Copies the collections, in their order. */
  public PairedComparison {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    classes = List.copyOf(classes);
  }
}
