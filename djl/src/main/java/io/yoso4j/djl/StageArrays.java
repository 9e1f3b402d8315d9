package io.yoso4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.yoso4j.criterion.StagePrediction;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arrays that a stage predicts, as they are in DJL. */
record StageArrays(
    StageLayout layout,
    @Nullable NDArray logits,
    @Nullable NDArray masks,
    @Nullable NDArray boxes) {

  /**
   * Shares out a block's predictions.
   *
   * @throws IllegalArgumentException if there are more or fewer arrays than the layout says
   */
  static List<StageArrays> split(List<StageLayout> layout, NDList predictions) {
    int expected = layout.stream().mapToInt(StageLayout::arrays).sum();
    if (predictions.size() != expected) {
      throw new IllegalArgumentException(
          "predictions hold %d arrays, expected %d for the stages %s"
              .formatted(predictions.size(), expected, layout));
    }
    Iterator<NDArray> next = predictions.iterator();
    List<StageArrays> stages = new ArrayList<>();
    for (StageLayout stage : layout) {
      stages.add(
          new StageArrays(
              stage,
              stage.logits() ? next.next() : null,
              stage.masks() ? next.next() : null,
              stage.boxes() ? next.next() : null));
    }
    return stages;
  }

  /**
   * The memory of the arrays.
   *
   * @throws IllegalArgumentException if shapes do not belong together
   */
  StagePrediction memory() {
    Shape first = shape(logits != null ? logits : masks != null ? masks : boxes);
    Shape classes = logits == null ? null : require("logits", logits, 3, first);
    Shape planes = masks == null ? null : require("masks", masks, 4, first);
    Shape corners = boxes == null ? null : require("boxes", boxes, 3, first);
    if (corners != null && corners.get(2) != 4) {
      throw new IllegalArgumentException(what("boxes", corners) + " must be [B, Q, 4]");
    }
    return new StagePrediction(
        layout.name(),
        values("logits", logits),
        values("masks", masks),
        values("boxes", boxes),
        Math.toIntExact(first.get(0)),
        Math.toIntExact(first.get(1)),
        classes == null ? 0 : Math.toIntExact(classes.get(2)),
        planes == null ? 0 : Math.toIntExact(planes.get(2)),
        planes == null ? 0 : Math.toIntExact(planes.get(3)));
  }

  private static Shape shape(@Nullable NDArray array) {
    if (array == null) {
      throw new IllegalStateException("a stage predicts something");
    }
    return array.getShape();
  }

  private Shape require(String name, NDArray array, int axes, Shape first) {
    Shape shape = array.getShape();
    if (shape.dimension() != axes) {
      throw new IllegalArgumentException(
          what(name, shape) + " must be " + (axes == 4 ? "[B, Q, H, W]" : "[B, Q, values]"));
    }
    if (shape.get(0) != first.get(0) || shape.get(1) != first.get(1)) {
      throw new IllegalArgumentException(
          "%s must have %d images and %d queries as the stage's first array"
              .formatted(what(name, shape), first.get(0), first.get(1)));
    }
    return shape;
  }

  private @Nullable MemorySegment values(String name, @Nullable NDArray array) {
    return array == null ? null : HostMemory.floats("stage " + layout.name() + ": " + name, array);
  }

  private String what(String name, Shape shape) {
    return "stage %s: %s %s".formatted(layout.name(), name, Arrays.toString(shape.getShape()));
  }
}
