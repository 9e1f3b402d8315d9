package io.yoso4j.train.conformance;

import io.yoso4j.criterion.Explanation;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.Pins;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import java.lang.foreign.SegmentAllocator;
import java.util.List;

/** An implementation of the loss, to be compared with recorded values. */
@FunctionalInterface
public interface LossEngine {

  /**
   * Evaluates the loss.
   *
   * @param config the loss
   * @param stages predictions of every stage
   * @param targets objects of every image
   * @param draws random points
   * @param gradients allocates the gradients
   * @param pins decisions to use instead of own ones
   * @return the result. Its images may be empty if the engine does not report costs and points;
   *     those are then not compared, and recorded points are always used
   */
  Explanation evaluate(
      SetCriterionConfig config,
      List<StagePrediction> stages,
      List<ImageTargets> targets,
      PointDraws draws,
      SegmentAllocator gradients,
      Pins pins);

  /**
   * {@link SetCriterion}: losses and gradients from {@code evaluate}, costs and points from {@code
   * explain}.
   */
  static LossEngine setCriterion() {
    return (config, stages, targets, draws, gradients, pins) -> {
      SetCriterion criterion = SetCriterion.create(config);
      return new Explanation(
          criterion.evaluate(stages, targets, draws, gradients, pins),
          criterion.explain(stages, targets, draws, gradients, pins).images());
    };
  }
}
