package io.yoso4j.train.criterion;

import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.yoso.StageTensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stages whose tensors have the same shapes, evaluated together.
 *
 * @param indices of the G stages
 * @param stages their tensors
 * @param shape of each of them
 */
record StageGroup(List<Integer> indices, List<StageTensors> stages, Shape shape) {

  /**
   * Sizes of a stage's tensors.
   *
   * @param batch B
   * @param queries Q
   * @param columns K, 0 without class logits
   * @param height H
   * @param width W
   */
  record Shape(int batch, int queries, int columns, int height, int width) {
    static Shape of(StageTensors stage) {
      long[] masks = stage.masks().shape();
      Tensor logits = stage.logits();
      return new Shape(
          (int) masks[0],
          (int) masks[1],
          logits == null ? 0 : (int) logits.size(2),
          (int) masks[2],
          (int) masks[3]);
    }
  }

  /** The stages by shape, groups in the order of their first stage. */
  static List<StageGroup> of(List<StageTensors> stages) {
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

  /** One tensor per stage, made from its masks, joined along axis 0. */
  Tensor fromMasks(OfStage each) {
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      parts.add(each.apply(i, stages.get(i).masks().to(ElementType.FLOAT32)));
    }
    return joined(parts);
  }

  /** Makes something of one stage's masks. */
  interface OfStage {
    /**
     * @param position of the stage in the group
     * @param masks float32 {@code [B, Q, H, W]}
     */
    Tensor apply(int position, Tensor masks);
  }

  /** Class logits as float32 {@code [G * B, Q, K]}; only of scored stages. */
  Tensor logits() {
    List<Tensor> logits = new ArrayList<>();
    for (StageTensors stage : stages) {
      Tensor tensor = stage.logits();
      if (tensor != null) {
        logits.add(tensor.to(ElementType.FLOAT32));
      }
    }
    return joined(logits);
  }

  private static Tensor joined(List<Tensor> parts) {
    return parts.size() == 1 ? parts.getFirst() : Functional.cat(parts, 0);
  }
}
