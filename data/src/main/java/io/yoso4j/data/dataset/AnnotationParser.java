package io.yoso4j.data.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Reads one annotation object. A value of the wrong kind is noted in {@link RawAnnotation#problem}
 * and passed over, so that reading can go on behind a bad annotation.
 */
final class AnnotationParser {

  private static final int MAX_NUMBERS = 1 << 24;
  private static final int MAX_RINGS = 1 << 16;

  private final JsonInput in;
  private double[] numbers = new double[256];

  AnnotationParser(JsonInput in) {
    this.in = in;
  }

  /** The current token is the start of the object, and its end afterwards. */
  RawAnnotation parse(int index) {
    RawAnnotation raw = new RawAnnotation(index);
    if (in.current() != JsonToken.START_OBJECT) {
      raw.problem("must be an object, got " + in.found());
      in.skip();
      return raw;
    }
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      switch (field) {
        case "id" -> raw.id = integer(raw, field);
        case "image_id" -> raw.imageId = integer(raw, field);
        case "category_id" -> raw.categoryId = integer(raw, field);
        case "area" -> raw.area = area(raw);
        case "iscrowd" -> raw.crowd = crowd(raw);
        case "bbox" -> raw.bbox = bbox(raw);
        case "segmentation" -> segmentation(raw);
        case "bbox_mode" -> raw.boxMode = boxMode(raw);
        default -> in.skip();
      }
    }
    return raw;
  }

  private @Nullable Long integer(RawAnnotation raw, String field) {
    Long value = in.integer();
    if (value == null) {
      raw.problem(field + " must be a whole number, got " + in.found());
      in.skip();
    }
    return value;
  }

  private @Nullable Double area(RawAnnotation raw) {
    if (in.isNumber()) {
      return in.number();
    }
    if (in.current() != JsonToken.VALUE_NULL) {
      raw.problem("area must be a number, got " + in.found());
      in.skip();
    }
    return null;
  }

  private boolean crowd(RawAnnotation raw) {
    Long value = in.integer();
    if (value != null && (value == 0 || value == 1)) {
      return value == 1;
    }
    switch (in.current()) {
      case VALUE_TRUE -> {
        return true;
      }
      case VALUE_FALSE, VALUE_NULL -> {}
      default -> {
        raw.problem("iscrowd must be 0 or 1, got " + in.found());
        in.skip();
      }
    }
    return false;
  }

  private double @Nullable [] bbox(RawAnnotation raw) {
    if (in.current() == JsonToken.VALUE_NULL) {
      return null;
    }
    double[] box = numbers(raw, "bbox");
    if (box == null || box.length == 0) {
      return null;
    }
    if (box.length != 4) {
      raw.problem("bbox must hold 4 numbers (x, y, width, height), got " + box.length);
      return null;
    }
    return box;
  }

  /** A number, or the name that Python prints for it. */
  private @Nullable String boxMode(RawAnnotation raw) {
    if (in.current().isScalarValue()) {
      String mode = in.text();
      return mode.length() <= 100 ? mode : mode.substring(0, 100);
    }
    raw.problem("bbox_mode must be a number, got " + in.found());
    in.skip();
    return null;
  }

  private void segmentation(RawAnnotation raw) {
    raw.rings = null;
    raw.rle = null;
    switch (in.current()) {
      case START_ARRAY -> {
        List<double[]> rings = new ArrayList<>();
        while (in.next() != JsonToken.END_ARRAY) {
          if (rings.size() == MAX_RINGS) {
            throw in.error(raw.place() + " has more than " + MAX_RINGS + " polygons");
          }
          double[] ring = numbers(raw, "polygon " + (rings.size() + 1));
          rings.add(ring == null ? new double[0] : ring);
        }
        raw.rings = rings;
      }
      case START_OBJECT -> raw.rle = runLength(raw);
      case VALUE_NULL -> {}
      default -> {
        raw.problem("segmentation must be a list of polygons or a mask, got " + in.found());
      }
    }
  }

  private RawAnnotation.@Nullable RawRle runLength(RawAnnotation raw) {
    double[] size = null;
    String compressed = null;
    double[] counts = null;
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      switch (field) {
        case "size" -> size = numbers(raw, "size of the mask");
        case "counts" -> {
          if (in.current() == JsonToken.VALUE_STRING) {
            compressed = in.text();
          } else {
            counts = numbers(raw, "counts of the mask");
          }
        }
        default -> in.skip();
      }
    }
    int[] sides = size == null ? null : integers(size);
    if (sides == null || sides.length != 2) {
      raw.problem("a mask needs its size as two whole numbers (height, width)");
      return null;
    }
    int[] runs = counts == null ? null : integers(counts);
    if (compressed == null && runs == null) {
      raw.problem("a mask needs counts: a text or a list of whole numbers");
      return null;
    }
    return new RawAnnotation.RawRle(
        sides[0], sides[1], compressed, runs == null ? new int[0] : runs);
  }

  /** A list of numbers; anything else is noted and gives null. */
  private double @Nullable [] numbers(RawAnnotation raw, String what) {
    if (in.current() != JsonToken.START_ARRAY) {
      raw.problem(what + " must be a list of numbers, got " + in.found());
      in.skip();
      return null;
    }
    int n = 0;
    boolean good = true;
    while (in.next() != JsonToken.END_ARRAY) {
      if (!in.isNumber()) {
        raw.problem(what + " must hold numbers only, got " + in.found());
        in.skip();
        good = false;
        continue;
      }
      if (n == numbers.length) {
        if (n >= MAX_NUMBERS) {
          throw in.error(
              what + " of " + raw.place() + " has more than " + MAX_NUMBERS + " numbers");
        }
        numbers = Arrays.copyOf(numbers, 2 * n);
      }
      numbers[n++] = in.number();
    }
    return good ? Arrays.copyOf(numbers, n) : null;
  }

  private static int @Nullable [] integers(double[] values) {
    int[] out = new int[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (int) values[i];
      if (out[i] != values[i]) {
        return null;
      }
    }
    return out;
  }
}
