package io.yoso4j.train.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the loss does on the probe images, the same at every evaluation, with the weights of that
 * moment and the same random points.
 *
 * @param step steps taken before it
 * @param targets objects in the probe images
 * @param changed share of the targets whose query in the last stage is another one than at the
 *     evaluation before, 0 to 1; null at the first
 * @param gradientNorms norm of each weighted term's gradient with respect to the network's outputs
 *     (class logits and mask logits of all stages), mean over batches of the size trained with:
 *     {@code class}, {@code mask}, {@code dice}
 * @param points where the mask terms looked
 */
public record ProbePoint(
    long step,
    int targets,
    @Nullable Double changed,
    Map<String, Double> gradientNorms,
    PointFocus points) {
  /** Copies the map, in its order. */
  public ProbePoint {
    gradientNorms = Collections.unmodifiableMap(new LinkedHashMap<>(gradientNorms));
  }
}
