package io.yoso4j.data.mask;

import io.yoso4j.data.DataException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A binary mask as run lengths over column-major pixels (pixel {@code (y, x)} has index {@code x *
 * height + y}), alternating background and foreground and starting with background, as COCO stores
 * it. Immutable. Everything but {@link #toBitmap} works on the runs and never makes a bitmap.
 *
 * <p>Runs are kept in one canonical form: no run is 0 but possibly the first. Equal masks are
 * therefore {@code equals}, and have the same compressed string.
 */
public final class Rle {
  /** The width of a boundary as a share of the image's diagonal, for COCO. */
  public static final double BOUNDARY_RATIO = 0.02;

  private final int height;
  private final int width;

  /** Where each run ends, so that run {@code i} is {@code [ends[i - 1], ends[i])}. */
  private final int[] ends;

  private final long area;

  /** Computed on first use; a race computes the same value twice. */
  private @Nullable Box bbox;

  private Rle(int height, int width, int[] ends) {
    this.height = height;
    this.width = width;
    this.ends = ends;
    long foreground = 0;
    for (int i = 1; i < ends.length; i += 2) {
      foreground += ends[i] - ends[i - 1];
    }
    this.area = foreground;
  }

  /** A mask over run ends known to be canonical and to fill the size; they are not copied. */
  static Rle ofCanonical(int height, int width, int[] ends) {
    return new Rle(height, width, ends);
  }

  /**
   * A mask without foreground.
   *
   * @throws DataException if the size is not positive or above 2^28 pixels
   */
  public static Rle empty(int height, int width) {
    return new Rle(height, width, new int[] {MaskSize.pixels(height, width)});
  }

  /**
   * A mask that is foreground everywhere.
   *
   * @throws DataException if the size is not positive or above 2^28 pixels
   */
  public static Rle full(int height, int width) {
    return new Rle(height, width, new int[] {0, MaskSize.pixels(height, width)});
  }

  /**
   * A mask from COCO's list of run lengths.
   *
   * @throws DataException if the size is not positive or above 2^28 pixels, a run is negative, or
   *     the runs do not sum to the number of pixels
   */
  public static Rle ofCounts(int height, int width, int[] counts) {
    int pixels = MaskSize.pixels(height, width);
    int[] ends = new int[counts.length];
    long sum = 0;
    boolean canonical = counts.length > 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 0) {
        throw new DataException(
            "mask of %dx%d: run %d is %d; runs must not be negative"
                .formatted(height, width, i, counts[i]));
      }
      canonical &= counts[i] > 0 || i == 0;
      sum += counts[i];
      if (sum > pixels) {
        throw new DataException(
            "mask of %dx%d: runs 0 to %d sum to %d, more than its %d pixels"
                .formatted(height, width, i, sum, pixels));
      }
      ends[i] = (int) sum;
    }
    if (sum != pixels) {
      throw new DataException(
          "mask of %dx%d: its %d runs sum to %d, not to its %d pixels"
              .formatted(height, width, counts.length, sum, pixels));
    }
    return canonical ? ofCanonical(height, width, ends) : ofEnds(height, width, ends);
  }

  /** A mask over run ends that may repeat. */
  private static Rle ofEnds(int height, int width, int[] ends) {
    RunBuilder runs = new RunBuilder(height, width, ends.length + 1);
    for (int i = 1; i < ends.length; i += 2) {
      runs.foreground(ends[i - 1], ends[i]);
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
    byte[] bytes = RleString.bytes(compressed);
    return ofCompressed(height, width, bytes, 0, bytes.length);
  }

  /**
   * A mask from COCO's compressed string, as the bytes {@code [from, to)}.
   *
   * @throws DataException if the string is malformed or does not fit the size; see {@link
   *     #ofCounts}
   */
  public static Rle ofCompressed(int height, int width, byte[] compressed, int from, int to) {
    int pixels = MaskSize.pixels(height, width);
    return ofCounts(height, width, RleString.read(compressed, from, to, pixels));
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
    requireSameSizes("union", masks);
    return RunMerge.union(masks);
  }

  /**
   * All pixels that belong to every one of the masks.
   *
   * @throws DataException if there is no mask, or their sizes differ
   */
  public static Rle intersection(List<Rle> masks) {
    requireSameSizes("intersection", masks);
    return RunMerge.intersection(masks);
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
    return RunOverlap.iou(detection, truth, crowd);
  }

  /**
   * {@link #iou} of every detection with every annotated mask.
   *
   * @param crowd for each of {@code truths}, whether it stands for a crowd
   * @return {@code [detections][truths]}
   * @throws DataException if sizes differ
   * @throws IllegalArgumentException if {@code crowd} and {@code truths} differ in length
   */
  public static double[][] iouMatrix(List<Rle> detections, List<Rle> truths, boolean[] crowd) {
    if (crowd.length != truths.size()) {
      throw new IllegalArgumentException(
          "crowd has %d values for %d annotated masks".formatted(crowd.length, truths.size()));
    }
    double[][] ious = new double[detections.size()][truths.size()];
    for (int d = 0; d < ious.length; d++) {
      for (int t = 0; t < crowd.length; t++) {
        ious[d][t] = iou(detections.get(d), truths.get(t), crowd[t]);
      }
    }
    return ious;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** The run lengths: background, foreground, background, and so on. */
  public int[] counts() {
    int[] counts = ends.clone();
    for (int i = 1; i < counts.length; i++) {
      counts[i] -= ends[i - 1];
    }
    return counts;
  }

  /** Where each run ends, not a copy; not to be changed. */
  int[] ends() {
    return ends;
  }

  /** COCO's compressed string. */
  public String toCompressedString() {
    return RleString.write(counts());
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

  /**
   * Whether pixel {@code (y, x)} is foreground.
   *
   * @throws IndexOutOfBoundsException if it is outside the mask
   */
  public boolean get(int y, int x) {
    int index = Objects.checkIndex(x, width) * height + Objects.checkIndex(y, height);
    int found = Arrays.binarySearch(ends, index + 1);
    return ((found < 0 ? -found - 1 : found) & 1) != 0;
  }

  /** The same mask as bits. */
  public Bitmap toBitmap() {
    return BitmapRuns.decode(this);
  }

  /**
   * The foreground of this mask and of the other.
   *
   * @throws DataException if the sizes differ
   */
  public Rle union(Rle other) {
    return combine(other, RunMerge.UNION);
  }

  /**
   * The foreground that is foreground of the other mask too.
   *
   * @throws DataException if the sizes differ
   */
  public Rle intersection(Rle other) {
    return combine(other, RunMerge.INTERSECTION);
  }

  /**
   * The foreground that is not foreground of the other mask.
   *
   * @throws DataException if the sizes differ
   */
  public Rle difference(Rle other) {
    return combine(other, RunMerge.DIFFERENCE);
  }

  /**
   * The pixels that are foreground of exactly one of the two masks.
   *
   * @throws DataException if the sizes differ
   */
  public Rle symmetricDifference(Rle other) {
    return combine(other, RunMerge.SYMMETRIC_DIFFERENCE);
  }

  /** The mask with foreground and background exchanged. */
  public Rle complement() {
    return full(height, width).difference(this);
  }

  /** The mask mirrored left to right. */
  public Rle flipHorizontally() {
    return RunMoves.reverse(RunMoves.flipVertically(this));
  }

  /** The mask mirrored top to bottom. */
  public Rle flipVertically() {
    return RunMoves.flipVertically(this);
  }

  /**
   * The part of the mask inside a window, as a mask of the window's size.
   *
   * @param y first row, {@code x} first column; the window must lie within the mask
   * @throws IndexOutOfBoundsException if it does not
   * @throws DataException if the window has no pixels
   */
  public Rle crop(int y, int x, int cropHeight, int cropWidth) {
    Objects.checkFromIndexSize(y, cropHeight, height);
    Objects.checkFromIndexSize(x, cropWidth, width);
    return RunMoves.place(this, cropHeight, cropWidth, -y, -x);
  }

  /**
   * The mask on a canvas of another size, with its first pixel at row {@code y} and column {@code
   * x} of the canvas. What is outside the canvas is cut off, what is not covered is background; so
   * this moves, pads and crops.
   *
   * @throws DataException if the canvas is not of an allowed size
   */
  public Rle place(int canvasHeight, int canvasWidth, int y, int x) {
    return RunMoves.place(this, canvasHeight, canvasWidth, y, x);
  }

  /**
   * The mask resized to the nearest pixel: each pixel takes the value under its centre, {@code
   * floor((y + 1/2) * height / newHeight)}, computed without rounding.
   *
   * @throws DataException if the new size is not allowed
   */
  public Rle resize(int newHeight, int newWidth) {
    return RunMoves.resize(this, newHeight, newWidth, 0, 0, newHeight, newWidth);
  }

  /**
   * A window of what {@link #resize} gives, {@code resize(newHeight, newWidth).crop(y, x,
   * windowHeight, windowWidth)}; the rest is not computed, and may have any size.
   *
   * @param y first row, {@code x} first column; the window must lie within the resized mask
   * @throws IndexOutOfBoundsException if it does not
   * @throws DataException if the window is not of an allowed size
   */
  public Rle resizeWindow(
      int newHeight, int newWidth, int y, int x, int windowHeight, int windowWidth) {
    Objects.checkFromIndexSize(y, windowHeight, newHeight);
    Objects.checkFromIndexSize(x, windowWidth, newWidth);
    return RunMoves.resize(this, newHeight, newWidth, y, x, windowHeight, windowWidth);
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
        && Arrays.equals(ends, that.ends);
  }

  @Override
  public int hashCode() {
    return Objects.hash(height, width, Arrays.hashCode(ends));
  }

  @Override
  public String toString() {
    return "Rle[" + height + "x" + width + ", area " + area + "]";
  }

  private Rle combine(Rle other, int table) {
    requireSameSize(other);
    return RunMerge.combine(this, other, table);
  }

  private Box computeBox() {
    if (area == 0) {
      return new Box(0, 0, 0, 0);
    }
    int top = height;
    int bottom = 0;
    int left = ends[0] / height;
    int right = left;
    ColumnRuns stretches = new ColumnRuns(this);
    while (stretches.next()) {
      top = Math.min(top, stretches.from());
      bottom = Math.max(bottom, stretches.to());
      right = stretches.x();
    }
    return new Box(left, top, right - left + 1, bottom - top);
  }

  private static void requireSameSizes(String operation, List<Rle> masks) {
    if (masks.isEmpty()) {
      throw new DataException(operation + " of no masks has no size");
    }
    for (Rle mask : masks) {
      masks.getFirst().requireSameSize(mask);
    }
  }

  private void requireSameSize(Rle other) {
    if (height != other.height || width != other.width) {
      throw new DataException(
          "masks of different size: %dx%d and %dx%d"
              .formatted(height, width, other.height, other.width));
    }
  }
}
