package io.yoso4j.criterion;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.Objects;

/**
 * The set-prediction loss: every stage's predictions are matched to every image's objects at least
 * cost, matched pairs are scored by class, mask cross-entropy and dice, unmatched queries by class
 * alone.
 *
 * <p>Immutable and safe for use by several threads. Stages and images are evaluated in parallel;
 * sums are ordered, so that the result is the same to the last bit for any number of threads.
 *
 * <p>Behaves as YOSO's {@code loss.py} and Mask2Former's {@code criterion.py} do, on these points
 * in particular: the divisor of the mask terms counts every target of the batch, matched or not;
 * the loss pads targets with zeros to the largest of the batch before it reads them at relative
 * coordinates, while the matcher reads each image's targets at their own size; grids are zero
 * outside, so that logits and labels fade towards the border.
 */
public final class SetCriterion {
  private final SetCriterionConfig config;
  private final WorkspacePool workspaces = new WorkspacePool();

  private SetCriterion(SetCriterionConfig config) {
    this.config = config;
  }

  /** A criterion with this configuration. */
  public static SetCriterion create(SetCriterionConfig config) {
    return new SetCriterion(Objects.requireNonNull(config, "config"));
  }

  /** The configuration. */
  public SetCriterionConfig config() {
    return config;
  }

  /**
   * Evaluates the loss and its gradients.
   *
   * <p>Memory that only the calling thread may access (a confined arena's) is accepted; the
   * evaluation then stays on that thread.
   *
   * @param stages predictions of every stage, matched and scored each on its own; all of the same
   *     batch
   * @param targets objects of every image, in the batch's order
   * @param draws random points
   * @param gradients allocates one float32 segment per tensor of every stage, on the calling
   *     thread; the caller owns them. The memory need not be zeroed
   * @throws IllegalArgumentException if shapes, labels or drawn points do not fit; the message
   *     names stage or image and the value
   */
  public CriterionResult evaluate(
      List<StagePrediction> stages,
      List<ImageTargets> targets,
      PointDraws draws,
      SegmentAllocator gradients) {
    return evaluate(stages, targets, draws, gradients, Pins.NONE);
  }

  /**
   * Evaluates the loss; the gradients are new arrays on the Java heap.
   *
   * @param stages as above
   * @param targets as above
   * @param draws as above
   */
  public CriterionResult evaluate(
      List<StagePrediction> stages, List<ImageTargets> targets, PointDraws draws) {
    return evaluate(
        stages,
        targets,
        draws,
        (bytes, _) -> MemorySegment.ofArray(new float[Math.toIntExact(bytes / Float.BYTES)]));
  }

  /**
   * Evaluates with some choices fixed, to compare values with another implementation.
   *
   * @param stages as above
   * @param targets as above
   * @param draws as above
   * @param gradients as above
   * @param pins assignments and points to use instead of the criterion's own
   */
  public CriterionResult evaluate(
      List<StagePrediction> stages,
      List<ImageTargets> targets,
      PointDraws draws,
      SegmentAllocator gradients,
      Pins pins) {
    return evaluation(stages, targets, draws, gradients, pins, false, PhaseClock.OFF).run();
  }

  /**
   * Evaluates and keeps what the result came from: the cost of every pair in its parts,
   * assignments, sampled points, shares of the gradient. Slower, and holds all points in memory.
   *
   * @param stages as in {@link #evaluate}
   * @param targets as in {@link #evaluate}
   * @param draws as in {@link #evaluate}
   * @param gradients as in {@link #evaluate}
   * @param pins as in {@link #evaluate}; {@link Pins#NONE} for the criterion's own choices
   */
  public Explanation explain(
      List<StagePrediction> stages,
      List<ImageTargets> targets,
      PointDraws draws,
      SegmentAllocator gradients,
      Pins pins) {
    Evaluation evaluation =
        evaluation(stages, targets, draws, gradients, pins, true, PhaseClock.OFF);
    CriterionResult result = evaluation.run();
    return new Explanation(result, evaluation.explanations());
  }

  /**
   * Evaluates and says where the time went. With {@code parallelism} 1 the parts add up to nearly
   * the whole.
   *
   * @param stages as in {@link #evaluate}
   * @param targets as in {@link #evaluate}
   * @param draws as in {@link #evaluate}
   * @param gradients as in {@link #evaluate}
   */
  public ProfiledResult profile(
      List<StagePrediction> stages,
      List<ImageTargets> targets,
      PointDraws draws,
      SegmentAllocator gradients) {
    PhaseClock clock = PhaseClock.start();
    CriterionResult result =
        evaluation(stages, targets, draws, gradients, Pins.NONE, false, clock).run();
    return new ProfiledResult(result, clock.times());
  }

  private Evaluation evaluation(
      List<StagePrediction> stages,
      List<ImageTargets> targets,
      PointDraws draws,
      SegmentAllocator gradients,
      Pins pins,
      boolean explain,
      PhaseClock clock) {
    return new Evaluation(
        config, workspaces, stages, targets, draws, gradients, pins, explain, clock);
  }
}
