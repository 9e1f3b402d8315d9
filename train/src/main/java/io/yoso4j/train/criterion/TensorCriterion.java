package io.yoso4j.train.criterion;

import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.GradientLayout;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.criterion.StageResult;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.yoso.StageTensors;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The criterion on the memory of the network's tensors: evaluates on the CPU, without copies, and
 * continues the backward pass from the gradients it gives. Tensors on a GPU are copied to the CPU
 * and their gradients back.
 *
 * <p>Keeps the memory of the gradients from step to step.
 */
public final class TensorCriterion implements StepCriterion {
  private final SetCriterion criterion;
  private final ReusedMemory gradients = new ReusedMemory();
  private boolean busy;

  private TensorCriterion(SetCriterionConfig config) {
    // The gradients continue into the network's dense masks.
    criterion =
        SetCriterion.create(config.toBuilder().gradientLayout(GradientLayout.DENSE).build());
  }

  /** A criterion with this configuration. */
  public static TensorCriterion create(SetCriterionConfig config) {
    return new TensorCriterion(config);
  }

  @Override
  public StepLoss evaluate(
      List<StageTensors> stages, List<ImageTargets> targets, PointDraws draws) {
    if (busy) {
      throw new IllegalStateException("the loss of the step before is still open");
    }
    List<StagePrediction> predictions = new ArrayList<>(stages.size());
    for (int i = 0; i < stages.size(); i++) {
      StageTensors stage = stages.get(i);
      Tensor masks = onHost(stage.masks());
      Tensor logits = stage.logits() == null ? null : onHost(stage.logits());
      long[] shape = masks.shape();
      predictions.add(
          new StagePrediction(
              "s" + i,
              logits == null ? null : logits.data(),
              masks.data(),
              (int) shape[0],
              (int) shape[1],
              logits == null ? 0 : (int) logits.size(2),
              (int) shape[2],
              (int) shape[3]));
    }
    gradients.rewind();
    Loss loss = new Loss(criterion.evaluate(predictions, targets, draws, gradients), stages);
    busy = true;
    return loss;
  }

  private static Tensor onHost(Tensor tensor) {
    return tensor.detach().to(Device.CPU).contiguous();
  }

  @Override
  public void close() {
    gradients.close();
  }

  /** The loss, whose gradients are in the criterion's memory until it is closed. */
  final class Loss implements StepLoss {
    private final CriterionResult result;
    private final List<StageTensors> stages;

    private Loss(CriterionResult result, List<StageTensors> stages) {
      this.result = result;
      this.stages = stages;
    }

    @Override
    public LossReport report() {
      return new LossReport(
          result.total(),
          result.numMasks(),
          result.stages().stream()
              .map(s -> new StageLoss(s.name(), s.losses(), s.weighted(), s.assignments()))
              .toList(),
          result.nonFinite());
    }

    @Override
    public void backward() {
      List<Tensor> outputs = new ArrayList<>();
      List<Tensor> seeds = new ArrayList<>();
      for (int i = 0; i < stages.size(); i++) {
        StageTensors stage = stages.get(i);
        StageResult loss = result.stages().get(i);
        MemorySegment logits = loss.gradLogits();
        if (stage.logits() != null && logits != null) {
          outputs.add(stage.logits());
          seeds.add(wrap(logits, stage.logits()));
        }
        MemorySegment masks = loss.gradMasks();
        if (masks != null) {
          outputs.add(stage.masks());
          seeds.add(wrap(masks, stage.masks()));
        }
      }
      Autograd.backward(outputs, seeds);
    }

    private static Tensor wrap(MemorySegment gradient, Tensor like) {
      return Tensor.of(gradient, like.shape()).to(like.device());
    }

    @Override
    public void close() {
      busy = false;
    }
  }
}
