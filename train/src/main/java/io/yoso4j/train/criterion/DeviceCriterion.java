package io.yoso4j.train.criterion;

import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.Pins;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.criterion.PointSource.Planned;
import io.yoso4j.train.criterion.Upload.Packet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The criterion as tensor operations on the device of the predictions, batched over images and over
 * the stages of equal shape. Equal to {@link io.yoso4j.criterion.SetCriterion} up to rounding in
 * float32 for every configuration; among points of equal uncertainty it may keep others. On a GPU
 * the order of some sums, and with it the last bits, may differ from run to run.
 *
 * <p>{@link #evaluate} and {@link StepLoss#backward} together wait for the device exactly once, to
 * solve the assignments; not at all in a batch without any object. Targets go up as bits and are
 * read where points are; counter-based draws are computed on the device, others drawn on the host
 * and uploaded. {@link StepLoss#report} reads the terms, when somebody wants them.
 *
 * <p>Predictions may be of half precision; what is computed from them is not.
 */
public final class DeviceCriterion implements StepCriterion {
  /** 128 MiB of float32 for the largest tensor of points; about ten of them live together. */
  static final long MAX_ELEMENTS = 1L << 25;

  private final SetCriterionConfig config;
  private final HostReads reads = new HostReads();
  private final long maxElements;
  private final DeviceMatcher matcher;

  private DeviceCriterion(SetCriterionConfig config, long maxElements) {
    this.config = config;
    this.maxElements = maxElements;
    matcher = new DeviceMatcher(config, reads, maxElements);
  }

  /** A criterion with this configuration, whose executor and gradient layout are of no concern. */
  public static DeviceCriterion create(SetCriterionConfig config) {
    return create(config, MAX_ELEMENTS);
  }

  /**
   * @param maxElements values a tensor over points may hold; more are taken in turns
   */
  static DeviceCriterion create(SetCriterionConfig config, long maxElements) {
    return new DeviceCriterion(config, maxElements);
  }

  @Override
  public StepLoss evaluate(
      List<StageOutputs> stages, List<ImageTargets> targets, PointDraws draws) {
    return evaluate(stages, targets, draws, Pins.NONE, false);
  }

  /**
   * Evaluates with some choices fixed.
   *
   * @param keepPoints whether {@link MaskTerms#sample} is wanted
   */
  Loss evaluate(
      List<StageOutputs> stages,
      List<ImageTargets> targets,
      PointDraws draws,
      Pins pins,
      boolean keepPoints) {
    StageChecks.check(config, stages, targets);
    Device device = stages.getFirst().any().device();
    List<StageGroup> groups = StageGroup.of(stages);
    PointSource source = PointSource.of(draws);
    Upload first = new Upload();
    PaddedTargets padded = new PaddedTargets(targets, config.ignoreRegions(), first);
    Planned drawn = padded.most() == 0 ? null : matcher.plan(source, groups, targets, first);
    Packet sent = first.send(device);
    Matching matching = matcher.match(groups, padded, drawn, sent, pins);
    double numMasks = numMasks(padded.count());
    Upload second = new Upload();
    List<GroupPlan> plans = new ArrayList<>();
    for (StageGroup group : groups) {
      plans.add(new GroupPlan(config, group, matching, padded, numMasks, source, pins, second));
    }
    Packet indices = second.send(device);
    List<GroupLoss> losses =
        plans.stream().map(plan -> plan.evaluate(sent, indices, maxElements, keepPoints)).toList();
    return new Loss(losses, matching, targets, numMasks);
  }

  private double numMasks(long targets) {
    double average = config.numMasksReducer().average(targets);
    if (!(average >= 0) || average == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "average number of targets over the ranks ("
              + average
              + ") must be finite and at least 0");
    }
    return Math.max(1, average);
  }

  /** Times the host has waited for the device. */
  long hostReads() {
    return reads.count();
  }

  @Override
  public void close() {}

  /** The loss, on the device until its numbers are asked for. */
  final class Loss implements StepLoss {
    private final List<GroupLoss> groups;
    private final Matching matching;
    private final List<ImageTargets> targets;
    private final double numMasks;
    private @Nullable LossReport report;

    private Loss(
        List<GroupLoss> groups, Matching matching, List<ImageTargets> targets, double numMasks) {
      this.groups = groups;
      this.matching = matching;
      this.targets = targets;
      this.numMasks = numMasks;
    }

    @Override
    public void backward() {
      List<Tensor> outputs = new ArrayList<>();
      List<Tensor> gradients = new ArrayList<>();
      for (GroupLoss group : groups) {
        MaskTerms masks = group.masks();
        if (masks != null) {
          outputs.add(masks.planes());
          gradients.add(masks.gradient());
        }
        BoxTerms boxes = group.boxes();
        if (boxes != null) {
          outputs.add(boxes.boxes());
          gradients.add(boxes.gradient());
        }
        Tensor perQuery = group.perQuery();
        if (perQuery != null) {
          outputs.add(perQuery);
          gradients.add(Tensor.zerosLike(perQuery).fillInPlace(config.weights().classification()));
        }
      }
      Autograd.backward(outputs, gradients);
    }

    @Override
    public LossReport report() {
      LossReport known = report;
      if (known == null) {
        float[] terms =
            reads.floats(Functional.cat(groups.stream().map(GroupLoss::terms).toList(), 0));
        known = new DeviceReport(config, groups, matching, targets, reads).of(terms, numMasks);
        report = known;
      }
      return known;
    }

    Matching matching() {
      return matching;
    }

    List<GroupLoss> groups() {
      return groups;
    }

    @Override
    public void close() {}
  }
}
