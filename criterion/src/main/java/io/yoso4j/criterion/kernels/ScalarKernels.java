package io.yoso4j.criterion.kernels;

import io.yoso4j.criterion.loss.MaskLoss;
import io.yoso4j.criterion.sampling.BitPlane;
import io.yoso4j.criterion.sampling.Philox;
import java.util.Arrays;

/** Plain Java, in double where it costs little. */
public final class ScalarKernels implements Kernels {
  private static final int LANES = 8;
  private static final float UNIT = 0x1p-24f;

  private float[] logits = new float[0];
  private float[] sigmoids = new float[0];
  private float[] logitSums = new float[0];
  private float[] sigmoidSums = new float[0];

  /** Kernels for one thread. */
  public ScalarKernels() {}

  @Override
  public int lanes() {
    return LANES;
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
    Transpose.scalar(source, sourceAt, sourceStride, 0, queries, columns, rows, at, stride);
  }

  @Override
  public long pointsBetween(MatchTile tile, int first, int last) {
    long inside = 0;
    for (int p = 0; p < tile.count; p++) {
      int column = tile.targetColumns[p];
      inside |= column >= first && column <= last ? 1L << p : 0;
    }
    return inside;
  }

  @Override
  public void match(MatchTile tile, float[] rows, int upper, int lower, MatchSums sums) {
    int queries = sums.queries;
    if (logitSums.length < queries) {
      logits = new float[MatchTile.POINTS * queries];
      sigmoids = new float[MatchTile.POINTS * queries];
      logitSums = new float[queries];
      sigmoidSums = new float[queries];
    }
    double[] products = new double[queries];
    Arrays.fill(products, 1);
    for (int p = 0; p < tile.count; p++) {
      int left = tile.columns[p] * queries;
      for (int query = 0; query < queries; query++) {
        int at = left + query;
        float x =
            rows[upper + at] * tile.upperLeft[p]
                + rows[upper + at + queries] * tile.upperRight[p]
                + rows[lower + at] * tile.lowerLeft[p]
                + rows[lower + at + queries] * tile.lowerRight[p];
        double e = Math.exp(-Math.abs(x));
        double one = 1 / (1 + e);
        double sigmoid = x >= 0 ? one : e * one;
        // max(x, 0), but NaN for negative infinity: such a query has no finite cost.
        sums.positive[query] += 0.5 * ((double) x + Math.abs(x));
        products[query] *= 1 + e;
        sums.sigmoid[query] += sigmoid;
        logits[p * queries + query] = x;
        sigmoids[p * queries + query] = (float) sigmoid;
      }
    }
    for (int query = 0; query < queries; query++) {
      sums.positive[query] += Math.log(products[query]);
    }
    for (int i = 0; i < tile.targetCount; i++) {
      addPairs(tile, i, sums);
    }
  }

  private void addPairs(MatchTile tile, int i, MatchSums sums) {
    int queries = sums.queries;
    Arrays.fill(logitSums, 0, queries, 0f);
    Arrays.fill(sigmoidSums, 0, queries, 0f);
    for (int entry = tile.starts[i]; entry < tile.starts[i + 1]; entry++) {
      addScaled(tile.labels[entry], logits, tile.points[entry] * queries, logitSums, queries);
      addScaled(tile.labels[entry], sigmoids, tile.points[entry] * queries, sigmoidSums, queries);
    }
    int at = tile.targets[i] * queries;
    for (int query = 0; query < queries; query++) {
      sums.logitLabel[at + query] += logitSums[query];
      sums.sigmoidLabel[at + query] += sigmoidSums[query];
    }
  }

  private static void addScaled(float factor, float[] row, int offset, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += factor * row[offset + i];
    }
  }

  /** {@link Kernels#random} from a value whose index is a multiple of 4. */
  static void random(int key0, int key1, int c1, int c2, int c3, float[] out, int from) {
    int[] block = new int[4];
    for (int i = from; i < out.length; ) {
      block[0] = i / 4;
      block[1] = c1;
      block[2] = c2;
      block[3] = c3;
      Philox.block(block, key0, key1);
      for (int word = 0; word < 4 && i < out.length; word++) {
        out[i++] = (block[word] >>> 8) * UNIT;
      }
    }
  }

  /** {@link Kernels#randomPoints} from a point whose index is a multiple of 2. */
  static void randomPoints(
      int key0, int key1, int c1, int c2, int c3, int from, int count, float[] x, float[] y) {
    int[] block = new int[4];
    for (int i = from; i < count; i += 2) {
      block[0] = i / 2;
      block[1] = c1;
      block[2] = c2;
      block[3] = c3;
      Philox.block(block, key0, key1);
      x[i] = (block[0] >>> 8) * UNIT;
      y[i] = (block[1] >>> 8) * UNIT;
      if (i + 1 < count) {
        x[i + 1] = (block[2] >>> 8) * UNIT;
        y[i + 1] = (block[3] >>> 8) * UNIT;
      }
    }
  }

  @Override
  public boolean split(float[] xy, int count, float[] x, float[] y) {
    return split(xy, 0, count, x, y);
  }

  static boolean split(float[] xy, int from, int count, float[] x, float[] y) {
    boolean inside = true;
    for (int i = from; i < count; i++) {
      float px = xy[2 * i];
      float py = xy[2 * i + 1];
      inside &= px >= 0 && px <= 1 && py >= 0 && py <= 1;
      x[i] = px;
      y[i] = py;
    }
    return inside;
  }

  @Override
  public void sample(
      float[] plane, int height, int width, float[] x, float[] y, int count, float[] out) {
    int stride = width + 2;
    for (int i = 0; i < count; i++) {
      double px = (double) x[i] * width + 0.5;
      double py = (double) y[i] * height + 0.5;
      int column = (int) px;
      int row = (int) py;
      float fx = (float) (px - column);
      float fy = (float) (py - row);
      int at = row * stride + column;
      float upper = plane[at] * (1 - fx) + plane[at + 1] * fx;
      float lower = plane[at + stride] * (1 - fx) + plane[at + stride + 1] * fx;
      out[i] = upper * (1 - fy) + lower * fy;
    }
  }

  @Override
  public void scatter(
      float[] plane, int height, int width, float[] x, float[] y, float[] values, int count) {
    int stride = width + 2;
    for (int i = 0; i < count; i++) {
      double px = (double) x[i] * width + 0.5;
      double py = (double) y[i] * height + 0.5;
      int column = (int) px;
      int row = (int) py;
      float fx = (float) (px - column);
      float fy = (float) (py - row);
      int at = row * stride + column;
      float upper = values[i] * (1 - fy);
      float lower = values[i] * fy;
      plane[at] += upper * (1 - fx);
      plane[at + 1] += upper * fx;
      plane[at + stride] += lower * (1 - fx);
      plane[at + stride + 1] += lower * fx;
    }
  }

  @Override
  public void select(PointBuffer from, int kept, PointBuffer into) {
    int threshold = SmallestMagnitudes.threshold(from.logits, from.count, kept);
    SmallestMagnitudes.keep(from, kept, threshold, into);
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
    plane.sample(x, y, count, frameHeight, frameWidth, out);
  }

  @Override
  public MaskLoss maskLoss(
      float[] logits,
      float[] labels,
      int points,
      double crossEntropyScale,
      double diceScale,
      float[] gradient) {
    return MaskLoss.evaluate(logits, labels, points, crossEntropyScale, diceScale, gradient);
  }
}
