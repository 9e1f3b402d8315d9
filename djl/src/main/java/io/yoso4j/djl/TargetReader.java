package io.yoso4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The objects in a batch's labels, see {@link TargetLayout#read}. */
final class TargetReader {
  private final TargetLayout layout;
  private final NDList arrays;
  private final int images;
  private final int places;
  private final long[] labels;
  private final long[] counts;
  private final long[] ids;
  private final long @Nullable [] sizes;
  private final float @Nullable [] boxes;
  private final @Nullable MemorySegment masks;
  private final @Nullable MemorySegment ignored;
  private int height;
  private int width;

  TargetReader(TargetLayout layout, NDList arrays) {
    this.layout = layout;
    this.arrays = arrays;
    if (arrays.size() != layout.arrays().size()) {
      throw new IllegalArgumentException(
          "labels hold %d arrays, expected %d: %s"
              .formatted(arrays.size(), layout.arrays().size(), layout.arrays()));
    }
    Shape shape = array(TargetArray.LABELS).getShape();
    if (shape.dimension() != 2) {
      throw new IllegalArgumentException("LABELS %s must be [B, T]".formatted(text(shape)));
    }
    images = Math.toIntExact(shape.get(0));
    places = Math.toIntExact(shape.get(1));
    labels = HostMemory.longArray("LABELS", array(TargetArray.LABELS));
    counts = perImage(TargetArray.COUNTS);
    ids =
        layout.has(TargetArray.IMAGE_IDS)
            ? perImage(TargetArray.IMAGE_IDS)
            : LongStream.range(0, images).toArray();
    masks = pixels(TargetArray.MASKS, images, places);
    ignored = pixels(TargetArray.IGNORE, images);
    sizes =
        layout.has(TargetArray.SIZES)
            ? HostMemory.longArray("SIZES", shaped(TargetArray.SIZES, images, 2))
            : null;
    boxes =
        layout.has(TargetArray.BOXES)
            ? HostMemory.floatArray("BOXES", shaped(TargetArray.BOXES, images, places, 4))
            : null;
  }

  List<ImageTargets> read() {
    List<ImageTargets> targets = new ArrayList<>(images);
    for (int image = 0; image < images; image++) {
      targets.add(image(image));
    }
    return targets;
  }

  private ImageTargets image(int image) {
    int count = inRange("COUNTS", image, counts[image], 0, places);
    int high = side(image, 0, height);
    int wide = side(image, 1, width);
    int[] classes = new int[count];
    for (int n = 0; n < count; n++) {
      classes[n] =
          inRange(
              "LABELS", image, labels[image * places + n], Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    List<BitMask> objects = new ArrayList<>(count);
    for (int n = 0; masks != null && n < count; n++) {
      objects.add(mask(masks, (long) image * places + n, high, wide));
    }
    long id = ids[image];
    ImageTargets targets;
    if (boxes == null) {
      targets = new ImageTargets(id, classes, objects, high, wide);
    } else {
      float[] own = Arrays.copyOfRange(boxes, image * places * 4, (image * places + count) * 4);
      targets = new ImageTargets(id, classes, objects, high, wide, own, null);
    }
    return ignored == null || high == 0 || wide == 0
        ? targets
        : targets.withIgnore(mask(ignored, image, high, wide));
  }

  /**
   * Rows or columns of an image.
   *
   * @param axis 0 for rows, 1 for columns
   * @param ofArrays how many the arrays of pixels have
   */
  private int side(int image, int axis, int ofArrays) {
    if (sizes == null) {
      return ofArrays;
    }
    int most = layout.hasPixels() ? ofArrays : TargetLayout.MAX_SIDE;
    return inRange("SIZES", image, sizes[2 * image + axis], 0, most);
  }

  private BitMask mask(MemorySegment planes, long plane, int high, int wide) {
    return BitMask.of(
        high, wide, PackedPixels.pack(planes, plane * height * width, high, wide, width));
  }

  private static int inRange(String array, int image, long value, long low, long high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "%s of image %d of the batch (%d) must be from %d to %d"
              .formatted(array, image, value, low, high));
    }
    return (int) value;
  }

  private NDArray array(TargetArray which) {
    return arrays.get(layout.arrays().indexOf(which));
  }

  private long[] perImage(TargetArray which) {
    NDArray array = array(which);
    if (array.size() != images) {
      throw new IllegalArgumentException(
          "%s %s must hold a value for each of %d images"
              .formatted(which, text(array.getShape()), images));
    }
    return HostMemory.longArray(which.name(), array);
  }

  /** An array of exactly this shape. */
  private NDArray shaped(TargetArray which, long... expected) {
    NDArray array = array(which);
    if (!Arrays.equals(array.getShape().getShape(), expected)) {
      throw new IllegalArgumentException(
          "%s %s must be %s".formatted(which, text(array.getShape()), Arrays.toString(expected)));
    }
    return array;
  }

  /** An array that ends in [H, W]; all of them have the same H and W. */
  private @Nullable MemorySegment pixels(TargetArray which, long... leading) {
    if (!layout.has(which)) {
      return null;
    }
    NDArray array = array(which);
    Shape shape = array.getShape();
    int axes = leading.length;
    boolean fits =
        shape.dimension() == axes + 2
            && Arrays.equals(shape.slice(0, axes).getShape(), leading)
            && (height == 0 || (shape.get(axes) == height && shape.get(axes + 1) == width));
    if (!fits) {
      throw new IllegalArgumentException(
          "%s %s must be %s followed by %s"
              .formatted(
                  which,
                  text(shape),
                  Arrays.toString(leading),
                  height == 0 ? "[H, W]" : "[" + height + ", " + width + "] as MASKS"));
    }
    height = Math.toIntExact(shape.get(axes));
    width = Math.toIntExact(shape.get(axes + 1));
    return HostMemory.flags(which.name(), array);
  }

  private static String text(Shape shape) {
    return Arrays.toString(shape.getShape());
  }
}
