package io.yoso4j.train.criterion;

import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The points on which a group's predictions are compared with the targets of the same images, read
 * a stretch at a time. R rows are G stages × the images.
 */
sealed interface MatchPoints {
  /** R. */
  long rows();

  /** P, points of every row. */
  long count();

  /** Mask logits, {@code [R, Q, count]}. */
  Tensor logits(long from, long count);

  /** Targets in [0, 1], {@code [R, T, count]}. */
  Tensor labels(long from, long count);

  /** 1 for points that take part, 0 for others, {@code [R, 1, count]}; null if all do. */
  @Nullable Tensor visible(long from, long count);

  /**
   * Points of the unit square, other ones for every row.
   *
   * @param group the predictions
   * @param masks {@code [B * T]}
   * @param ignored {@code [B]}, null if nothing is
   * @param frame of the points on the targets, {@code [B]}
   * @param targets T
   * @param points {@code [G * B, P, 2]}
   */
  record Sampled(
      StageGroup group,
      BitPlanes masks,
      @Nullable IgnoredPixels ignored,
      Frame frame,
      int targets,
      Tensor points)
      implements MatchPoints {
    @Override
    public long rows() {
      return points.size(0);
    }

    @Override
    public long count() {
      return points.size(1);
    }

    @Override
    public Tensor logits(long from, long count) {
      int batch = group.shape().batch();
      Tensor grid = SamplingGrid.of(points.narrow(1, from, count));
      return group.fromMasks((stage, predicted) ->
          Functional.gridSample(predicted, grid.narrow(0, (long) stage * batch, batch))
              .view(batch, group.shape().queries(), count));
    }

    @Override
    public Tensor labels(long from, long count) {
      int batch = group.shape().batch();
      Tensor own = points.narrow(1, from, count).view(group.size(), batch, 1, count, 2);
      Frame frames = frame.view(batch, 1, 1);
      return masks
          .view(batch, targets, 1)
          .bilinear(frames.rows(own), frames.columns(own))
          .view(rows(), targets, count);
    }

    @Override
    public @Nullable Tensor visible(long from, long count) {
      if (ignored == null) {
        return null;
      }
      int batch = group.shape().batch();
      Tensor own = points.narrow(1, from, count).view(group.size(), batch, count, 2);
      return ignored.view(batch, 1).visible(own, frame.view(batch, 1)).view(rows(), 1, count);
    }
  }

  /**
   * Every pixel of the prediction, targets read at the nearest pixel.
   *
   * @param group the predictions
   * @param masks {@code [B * T]}
   * @param ignored {@code [B]}, null if nothing is
   * @param targets T
   * @param device where the tensors are
   */
  record PredictionPixels(
      StageGroup group,
      BitPlanes masks,
      @Nullable IgnoredPixels ignored,
      int targets,
      Device device)
      implements MatchPoints {
    @Override
    public long rows() {
      return (long) group.size() * group.shape().batch();
    }

    @Override
    public long count() {
      return (long) group.shape().height() * group.shape().width();
    }

    @Override
    public Tensor logits(long from, long count) {
      int batch = group.shape().batch();
      return group.fromMasks((_, predicted) ->
          predicted.reshape(batch, group.shape().queries(), count()).narrow(2, from, count));
    }

    @Override
    public Tensor labels(long from, long count) {
      BitPlanes planes = masks.view(group.shape().batch(), targets, 1);
      Tensor labels =
          planes.at(
              nearestRows(planes.heights(), from, count),
              nearestColumns(planes.widths(), from, count));
      return group.everyStage(labels);
    }

    @Override
    public @Nullable Tensor visible(long from, long count) {
      if (ignored == null) {
        return null;
      }
      IgnoredPixels pixels = ignored.view(group.shape().batch(), 1, 1);
      Tensor visible =
          pixels.visible(
              nearestRows(pixels.heights(), from, count),
              nearestColumns(pixels.widths(), from, count));
      return group.everyStage(visible);
    }

    private Tensor nearestRows(Tensor heights, long from, long count) {
      StageGroup.Shape shape = group.shape();
      Tensor pixels = Tensor.indices(count, device).add(from);
      return pixels.floorDiv(shape.width()).mul(heights).floorDiv(shape.height());
    }

    private Tensor nearestColumns(Tensor widths, long from, long count) {
      int width = group.shape().width();
      return Tensor.indices(count, device).add(from).mod(width).mul(widths).floorDiv(width);
    }
  }

  /**
   * Every pixel of one image's targets, predictions resized to it.
   *
   * @param group the predictions
   * @param masks the image's, {@code [T]}
   * @param ignored the image's, {@code [1]}; null if nothing is
   * @param targets T
   * @param resized mask logits of the image, {@code [G, Q, h * w]}
   * @param width w
   */
  record TargetPixels(
      StageGroup group,
      BitPlanes masks,
      @Nullable IgnoredPixels ignored,
      int targets,
      Tensor resized,
      int width)
      implements MatchPoints {
    static TargetPixels of(
        StageGroup group,
        int image,
        BitPlanes masks,
        @Nullable IgnoredPixels ignored,
        int targets,
        int height,
        int width) {
      Tensor resized =
          group.fromMasks((_, predicted) ->
              Functional.interpolateBilinear(predicted.narrow(0, image, 1), height, width)
                  .view(1, group.shape().queries(), (long) height * width));
      return new TargetPixels(group, masks, ignored, targets, resized, width);
    }

    @Override
    public long rows() {
      return group.size();
    }

    @Override
    public long count() {
      return resized.size(2);
    }

    @Override
    public Tensor logits(long from, long count) {
      return resized.narrow(2, from, count);
    }

    @Override
    public Tensor labels(long from, long count) {
      Tensor pixels = Tensor.indices(count, resized.device()).add(from);
      return masks
          .view(targets, 1)
          .at(pixels.floorDiv(width), pixels.mod(width))
          .unsqueeze(0)
          .expand(group.size(), targets, count);
    }

    @Override
    public @Nullable Tensor visible(long from, long count) {
      if (ignored == null) {
        return null;
      }
      Tensor pixels = Tensor.indices(count, resized.device()).add(from);
      return ignored
          .visible(pixels.floorDiv(width), pixels.mod(width))
          .view(1, 1, count)
          .expand(rows(), 1, count);
    }
  }
}
