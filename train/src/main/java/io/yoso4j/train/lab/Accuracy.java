package io.yoso4j.train.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How good the weights after the last step are on the validation images.
 *
 * @param segm the twelve COCO numbers for masks by name: {@code AP}, {@code AP50}, {@code AP75},
 *     {@code APs}, {@code APm}, {@code APl}, {@code AR1}, …; null where there is nothing to find
 * @param classes one per class
 */
public record Accuracy(Map<String, @Nullable Double> segm, List<ClassAccuracy> classes) {
  /** Copies the collections, in their order. */
  public Accuracy {
    segm = Collections.unmodifiableMap(new LinkedHashMap<>(segm));
    classes = List.copyOf(classes);
  }
}
