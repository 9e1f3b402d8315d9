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
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
      List<StageOutputs> stages, List<ImageTargets> targets, PointDraws draws) {
    if (busy) {
      throw new IllegalStateException("the loss of the step before is still open");
    }
    List<StagePrediction> predictions = new ArrayList<>(stages.size());
    for (int i = 0; i < stages.size(); i++) {
      predictions.add(onHost("s" + i, stages.get(i)));
    }
    gradients.rewind();
    Loss loss = new Loss(criterion.evaluate(predictions, targets, draws, gradients), stages);
    busy = true;
    return loss;
  }

  private static StagePrediction onHost(String name, StageOutputs stage) {
    Tensor logits = stage.logits();
    Tensor masks = stage.masks();
    return new StagePrediction(
        name,
        onHost(logits),
        onHost(masks),
        onHost(stage.boxes()),
        (int) stage.any().size(0),
        (int) stage.any().size(1),
        logits == null ? 0 : (int) logits.size(2),
        masks == null ? 0 : (int) masks.size(2),
        masks == null ? 0 : (int) masks.size(3));
  }

  private static @Nullable MemorySegment onHost(@Nullable Tensor tensor) {
    return tensor == null ? null : tensor.detach().to(Device.CPU).contiguous().data();
  }

  @Override
  public void close() {
    gradients.close();
  }

  /** The loss, whose gradients are in the criterion's memory until it is closed. */
  final class Loss implements StepLoss {
    private final CriterionResult result;
    private final List<StageOutputs> stages;

    private Loss(CriterionResult result, List<StageOutputs> stages) {
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
        StageOutputs stage = stages.get(i);
        StageResult loss = result.stages().get(i);
        add(outputs, seeds, stage.logits(), loss.gradLogits());
        add(outputs, seeds, stage.masks(), loss.gradMasks());
        add(outputs, seeds, stage.boxes(), loss.gradBoxes());
      }
      Autograd.backward(outputs, seeds);
    }

    private static void add(
        List<Tensor> outputs,
        List<Tensor> seeds,
        @Nullable Tensor output,
        @Nullable MemorySegment gradient) {
      if (output != null && gradient != null) {
        outputs.add(output);
        seeds.add(wrap(gradient, output));
      }
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
