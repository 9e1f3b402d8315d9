package io.yoso4j.eval;

import io.yoso4j.data.DataException;
import io.yoso4j.data.json.JsonKind;
import io.yoso4j.data.json.JsonReader;
import io.yoso4j.data.mask.Polygons;
import io.yoso4j.data.mask.Rle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads masks as COCO's JSON writes them: polygons, run lengths as a list or as a compressed text.
 * Each thread has its own.
 */
final class MaskText {
  private final JsonReader in = JsonReader.ofBytes();
  private double[] numbers = new double[64];
  private int[] counts = new int[64];
  private byte[] text = {};
  private int textFrom;
  private int textTo;

  /**
   * The mask in {@code bytes[from, to)}.
   *
   * @param height of the image, in pixels; 0 when it is unknown
   * @param width of the image
   * @throws DataException if the bytes are no mask, or one of another size
   */
  Rle read(byte[] bytes, int from, int to, int height, int width) {
    in.reset(bytes, from, to);
    Rle mask =
        switch (in.peek()) {
          case ARRAY -> polygons(height, width);
          case OBJECT -> runLengths(height, width);
          default -> throw in.error("polygons or run lengths must stand here");
        };
    in.requireEnd();
    return mask;
  }

  private Rle polygons(int height, int width) {
    if (height == 0) {
      throw new DataException("polygons need the height and width of the image, which has none");
    }
    List<double[]> rings = new ArrayList<>(1);
    in.beginArray();
    while (in.nextElement()) {
      rings.add(ring());
    }
    return Polygons.rasterize(rings, height, width);
  }

  private double[] ring() {
    int size = 0;
    in.beginArray();
    while (in.nextElement()) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, size * 2);
      }
      numbers[size++] = in.number();
    }
    return Arrays.copyOf(numbers, size);
  }

  private Rle runLengths(int height, int width) {
    int[] size = null;
    boolean compressed = false;
    int[] runs = null;
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      switch (name) {
        case "size" -> size = integers();
        case "counts" -> {
          if (in.peek() == JsonKind.STRING) {
            in.text(this::keepText);
            compressed = true;
          } else {
            runs = integers();
          }
        }
        default -> in.skip();
      }
    }
    int[] sides = checked(size, height, width);
    if (compressed) {
      return Rle.ofCompressed(sides[0], sides[1], text, textFrom, textTo);
    }
    if (runs != null) {
      return Rle.ofCounts(sides[0], sides[1], runs);
    }
    throw new DataException("run lengths have no counts");
  }

  /** Bytes of a reader in memory stay as they are until it is reset. */
  private void keepText(byte[] bytes, int from, int length) {
    text = bytes;
    textFrom = from;
    textTo = from + length;
  }

  private static int[] checked(int @Nullable [] size, int height, int width) {
    if (size == null || size.length != 2) {
      throw new DataException("run lengths need a size of two numbers, height and width");
    }
    if (height != 0 && (size[0] != height || size[1] != width)) {
      throw new DataException(
          "mask is %dx%d, its image %dx%d (height x width)"
              .formatted(size[0], size[1], height, width));
    }
    return size;
  }

  private int[] integers() {
    int size = 0;
    in.beginArray();
    while (in.nextElement()) {
      if (size == counts.length) {
        counts = Arrays.copyOf(counts, size * 2);
      }
      long value = in.integer();
      if (value != (int) value) {
        throw new DataException(value + " is too large for a run length or a size");
      }
      counts[size++] = (int) value;
    }
    return Arrays.copyOf(counts, size);
  }
}
