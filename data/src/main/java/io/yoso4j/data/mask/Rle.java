package io.yoso4j.data.mask;

import io.yoso4j.data.DataException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A binary mask as run lengths over column-major pixels (pixel {@code (y, x)} has index {@code x *
 * height + y}), alternating background and foreground and starting with background, as COCO stores
 * it. Immutable; area, box, IoU and union work on the runs and never make a bitmap.
 *
 * <p>Runs are kept in one canonical form: no run is 0 but possibly the first. Equal masks are
 * therefore {@code equals}, and have the same compressed string.
 */
public final class Rle {
  /** The width of a boundary as a share of the image's diagonal, for COCO. */
  public static final double BOUNDARY_RATIO = 0.02;

  private final int height;
  private final int width;
  private final int[] counts;
  private final long area;

  /** Computed on first use; a race computes the same value twice. */
  private @Nullable Box bbox;

  private Rle(int height, int width, int[] counts) {
    this.height = height;
    this.width = width;
    this.counts = counts;
    long foreground = 0;
    for (int i = 1; i < counts.length; i += 2) {
      foreground += counts[i];
    }
    this.area = foreground;
  }

  /** A mask over runs known to be canonical and to fill the size; they are not copied. */
  static Rle ofCanonical(int height, int width, int[] counts) {
    return new Rle(height, width, counts);
  }

  /**
   * A mask from COCO's list of run lengths.
   *
   * @throws DataException if the size is not positive or above 2^28 pixels, a run is negative, or
   *     the runs do not sum to the number of pixels
   */
  public static Rle ofCounts(int height, int width, int[] counts) {
    int pixels = MaskSize.pixels(height, width);
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 0) {
        throw new DataException(
            "mask of %dx%d: run %d is %d; runs must not be negative"
                .formatted(height, width, i, counts[i]));
      }
      sum += counts[i];
      if (sum > pixels) {
        throw new DataException(
            "mask of %dx%d: runs 0 to %d sum to %d, more than its %d pixels"
                .formatted(height, width, i, sum, pixels));
      }
    }
    if (sum != pixels) {
      throw new DataException(
          "mask of %dx%d: its %d runs sum to %d, not to its %d pixels"
              .formatted(height, width, counts.length, sum, pixels));
    }
    RunBuilder runs = new RunBuilder(height, width);
    int position = 0;
    for (int i = 0; i < counts.length; i++) {
      if ((i & 1) != 0) {
        runs.foreground(position, position + counts[i]);
      }
      position += counts[i];
    }
    return runs.build();
  }

  /**
   * A mask from COCO's compressed string.
   *
   * @throws DataException if the string is malformed or does not fit the size; see {@link
   *     #ofCounts}
   */
  public static Rle ofCompressed(int height, int width, String compressed) {
    int pixels = MaskSize.pixels(height, width);
    return ofCounts(height, width, RleString.read(compressed, pixels));
  }

  /** The same mask as run lengths. */
  public static Rle encode(Bitmap bitmap) {
    return BitmapRuns.encode(bitmap);
  }

  /**
   * All pixels that belong to at least one of the masks.
   *
   * @throws DataException if there is no mask, or their sizes differ
   */
  public static Rle union(List<Rle> masks) {
    if (masks.isEmpty()) {
      throw new DataException("union of no masks has no size");
    }
    Rle first = masks.getFirst();
    int total = 0;
    for (Rle mask : masks) {
      first.requireSameSize(mask);
      total = Math.addExact(total, mask.counts.length / 2);
    }
    if (masks.size() == 1) {
      return first;
    }
    long[] stretches = new long[total];
    int next = 0;
    for (Rle mask : masks) {
      next = mask.addStretches(stretches, next);
    }
    Arrays.sort(stretches);
    return fromStretches(first.height, first.width, stretches);
  }

  /**
   * Intersection over union of two masks, after COCO.
   *
   * @param detection the detected mask
   * @param truth the annotated mask
   * @param crowd whether {@code truth} stands for a crowd; the intersection is then divided by the
   *     area of the detection alone
   * @return a value from 0 to 1; 0 where nothing is shared, so also for empty masks
   * @throws DataException if the sizes differ
   */
  public static double iou(Rle detection, Rle truth, boolean crowd) {
    detection.requireSameSize(truth);
    if (Box.iou(detection.bbox(), truth.bbox(), crowd) == 0) {
      return 0;
    }
    long shared = detection.sharedPixels(truth);
    if (shared == 0) {
      return 0;
    }
    long whole = crowd ? detection.area : detection.area + truth.area - shared;
    return (double) shared / whole;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** A copy of the run lengths: background, foreground, background, and so on. */
  public int[] counts() {
    return counts.clone();
  }

  /** The run lengths themselves, not a copy; they must not be changed. */
  int[] runs() {
    return counts;
  }

  /** COCO's compressed string. */
  public String toCompressedString() {
    return RleString.write(counts);
  }

  /** The number of foreground pixels. */
  public long area() {
    return area;
  }

  /** The smallest box around the foreground, in whole pixels; all 0 for an empty mask. */
  public Box bbox() {
    Box box = bbox;
    if (box == null) {
      box = computeBox();
      bbox = box;
    }
    return box;
  }

  /** The same mask as bits. */
  public Bitmap toBitmap() {
    return BitmapRuns.decode(this);
  }

  /** The mask mirrored left to right. */
  public Rle flipHorizontally() {
    Stretches flipped = new Stretches(counts.length);
    forEachColumnStretch((x, from, to) -> {
      int start = (width - 1 - x) * height;
      flipped.add(start + from, start + to);
    });
    return fromStretches(height, width, flipped.sorted());
  }

  /**
   * The part of the mask inside a window, as a mask of the window's size.
   *
   * @param y first row, {@code x} first column; the window must lie within the mask
   * @throws IndexOutOfBoundsException if it does not
   */
  public Rle crop(int y, int x, int cropHeight, int cropWidth) {
    Objects.checkFromIndexSize(y, cropHeight, height);
    Objects.checkFromIndexSize(x, cropWidth, width);
    RunBuilder runs = new RunBuilder(cropHeight, cropWidth);
    forEachColumnStretch((column, from, to) -> {
      if (column >= x && column < x + cropWidth) {
        int start = (column - x) * cropHeight;
        runs.foreground(
            start + Math.clamp(from - y, 0, cropHeight), start + Math.clamp(to - y, 0, cropHeight));
      }
    });
    return runs.build();
  }

  /**
   * The foreground that is not foreground of the other mask.
   *
   * @throws DataException if the sizes differ
   */
  public Rle difference(Rle other) {
    requireSameSize(other);
    return RunMerge.combine(this, other, RunMerge.DIFFERENCE);
  }

  /**
   * The pixels whose surrounding square of {@code 2 * radius + 1} pixels a side is all foreground.
   * Pixels outside the image count as background.
   *
   * @param radius at least 0
   * @throws IllegalArgumentException if the radius is negative
   */
  public Rle erode(int radius) {
    if (radius < 0) {
      throw new IllegalArgumentException("radius is " + radius + "; it must be at least 0");
    }
    return radius == 0 ? this : Erosion.erode(this, radius);
  }

  /**
   * The inner boundary of Boundary IoU: {@link #boundary(double)} with a ratio of {@value
   * #BOUNDARY_RATIO}, that of COCO.
   */
  public Rle boundary() {
    return boundary(BOUNDARY_RATIO);
  }

  /**
   * The foreground within some pixels of the background or the image's border (Cheng et al.,
   * Boundary IoU, CVPR 2021): the mask without its erosion by {@code max(1, round(dilationRatio *
   * diagonal))}, distances being those of a square and halves rounded to even, as in {@code
   * mask_to_boundary} of boundary_iou_api.
   *
   * @param dilationRatio the boundary's width as a share of the image's diagonal, at least 0; 0.02
   *     for COCO, 0.008 for LVIS, 0.005 for Cityscapes
   * @throws IllegalArgumentException if the ratio is negative or not finite
   */
  public Rle boundary(double dilationRatio) {
    if (!(dilationRatio >= 0) || Double.isInfinite(dilationRatio)) {
      throw new IllegalArgumentException(
          "dilation ratio is " + dilationRatio + "; it must be finite and at least 0");
    }
    double diagonal = Math.sqrt((double) height * height + (double) width * width);
    return difference(erode(Math.max(1, (int) Math.rint(dilationRatio * diagonal))));
  }

  /** Whether both are of one size and have the same foreground. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Rle that
        && height == that.height
        && width == that.width
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(height, width, Arrays.hashCode(counts));
  }

  @Override
  public String toString() {
    return "Rle[" + height + "x" + width + ", area " + area + "]";
  }

  /** Receives the pixels {@code [from, to)} of column {@code x}. */
  interface ColumnStretches {
    void accept(int x, int from, int to);
  }

  /** Visits the foreground in column-major order, split where a run goes on in the next column. */
  void forEachColumnStretch(ColumnStretches visitor) {
    int position = 0;
    for (int i = 0; i < counts.length; i++) {
      int end = position + counts[i];
      if ((i & 1) != 0) {
        while (position < end) {
          int x = position / height;
          int columnStart = x * height;
          int stop = Math.min(end, columnStart + height);
          visitor.accept(x, position - columnStart, stop - columnStart);
          position = stop;
        }
      }
      position = end;
    }
  }

  private static Rle fromStretches(int height, int width, long[] ascending) {
    RunBuilder runs = new RunBuilder(height, width);
    for (long stretch : ascending) {
      runs.foreground((int) (stretch >>> 32), (int) stretch);
    }
    return runs.build();
  }

  private int addStretches(long[] target, int next) {
    int position = 0;
    for (int i = 1; i < counts.length; i += 2) {
      int from = position + counts[i - 1];
      position = from + counts[i];
      target[next++] = (long) from << 32 | position;
    }
    return next;
  }

  private Box computeBox() {
    if (area == 0) {
      return new Box(0, 0, 0, 0);
    }
    int left = width;
    int right = 0;
    int top = height;
    int bottom = 0;
    int position = 0;
    for (int i = 1; i < counts.length; i += 2) {
      int from = position + counts[i - 1];
      position = from + counts[i];
      int last = position - 1;
      int firstColumn = from / height;
      int lastColumn = last / height;
      left = Math.min(left, firstColumn);
      right = lastColumn;
      if (firstColumn != lastColumn) {
        top = 0;
        bottom = height - 1;
      } else {
        top = Math.min(top, from - firstColumn * height);
        bottom = Math.max(bottom, last - lastColumn * height);
      }
    }
    return new Box(left, top, right - left + 1, bottom - top + 1);
  }

  private long sharedPixels(Rle other) {
    int[] a = counts;
    int[] b = other.counts;
    long shared = 0;
    int aIndex = 1;
    int bIndex = 1;
    int aFrom = a[0];
    int bFrom = b[0];
    while (aIndex < a.length && bIndex < b.length) {
      int aTo = aFrom + a[aIndex];
      int bTo = bFrom + b[bIndex];
      shared += Math.max(0, Math.min(aTo, bTo) - Math.max(aFrom, bFrom));
      if (aTo <= bTo) {
        aFrom = aIndex + 1 < a.length ? aTo + a[aIndex + 1] : aTo;
        aIndex += 2;
      }
      if (bTo <= aTo) {
        bFrom = bIndex + 1 < b.length ? bTo + b[bIndex + 1] : bTo;
        bIndex += 2;
      }
    }
    return shared;
  }

  private void requireSameSize(Rle other) {
    if (height != other.height || width != other.width) {
      throw new DataException(
          "masks of different size: %dx%d and %dx%d"
              .formatted(height, width, other.height, other.width));
    }
  }
}
