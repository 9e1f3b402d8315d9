package io.yoso4j.train.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast a variant learned, by seed.
 *
 * @param variant name
 * @param stepsToTarget steps until the target AP, between evaluations by interpolation; null for a
 *     seed that did not reach it
 * @param secondsToTarget seconds of training steps likewise
 * @param areaBySteps mean AP over the course of the steps, up to the least steps any variant took:
 *     the area under the curve over its length; null for a seed that failed. With a budget in
 *     minutes, faster variants are cut in the middle of their learning rate's schedule
 * @param areaBySeconds likewise over seconds of training steps. With a budget in steps, slower
 *     variants are cut in the middle of their schedule
 */
public record VariantConvergence(
    String variant,
    List<@Nullable Double> stepsToTarget,
    List<@Nullable Double> secondsToTarget,
    List<@Nullable Double> areaBySteps,
    List<@Nullable Double> areaBySeconds) {
  /** Copies the lists. */
  public VariantConvergence {
    stepsToTarget = copy(stepsToTarget);
    secondsToTarget = copy(secondsToTarget);
    areaBySteps = copy(areaBySteps);
    areaBySeconds = copy(areaBySeconds);
  }

  private static List<@Nullable Double> copy(List<@Nullable Double> values) {
    return Collections.unmodifiableList(new ArrayList<>(values));
  }
}
