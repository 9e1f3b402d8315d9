package io.yoso4j.criterion;

import io.yoso4j.criterion.ImageTask.StageJob;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  CriterionResult evaluate(
      List<StagePrediction> stages,
      List<ImageTargets> targets,
      PointDraws draws,
      SegmentAllocator gradients,
      Pins pins) {
    Validation.check(config, stages, targets);
    BatchScale scale = BatchScale.of(targets, config.numMasksReducer());
    List<StageJob> jobs = new ArrayList<>();
    for (StagePrediction stage : stages) {
      double noObject =
          config.classification() instanceof Classification.SoftmaxCrossEntropy softmax
              ? (float) softmax.noObjectWeight()
              : 0;
      jobs.add(
          new StageJob(
              stage,
              jobs.size(),
              BatchScale.classWeights(targets, stage.queries(), noObject),
              allocateLike(stage.logits(), gradients),
              Objects.requireNonNull(allocateLike(stage.masks(), gradients))));
    }
    int images = targets.size();
    ImageOutcome[] outcomes = new ImageOutcome[jobs.size() * images];
    Lanes.run(
        sharedByThreads(jobs) ? config.parallelism() : 1,
        outcomes.length,
        () -> {
          ImageTask task = new ImageTask(config, scale, draws, pins);
          return index ->
              outcomes[index] =
                  task.evaluate(
                      jobs.get(index / images), index % images, targets.get(index % images));
        });
    return collect(jobs, outcomes, images, scale);
  }

  private static @Nullable MemorySegment allocateLike(
      @Nullable MemorySegment tensor, SegmentAllocator gradients) {
    return tensor == null
        ? null
        : gradients.allocate(ValueLayout.JAVA_FLOAT, tensor.byteSize() / Float.BYTES);
  }

  private static boolean sharedByThreads(List<StageJob> jobs) {
    Thread other = Thread.ofPlatform().unstarted(() -> {});
    return jobs.stream()
        .flatMap(job ->
            Stream.of(job.stage().logits(), job.stage().masks(), job.gradLogits(), job.gradMasks()))
        .allMatch(memory -> memory == null || memory.isAccessibleBy(other));
  }

  private CriterionResult collect(
      List<StageJob> jobs, ImageOutcome[] outcomes, int images, BatchScale scale) {
    List<StageResult> results = new ArrayList<>();
    List<NonFinite> nonFinite = new ArrayList<>();
    double total = 0;
    for (StageJob job : jobs) {
      List<ImageOutcome> ofStage =
          IntStream.range(0, images)
              .mapToObj(image -> outcomes[job.index() * images + image])
              .toList();
      double ce = 0;
      double mask = 0;
      double dice = 0;
      for (ImageOutcome outcome : ofStage) {
        ce += outcome.lossCe();
        mask += outcome.lossMask();
        dice += outcome.lossDice();
        nonFinite.addAll(outcome.nonFinite());
      }
      boolean scored = job.gradLogits() != null;
      LossWeights weights = config.weights();
      double weightedCe = ce * weights.classification();
      double weightedMask = mask * weights.mask();
      double weightedDice = dice * weights.dice();
      total += weightedCe + weightedMask + weightedDice;
      results.add(
          new StageResult(
              job.stage().name(),
              terms(scored, ce, mask, dice),
              terms(scored, weightedCe, weightedMask, weightedDice),
              ofStage.stream().map(ImageOutcome::assignment).toList(),
              job.gradLogits(),
              job.gradMasks()));
    }
    return new CriterionResult(total, scale.numMasks(), results, nonFinite);
  }

  private static Map<String, Double> terms(boolean scored, double ce, double mask, double dice) {
    Map<String, Double> terms = new LinkedHashMap<>();
    if (scored) {
      terms.put(StageResult.LOSS_CE, ce);
    }
    terms.put(StageResult.LOSS_MASK, mask);
    terms.put(StageResult.LOSS_DICE, dice);
    return Collections.unmodifiableMap(terms);
  }
}
