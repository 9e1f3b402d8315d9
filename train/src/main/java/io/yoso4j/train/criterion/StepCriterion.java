package io.yoso4j.train.criterion;

import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.Device;
import java.util.List;

/**
 * The set-prediction loss of one training step on the network's tensors. Not thread-safe. Open, so
 * that others can stand around one of the two implementations.
 */
public interface StepCriterion extends AutoCloseable {

  /**
   * The faster one for tensors on {@code device}: fused kernels on the CPU, tensor operations on a
   * GPU.
   */
  static StepCriterion create(SetCriterionConfig config, Device device) {
    return switch (device) {
      case CPU -> TensorCriterion.create(config);
      case CUDA -> DeviceCriterion.create(config);
    };
  }

  /**
   * Matches and scores one batch.
   *
   * @param stages predictions of every stage, with their graphs; open until the loss is closed
   * @param targets objects of every image, in the batch's order
   * @param draws random points
   * @return the loss, to be closed before the next evaluation and before the step's tensor scope
   * @throws IllegalArgumentException if shapes, labels or boxes do not fit; the message names stage
   *     or image and the value
   */
  StepLoss evaluate(List<StageOutputs> stages, List<ImageTargets> targets, PointDraws draws);

  /** Frees the memory kept between steps. */
  @Override
  void close();
}
