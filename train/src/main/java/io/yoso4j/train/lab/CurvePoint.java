package io.yoso4j.train.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation during a training.
 *
 * @param step steps taken before it
 * @param seconds of training steps before it
 * @param ap mask AP
 * @param ap50 mask AP at IoU 0.50
 * @param loss mean weighted total over the steps since the evaluation before
 * @param terms mean weighted terms likewise, summed over the stages: {@code class}, {@code mask},
 *     {@code dice}. Terms of different losses have different scales
 */
public record CurvePoint(
    long step,
    double seconds,
    @Nullable Double ap,
    @Nullable Double ap50,
    @Nullable Double loss,
    Map<String, Double> terms) {
  /** Copies the map, in its order. */
  public CurvePoint {
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
  }
}
