package io.yoso4j.model.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a file under the names of a network. Every tensor of the file is in exactly one of
 * {@code sources} (as a value), {@code ignored} and {@code unknown}.
 *
 * @param origin whose names most tensors have, such as {@code torchvision}; {@code unknown} without
 *     any
 * @param mapped by the network's name, in the file's order; then what was filled in
 * @param sources the name in the file of each mapped tensor, by the network's name
 * @param ignored why a tensor is left out on purpose, such as a classifier's {@code fc.weight}, by
 *     its name in the file
 * @param unknown names in the file that no rule knows
 * @param filled names in {@code mapped} that the file lacks and its kind defines
 */
public record MappedWeights(
    String origin,
    Map<String, WeightTensor> mapped,
    Map<String, String> sources,
    Map<String, String> ignored,
    List<String> unknown,
    List<String> filled) {
  /** Copies all; the order of the maps is kept. */
  public MappedWeights {
    mapped = Collections.unmodifiableMap(new LinkedHashMap<>(mapped));
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    ignored = Collections.unmodifiableMap(new LinkedHashMap<>(ignored));
    unknown = List.copyOf(unknown);
    filled = List.copyOf(filled);
  }
}
