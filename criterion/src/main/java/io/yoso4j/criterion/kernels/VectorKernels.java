package io.yoso4j.criterion.kernels;

import io.yoso4j.criterion.loss.MaskLoss;
import io.yoso4j.criterion.sampling.BitPlane;

/** The Vector API, as wide as the processor prefers. Loaded only where its module is. */
public final class VectorKernels implements Kernels {
  private final VectorTranspose transpose = new VectorTranspose();
  private final VectorMatch match = new VectorMatch();
  private final VectorPoints points = new VectorPoints();
  private final VectorSelect select = new VectorSelect();
  private final VectorLabels labels = new VectorLabels();
  private final VectorLoss loss = new VectorLoss();

  /** Kernels for one thread. */
  public VectorKernels() {}

  @Override
  public int lanes() {
    return VectorMath.LANES;
  }

  @Override
  public void transpose(
      float[] source,
      int sourceAt,
      int sourceStride,
      int queries,
      int columns,
      float[] rows,
      int at,
      int stride) {
    transpose.run(source, sourceAt, sourceStride, queries, columns, rows, at, stride);
  }

  @Override
  public long pointsBetween(MatchTile tile, int first, int last) {
    return VectorMatch.pointsBetween(tile, first, last);
  }

  @Override
  public void match(MatchTile tile, float[] rows, int upper, int lower, MatchSums sums) {
    match.add(tile, rows, upper, lower, sums);
  }

  @Override
  public boolean split(float[] xy, int count, float[] x, float[] y) {
    return VectorPoints.split(xy, count, x, y);
  }

  @Override
  public void sample(
      float[] plane, int height, int width, float[] x, float[] y, int count, float[] out) {
    points.sample(plane, height, width, x, y, count, out);
  }

  @Override
  public void scatter(
      float[] plane, int height, int width, float[] x, float[] y, float[] values, int count) {
    points.scatter(plane, height, width, x, y, values, count);
  }

  @Override
  public void select(PointBuffer from, int kept, PointBuffer into) {
    select.select(from, kept, into);
  }

  @Override
  public void labels(
      BitPlane plane,
      float[] x,
      float[] y,
      int count,
      int frameHeight,
      int frameWidth,
      float[] out) {
    labels.sample(plane, x, y, count, frameHeight, frameWidth, out);
  }

  @Override
  public MaskLoss maskLoss(
      float[] logits,
      float[] labels,
      int points,
      double crossEntropyScale,
      double diceScale,
      float[] gradient) {
    return loss.evaluate(logits, labels, points, crossEntropyScale, diceScale, gradient);
  }
}
