package io.yoso4j.model;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.mask.Rle;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Brings mask logits to the size of an image and thresholds them, column by column, without a
 * full-size picture: both resizings of upstream (to the padded network input, then from its valid
 * part to the image) are one sum of few taps, and where no tap is above the threshold nothing is
 * computed. Immutable, thread-safe.
 */
final class MaskResampler {
  private static final double AREA_EPSILON = 1e-6;

  private final int height;
  private final int width;
  private final AxisTaps rows;
  private final AxisTaps columns;

  /** A mask and the mean of its probabilities inside; no mask when it is empty. */
  record ScoredMask(@Nullable Rle mask, double meanProbability) {}

  private MaskResampler(int height, int width, AxisTaps rows, AxisTaps columns) {
    this.height = height;
    this.width = width;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * For masks of one image.
   *
   * @param mask size of the logits
   * @param padded size of the network input, not below that of the logits
   * @param valid size of the image in the network input, at its top left
   * @param output size of the results
   */
  static MaskResampler of(ImageSize mask, ImageSize padded, ImageSize valid, ImageSize output) {
    return new MaskResampler(
        mask.height(),
        mask.width(),
        new AxisTaps(mask.height(), padded.height(), valid.height(), output.height()),
        new AxisTaps(mask.width(), padded.width(), valid.width(), output.width()));
  }

  /** Logits that have the size of the results already. */
  static MaskResampler identity(ImageSize size) {
    return of(size, size, size, size);
  }

  /**
   * The mask of one query.
   *
   * @param logits {@code [H, W]} floats, C order
   * @param threshold logits above it are inside
   */
  ScoredMask mask(MemorySegment logits, float threshold) {
    float[] turned = turned(logits);
    // Room for taps with weight zero behind the last input.
    float[] line = new float[height + AxisTaps.SPAN];
    Runs runs = new Runs(rows.outputs(), columns.outputs());
    for (int x = 0; x < columns.outputs(); x++) {
      mix(turned, x, line);
      column(line, x, threshold, runs);
    }
    return runs.result();
  }

  /** The logits at full size, {@code [H, W]} in C order. */
  float[] plane(MemorySegment logits) {
    return strip(logits, 0, columns.outputs());
  }

  /** The columns {@code from} to {@code to - 1} of {@link #plane}. */
  float[] strip(MemorySegment logits, int from, int to) {
    float[] turned = turned(logits);
    float[] line = new float[height + AxisTaps.SPAN];
    int stripWidth = to - from;
    float[] strip = new float[Math.multiplyExact(rows.outputs(), stripWidth)];
    for (int x = 0; x < stripWidth; x++) {
      mix(turned, from + x, line);
      for (int y = 0; y < rows.outputs(); y++) {
        strip[y * stripWidth + x] = value(line, y);
      }
    }
    return strip;
  }

  private float value(float[] line, int y) {
    int from = rows.first(y);
    return rows.weight(y, 0) * line[from]
        + rows.weight(y, 1) * line[from + 1]
        + rows.weight(y, 2) * line[from + 2];
  }

  /** The logits transposed, so that a column lies together. */
  private float[] turned(MemorySegment logits) {
    float[] turned = new float[(width + AxisTaps.SPAN) * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        turned[x * height + y] =
            logits.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, (long) y * width + x);
      }
    }
    return turned;
  }

  /** The column of the resized mask, at the mask's own height. */
  private void mix(float[] turned, int x, float[] line) {
    int from = columns.first(x) * height;
    float a = columns.weight(x, 0);
    float b = columns.weight(x, 1);
    float c = columns.weight(x, 2);
    for (int y = 0; y < height; y++) {
      line[y] =
          a * turned[from + y] + b * turned[from + height + y] + c * turned[from + 2 * height + y];
    }
  }

  private void column(float[] line, int x, float threshold, Runs runs) {
    int top = 0;
    while (top < height && !(line[top] > threshold)) {
      top++;
    }
    if (top == height) {
      return;
    }
    int bottom = height - 1;
    while (!(line[bottom] > threshold)) {
      bottom--;
    }
    int end = rows.reachEnd(bottom);
    for (int y = rows.reachStart(top); y < end; y++) {
      float logit = value(line, y);
      if (logit > threshold) {
        runs.add(x, y, logit);
      }
    }
  }

  /** Run lengths and the sum of probabilities of the pixels added, in column order. */
  private static final class Runs {
    private final int height;
    private final int width;
    private int[] counts = new int[64];
    private int used;
    private long written;
    private long next = -1;
    private long area;
    private double sum;

    Runs(int height, int width) {
      this.height = height;
      this.width = width;
    }

    void add(int x, int y, float logit) {
      long position = (long) x * height + y;
      if (position != next) {
        close();
        put((int) (position - written));
        written = position;
      }
      next = position + 1;
      area++;
      sum += Sigmoid.of(logit);
    }

    private void close() {
      if (next >= 0) {
        put((int) (next - written));
        written = next;
      }
    }

    private void put(int count) {
      if (used == counts.length) {
        counts = Arrays.copyOf(counts, 2 * used);
      }
      counts[used++] = count;
    }

    ScoredMask result() {
      if (area == 0) {
        return new ScoredMask(null, 0);
      }
      close();
      long rest = (long) height * width - written;
      if (rest > 0) {
        put((int) rest);
      }
      Rle mask = Rle.ofCounts(height, width, Arrays.copyOf(counts, used));
      return new ScoredMask(mask, sum / (area + AREA_EPSILON));
    }
  }
}
