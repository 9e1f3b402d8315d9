package io.yoso4j.model.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a file under the names of a network.
 *
 * @param mapped by the network's name, in the file's order
 * @param sources the name in the file of each mapped tensor, by the network's name
 * @param ignored names in the file that are left out on purpose, such as a classifier's {@code
 *     fc.weight}
 * @param unknown names in the file that no rule knows
 */
public record MappedWeights(
    Map<String, WeightTensor> mapped,
    Map<String, String> sources,
    List<String> ignored,
    List<String> unknown) {
  /** Copies all; the order of the maps is kept. */
  public MappedWeights {
    mapped = Collections.unmodifiableMap(new LinkedHashMap<>(mapped));
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    ignored = List.copyOf(ignored);
    unknown = List.copyOf(unknown);
  }
}
