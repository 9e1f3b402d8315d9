package io.yoso4j.examples;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.criterion.StageResult;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The loss in a code base on JavaCPP's libtorch: tensors are read where they are, and the backward
 * pass goes on from the gradients.
 */
public final class LossOnTensors {
  private static final int QUERIES = 4;
  private static final int SIDE = 16;

  private LossOnTensors() {}

  /** Prints how far the loss falls with each step of the migration. */
  public static void main(String[] args) {
    MigrateLoss.steps()
        .forEach((name, config) -> {
          List<Double> totals = train(config, 40);
          System.out.printf("%-16s %.3f to %.3f%n", name, totals.getFirst(), totals.getLast());
        });
  }

  /** Fits logits and masks to one image by gradient descent; the total of every step. */
  static List<Double> train(SetCriterionConfig config, int steps) {
    byte[] upperHalf = new byte[SIDE * SIDE];
    Arrays.fill(upperHalf, 0, upperHalf.length / 2, (byte) 1);
    ImageTargets image =
        new ImageTargets(1, new int[] {1}, List.of(BitMask.ofPixels(SIDE, SIDE, upperHalf)));
    SetCriterion criterion = SetCriterion.create(config);
    List<Double> totals = new ArrayList<>();
    try (PointerScope _ = new PointerScope()) {
      torch.manual_seed(1);
      Tensor logits = torch.randn(1, QUERIES, MigrateLoss.columns(config)).requires_grad_(true);
      Tensor masks = torch.randn(1, QUERIES, SIDE, SIDE).requires_grad_(true);
      Adam optimizer = new Adam(new TensorVector(logits, masks), new AdamOptions(0.3));
      for (int step = 0; step < steps; step++) {
        try (PointerScope _ = new PointerScope();
            Arena gradients = Arena.ofShared()) {
          optimizer.zero_grad();
          totals.add(backward(criterion, logits, masks, image, step, gradients));
          optimizer.step();
        }
      }
    }
    return totals;
  }

  /**
   * Evaluates the loss and goes on backward from its gradients.
   *
   * @param gradients must outlive the optimiser's step: libtorch may use the memory as that of a
   *     parameter's gradient
   */
  static double backward(
      SetCriterion criterion,
      Tensor logits,
      Tensor masks,
      ImageTargets image,
      int step,
      SegmentAllocator gradients) {
    StagePrediction stage =
        new StagePrediction(
            "last",
            memory(logits),
            memory(masks),
            (int) masks.size(0),
            (int) masks.size(1),
            (int) logits.size(2),
            (int) masks.size(2),
            (int) masks.size(3));
    CriterionResult result =
        criterion.evaluate(
            List.of(stage),
            List.of(image),
            PointDraws.counterBased(7, step, new long[] {image.imageId()}),
            gradients);
    StageResult loss = result.stages().getFirst();
    torch.backward(
        new TensorVector(logits, masks),
        new TensorVector(
            tensor(Objects.requireNonNull(loss.gradLogits()), logits),
            tensor(Objects.requireNonNull(loss.gradMasks()), masks)),
        new BoolOptional(),
        false,
        new TensorVector());
    return result.total();
  }

  /** The memory of a tensor of float32 on the CPU, without gaps. */
  @SuppressWarnings("restricted")
  private static MemorySegment memory(Tensor tensor) {
    return MemorySegment.ofAddress(tensor.data_ptr().address())
        .reinterpret(tensor.numel() * Float.BYTES);
  }

  /** A tensor over memory, which must outlive it. */
  private static Tensor tensor(MemorySegment memory, Tensor like) {
    return torch.from_blob(new FloatPointer(memory.asByteBuffer().asFloatBuffer()), like.sizes());
  }
}
