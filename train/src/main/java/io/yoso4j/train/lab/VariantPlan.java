package io.yoso4j.train.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One loss of a comparison.
 *
 * @param name as on the command line
 * @param description in a few words, such as {@code focal, full mask}
 * @param loss keys of section {@code loss} and the values that make the variant, such as {@code
 *     points: full}; all other keys are the common configuration's
 * @param steps of each training
 * @param evalEvery steps between evaluations, and of a turn
 * @param millisPerStep time of a step as measured beforehand
 */
public record VariantPlan(
    String name,
    String description,
    Map<String, String> loss,
    int steps,
    int evalEvery,
    double millisPerStep) {
  /** Copies the map, in its order, and checks the values, which may come from any file. */
  public VariantPlan {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(loss, "loss");
    if (steps < 1 || evalEvery < 1 || !(millisPerStep >= 0)) {
      throw new IllegalArgumentException(
          "variant %s: steps (%d) and steps between evaluations (%d) must be at least 1, ms a step (%s) not negative"
              .formatted(name, steps, evalEvery, millisPerStep));
    }
    loss = Collections.unmodifiableMap(new LinkedHashMap<>(loss));
  }
}
