package io.yoso4j.data.dataset;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads the shapes of a LabelMe file; a bad one is noted and passed over. */
final class LabelMeParser {

  /** In a file: half a million points. */
  private static final int MAX_NUMBERS = 1 << 20;

  private static final int MAX_LABEL = 1000;

  private final JsonInput in;
  private double[] numbers = new double[64];
  private int size = 0;
  private int total = 0;
  private @Nullable String problem;

  LabelMeParser(JsonInput in) {
    this.in = in;
  }

  /** The current token is the start of the shape, and its end afterwards. */
  LabelMeShape shape() {
    problem = null;
    size = 0;
    String label = "";
    String type = "polygon";
    String group = null;
    if (in.current() != JsonToken.START_OBJECT) {
      problem = "must be an object, got " + in.found();
      in.skip();
      return new LabelMeShape(label, type, new double[0], null, problem);
    }
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      switch (field) {
        case "label" -> label = text("label", "");
        case "shape_type" -> type = text("shape_type", "polygon");
        case "group_id" -> group = group();
        case "points" -> points();
        default -> in.skip();
      }
    }
    if (label.isBlank()) {
      note("has no label");
    } else if (label.length() > MAX_LABEL) {
      note("its label is longer than %d characters".formatted(MAX_LABEL));
      label = label.substring(0, MAX_LABEL);
    }
    return new LabelMeShape(label, type, Arrays.copyOf(numbers, size), group, problem);
  }

  private String text(String field, String absent) {
    if (in.current() == JsonToken.VALUE_STRING) {
      return in.text();
    }
    if (in.current() != JsonToken.VALUE_NULL) {
      note(field + " must be a text, got " + in.found());
      in.skip();
    }
    return absent;
  }

  private @Nullable String group() {
    if (in.current().isStructStart()) {
      note("group_id must be a number or a text, got " + in.found());
      in.skip();
      return null;
    }
    return in.current() == JsonToken.VALUE_NULL ? null : in.text();
  }

  private void points() {
    size = 0;
    if (in.current() != JsonToken.START_ARRAY) {
      note("points must be a list, got " + in.found());
      in.skip();
      return;
    }
    while (in.next() != JsonToken.END_ARRAY) {
      point();
    }
  }

  private void point() {
    if (in.current() != JsonToken.START_ARRAY) {
      note("points must be pairs of numbers, got " + in.found());
      in.skip();
      return;
    }
    int start = size;
    while (in.next() != JsonToken.END_ARRAY) {
      if (!in.isNumber()) {
        note("points must be pairs of numbers, got " + in.found());
        in.skip();
        continue;
      }
      if (++total > MAX_NUMBERS) {
        throw in.error("more than " + MAX_NUMBERS / 2 + " points");
      }
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      numbers[size++] = in.number();
    }
    if (size - start != 2) {
      note("points must be pairs of numbers, got " + (size - start));
    }
  }

  private void note(String what) {
    if (problem == null) {
      problem = what;
    }
  }
}
