package io.yoso4j.train.criterion;

import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;

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

  /**
   * Points of the unit square, other ones for every row.
   *
   * @param group the predictions
   * @param masks {@code [B * T]}
   * @param targets T
   * @param points {@code [G * B, P, 2]}
   */
  record Sampled(StageGroup group, BitPlanes masks, int targets, Tensor points)
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
      BitPlanes planes = masks.view(batch, targets, 1);
      Tensor rows = own.select(4, 1).mul(planes.heights().to(ElementType.FLOAT32)).sub(0.5);
      Tensor columns = own.select(4, 0).mul(planes.widths().to(ElementType.FLOAT32)).sub(0.5);
      return planes.bilinear(rows, columns).view(rows(), targets, count);
    }
  }

  /**
   * Every pixel of the prediction, targets read at the nearest pixel.
   *
   * @param group the predictions
   * @param masks {@code [B * T]}
   * @param targets T
   * @param device where the tensors are
   */
  record PredictionPixels(StageGroup group, BitPlanes masks, int targets, Device device)
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
      StageGroup.Shape shape = group.shape();
      BitPlanes planes = masks.view(shape.batch(), targets, 1);
      Tensor pixels = Tensor.indices(count, device).add(from);
      Tensor rows = pixels.floorDiv(shape.width()).mul(planes.heights()).floorDiv(shape.height());
      Tensor columns = pixels.mod(shape.width()).mul(planes.widths()).floorDiv(shape.width());
      return planes
          .at(rows, columns)
          .unsqueeze(0)
          .expand(group.size(), shape.batch(), targets, count)
          .reshape(rows(), targets, count);
    }
  }

  /**
   * Every pixel of one image's targets, predictions resized to it.
   *
   * @param group the predictions
   * @param masks the image's, {@code [T]}
   * @param targets T
   * @param resized mask logits of the image, {@code [G, Q, h * w]}
   * @param width w
   */
  record TargetPixels(StageGroup group, BitPlanes masks, int targets, Tensor resized, int width)
      implements MatchPoints {
    static TargetPixels of(
        StageGroup group, int image, BitPlanes masks, int targets, int height, int width) {
      Tensor resized =
          group.fromMasks((_, predicted) ->
              Functional.interpolateBilinear(predicted.narrow(0, image, 1), height, width)
                  .view(1, group.shape().queries(), (long) height * width));
      return new TargetPixels(group, masks, targets, resized, width);
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
  }
}
