package io.yoso4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Objects of a batch as arrays, see {@link TargetLayout#write}; or of one image, without the
 * batch's axis. DJL's arrays of Java's data own it, but views of them do not: no array may be made
 * by taking the axis away.
 */
final class TargetWriter {
  private final TargetLayout layout;
  private final NDManager manager;
  private final List<ImageTargets> targets;
  private final boolean single;
  private final int places;
  private final int height;
  private final int width;

  /** Of a batch. */
  TargetWriter(TargetLayout layout, NDManager manager, List<ImageTargets> targets) {
    this(layout, manager, targets, 1, false);
  }

  /** Of one image. */
  TargetWriter(TargetLayout layout, NDManager manager, ImageTargets target, int places) {
    this(layout, manager, List.of(target), places, true);
  }

  private TargetWriter(
      TargetLayout layout,
      NDManager manager,
      List<ImageTargets> targets,
      int leastPlaces,
      boolean single) {
    this.single = single;
    this.layout = layout;
    this.manager = manager;
    this.targets = List.copyOf(targets);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("targets (0 images) must be at least one image's");
    }
    int most = leastPlaces;
    int high = 1;
    int wide = 1;
    for (ImageTargets image : targets) {
      most = Math.max(most, image.count());
      high = Math.max(high, image.height());
      wide = Math.max(wide, image.width());
    }
    places = most;
    height = high;
    width = wide;
    targets.forEach(this::check);
  }

  private void check(ImageTargets image) {
    if (layout.has(TargetArray.MASKS) && image.masks().size() != image.count()) {
      throw new IllegalArgumentException(
          "image %d has %d masks for %d objects, but the layout has MASKS"
              .formatted(image.imageId(), image.masks().size(), image.count()));
    }
    if (layout.has(TargetArray.BOXES) && image.boxes() == null && image.count() > 0) {
      throw new IllegalArgumentException(
          "image %d has no boxes, but the layout has BOXES".formatted(image.imageId()));
    }
    checkSize(image);
  }

  private void checkSize(ImageTargets image) {
    boolean sizes = layout.has(TargetArray.SIZES);
    boolean sized = image.height() == height && image.width() == width;
    boolean unsized = image.height() == 0 && image.width() == 0;
    if (layout.hasPixels() && !sizes && !sized && !unsized) {
      throw new IllegalArgumentException(
          "image %d is %d x %d, others are up to %d x %d: the layout needs SIZES"
              .formatted(image.imageId(), image.height(), image.width(), height, width));
    }
    int longest = Math.max(image.height(), image.width());
    if (!layout.hasPixels() && sizes && longest > TargetLayout.MAX_SIDE) {
      throw new IllegalArgumentException(
          "image %d is %d x %d, sides must be at most %d"
              .formatted(image.imageId(), image.height(), image.width(), TargetLayout.MAX_SIDE));
    }
  }

  NDList write() {
    NDList labels = new NDList();
    for (TargetArray array : layout.arrays()) {
      labels.add(
          switch (array) {
            case LABELS -> labels();
            case MASKS -> masks();
            case COUNTS -> perImage(ImageTargets::count);
            case IMAGE_IDS -> perImage(ImageTargets::imageId);
            case SIZES -> sizes();
            case BOXES -> boxes();
            case IGNORE -> ignored();
          });
    }
    return labels;
  }

  private NDArray labels() {
    long[] values = new long[targets.size() * places];
    for (int i = 0; i < targets.size(); i++) {
      int[] of = targets.get(i).labels();
      for (int n = 0; n < of.length; n++) {
        values[i * places + n] = of[n];
      }
    }
    return manager.create(values, shape(places));
  }

  private NDArray perImage(ToLongFunction<ImageTargets> value) {
    return manager.create(targets.stream().mapToLong(value).toArray(), shape());
  }

  private NDArray sizes() {
    long[] values =
        targets.stream()
            .flatMapToLong(image -> LongStream.of(image.height(), image.width()))
            .toArray();
    return manager.create(values, shape(2));
  }

  private NDArray boxes() {
    float[] values = new float[targets.size() * places * 4];
    for (int i = 0; i < targets.size(); i++) {
      float[] of = targets.get(i).boxes();
      if (of != null) {
        System.arraycopy(of, 0, values, i * places * 4, of.length);
      }
    }
    return manager.create(values, shape(places, 4));
  }

  private NDArray masks() {
    ByteBuffer pixels = plane((long) targets.size() * places);
    for (int i = 0; i < targets.size(); i++) {
      List<BitMask> of = targets.get(i).masks();
      for (int n = 0; n < of.size(); n++) {
        draw(of.get(n), pixels, i * places + n);
      }
    }
    return manager.create(pixels, shape(places, height, width), DataType.UINT8);
  }

  private NDArray ignored() {
    ByteBuffer pixels = plane(targets.size());
    for (int i = 0; i < targets.size(); i++) {
      draw(targets.get(i).ignore(), pixels, i);
    }
    return manager.create(pixels, shape(height, width), DataType.UINT8);
  }

  private ByteBuffer plane(long planes) {
    long bytes = Math.multiplyExact(planes, (long) height * width);
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "masks [%d, %d, %d, %d] hold %d bytes, at most %d are possible: use a smaller batch"
              .formatted(targets.size(), places, height, width, bytes, Integer.MAX_VALUE));
    }
    return ByteBuffer.allocate((int) bytes);
  }

  private void draw(@Nullable BitMask mask, ByteBuffer pixels, int plane) {
    if (mask == null) {
      return;
    }
    int start = plane * height * width;
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.get(y, x)) {
          pixels.put(start + y * width + x, (byte) 1);
        }
      }
    }
  }

  private Shape shape(long... ofImage) {
    Shape shape = new Shape(ofImage);
    return single ? shape : new Shape(targets.size()).addAll(shape);
  }
}
