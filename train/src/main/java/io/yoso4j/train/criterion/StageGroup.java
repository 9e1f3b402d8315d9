package io.yoso4j.train.criterion;

import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stages whose tensors have the same shapes, evaluated together.
 *
 * @param indices of the G stages
 * @param stages their tensors
 * @param shape of each of them
 */
record StageGroup(List<Integer> indices, List<StageOutputs> stages, Shape shape) {

  /**
   * Sizes of a stage's tensors.
   *
   * @param batch B
   * @param queries Q
   * @param columns K, 0 without class logits
   * @param height H, 0 without masks
   * @param width W, 0 without masks
   * @param boxed whether there are boxes
   */
  record Shape(int batch, int queries, int columns, int height, int width, boolean boxed) {
    static Shape of(StageOutputs stage) {
      Tensor any = stage.any();
      Tensor logits = stage.logits();
      Tensor masks = stage.masks();
      return new Shape(
          (int) any.size(0),
          (int) any.size(1),
          logits == null ? 0 : (int) logits.size(2),
          masks == null ? 0 : (int) masks.size(2),
          masks == null ? 0 : (int) masks.size(3),
          stage.boxes() != null);
    }
  }

  /** The stages by shape, groups in the order of their first stage. */
  static List<StageGroup> of(List<StageOutputs> stages) {
    Map<Shape, List<Integer>> byShape = new LinkedHashMap<>();
    for (int i = 0; i < stages.size(); i++) {
      byShape.computeIfAbsent(Shape.of(stages.get(i)), _ -> new ArrayList<>()).add(i);
    }
    return byShape.entrySet().stream()
        .map(e ->
            new StageGroup(
                e.getValue(), e.getValue().stream().map(stages::get).toList(), e.getKey()))
        .toList();
  }

  /** G, number of stages. */
  int size() {
    return stages.size();
  }

  /** Whether the stages have class logits. */
  boolean scored() {
    return shape.columns() > 0;
  }

  /** Whether the stages have masks. */
  boolean masked() {
    return shape.height() > 0;
  }

  /** Whether the stages have boxes. */
  boolean boxed() {
    return shape.boxed();
  }

  /** One tensor per stage, made from its masks, joined along axis 0; only of masked stages. */
  Tensor fromMasks(OfStage each) {
    return from(StageOutputs::masks, each);
  }

  /** One tensor per stage, made from its boxes, joined along axis 0; only of boxed stages. */
  Tensor fromBoxes(OfStage each) {
    return from(StageOutputs::boxes, each);
  }

  /** Class logits as float32 {@code [G * B, Q, K]}; only of scored stages. */
  Tensor logits() {
    return from(StageOutputs::logits, (_, logits) -> logits);
  }

  private Tensor from(Function<StageOutputs, @Nullable Tensor> part, OfStage each) {
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      Tensor tensor = Objects.requireNonNull(part.apply(stages.get(i)));
      parts.add(each.apply(i, tensor.to(ElementType.FLOAT32)));
    }
    return parts.size() == 1 ? parts.getFirst() : Functional.cat(parts, 0);
  }

  /** What holds for all stages, {@code [B, …]}, repeated for each of them, {@code [G * B, …]}. */
  Tensor everyStage(Tensor ofImages) {
    long[] shape = ofImages.shape();
    long[] repeated = new long[shape.length + 1];
    repeated[0] = size();
    System.arraycopy(shape, 0, repeated, 1, shape.length);
    shape[0] *= size();
    return ofImages.unsqueeze(0).expand(repeated).reshape(shape);
  }

  /** Makes something of what one stage predicts. */
  interface OfStage {
    /**
     * @param position of the stage in the group
     * @param predicted float32 {@code [B, Q, …]}
     */
    Tensor apply(int position, Tensor predicted);
  }
}
