package io.yoso4j.eval;

import io.yoso4j.data.json.JsonKind;
import io.yoso4j.data.json.JsonReader;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Objects or detections as they stand in a file, before their references are followed. */
final class ObjectColumns {
  private static final byte[] NOTHING = {};

  private final boolean keepBoxes;
  private boolean keepMasks;
  int size = 0;

  /** Annotation ids. */
  long[] ids = new long[256];

  long[] imageIds = new long[256];
  long[] categoryIds = new long[256];

  /** Four numbers each; NaN where there is no box. */
  double[] boxes;

  /** NaN where there is none. */
  double[] areas = new double[256];

  double[] scores = new double[256];
  final BitSet crowds = new BitSet();
  ByteStore masks = new ByteStore();
  private boolean maskRead;
  private boolean hasImage;
  private boolean hasCategory;

  /** What is not to be kept is passed over. */
  ObjectColumns(boolean keepBoxes, boolean keepMasks) {
    this.keepBoxes = keepBoxes;
    this.keepMasks = keepMasks;
    this.boxes = new double[keepBoxes ? 1024 : 0];
  }

  /** Forgets masks, also those to come. */
  void dropMasks() {
    keepMasks = false;
    masks = new ByteStore();
  }

  /** Begins an object, all of it unknown; its index is {@code size} until {@link #end}. */
  void begin() {
    if (size == imageIds.length) {
      int capacity = size + (size >> 1);
      ids = Arrays.copyOf(ids, capacity);
      imageIds = Arrays.copyOf(imageIds, capacity);
      categoryIds = Arrays.copyOf(categoryIds, capacity);
      if (keepBoxes) {
        boxes = Arrays.copyOf(boxes, Math.multiplyExact(4, capacity));
      }
      areas = Arrays.copyOf(areas, capacity);
      scores = Arrays.copyOf(scores, capacity);
    }
    if (keepBoxes) {
      Arrays.fill(boxes, 4 * size, 4 * size + 4, Double.NaN);
    }
    areas[size] = Double.NaN;
    crowds.clear(size);
    maskRead = false;
    hasImage = false;
    hasCategory = false;
  }

  /** Reads the value of a field that annotations and results share; false for any other. */
  boolean read(String field, JsonReader in) {
    switch (field) {
      case "image_id" -> {
        imageIds[size] = in.integer();
        hasImage = true;
      }
      case "category_id" -> {
        categoryIds[size] = in.integer();
        hasCategory = true;
      }
      case "bbox" -> readBox(in);
      case "segmentation" -> readMask(in);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Which reference the object in progress lacks; null for none. */
  @Nullable String missing() {
    return !hasImage ? "image_id" : !hasCategory ? "category_id" : null;
  }

  private void readMask(JsonReader in) {
    if (!keepMasks) {
      in.skip();
      return;
    }
    switch (in.peek()) {
      case OBJECT, ARRAY -> {
        if (maskRead) {
          throw in.error("segmentation stands twice");
        }
        in.copy(masks::add);
        maskRead = true;
      }
      default -> in.skip();
    }
  }

  /** An empty list or null is none. */
  private void readBox(JsonReader in) {
    if (!keepBoxes || in.peek() == JsonKind.NULL) {
      in.skip();
      return;
    }
    int count = 0;
    in.beginArray();
    while (in.nextElement()) {
      if (count == 4) {
        throw in.error("bbox must hold 4 numbers (x, y, width, height), not more");
      }
      double value = in.number();
      if (!Double.isFinite(value) || (count >= 2 && value < 0)) {
        throw in.error(
            "bbox holds %s; x, y, width and height must be finite, the last two not negative"
                .formatted(value));
      }
      boxes[4 * size + count++] = value;
    }
    if (count != 0 && count != 4) {
      throw in.error("bbox must hold 4 numbers (x, y, width, height), not " + count);
    }
  }

  /** Whether the object in progress has a box. */
  boolean hasBox() {
    return keepBoxes && !Double.isNaN(boxes[4 * size]);
  }

  /** Whether the object in progress has a mask. */
  boolean hasMask() {
    return maskRead;
  }

  /** Ends the object. */
  void end() {
    if (keepMasks && !maskRead) {
      masks.add(NOTHING, 0, 0);
    }
    size++;
  }
}
