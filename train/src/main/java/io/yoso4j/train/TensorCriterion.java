package io.yoso4j.train;

import io.yoso4j.criterion.CriterionResult;
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
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The criterion on the network's tensors: evaluates on the CPU on their memory, without copies, and
 * continues the backward pass from the gradients it gives.
 */
final class TensorCriterion {
  private final SetCriterion criterion;

  TensorCriterion(SetCriterionConfig config) {
    criterion = SetCriterion.create(config);
  }

  /** The loss of one batch and what is needed to go backward; closed after the backward pass. */
  static final class Step implements AutoCloseable {
    private final Arena arena;
    private final CriterionResult result;
    private final List<StageTensors> stages;

    private Step(Arena arena, CriterionResult result, List<StageTensors> stages) {
      this.arena = arena;
      this.result = result;
      this.stages = stages;
    }

    CriterionResult result() {
      return result;
    }

    /** Adds the gradient of the total to every parameter's; inside the step's tensor scope. */
    void backward() {
      List<Tensor> outputs = new ArrayList<>();
      List<Tensor> gradients = new ArrayList<>();
      for (int i = 0; i < stages.size(); i++) {
        StageTensors stage = stages.get(i);
        StageResult loss = result.stages().get(i);
        MemorySegment logits = loss.gradLogits();
        if (stage.logits() != null && logits != null) {
          outputs.add(stage.logits());
          gradients.add(wrap(logits, stage.logits()));
        }
        outputs.add(stage.masks());
        gradients.add(wrap(loss.gradMasks(), stage.masks()));
      }
      Autograd.backward(outputs, gradients);
    }

    private static Tensor wrap(MemorySegment gradient, Tensor like) {
      return Tensor.of(gradient, like.shape()).to(like.device());
    }

    @Override
    public void close() {
      arena.close();
    }
  }

  /** Evaluates; the tensors must stay open until the step is closed. */
  @SuppressWarnings("MustBeClosedChecker") // the step closes the arena
  Step evaluate(List<StageTensors> stages, List<ImageTargets> targets, PointDraws draws) {
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
    Arena arena = Arena.ofShared();
    try {
      return new Step(arena, criterion.evaluate(predictions, targets, draws, arena), stages);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static Tensor onHost(Tensor tensor) {
    return tensor.detach().to(Device.CPU).contiguous();
  }
}
