package io.yoso4j.train.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A loss to compare: keys of section {@code loss} over those of the common configuration.
 *
 * @param name 1 to 40 letters, digits, dots, dashes and underscores
 * @param description in a few words
 * @param keys without {@code loss.}, with their values as YAML has them
 */
public record LossVariant(String name, String description, Map<String, String> keys) {
  /** Copies the map, in its order. */
  public LossVariant {
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
  }
}
