package io.yoso4j.train.conformance;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A JSON object whose fields are asked for by type; what does not fit is a {@link DataException}
 * naming file and field.
 *
 * @param where file, then the path of the object in it
 * @param node the object
 */
record JsonFields(String where, JsonNode node) {
  private static final long MAX_BYTES = 16 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  // Python's json module writes NaN and Infinity.
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNumberLength(400)
                          .maxStringLength(1 << 16)
                          .build())
                  .build())
          .build();

  static JsonFields read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": no such file");
    }
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new DataException(
            "%s: has %d bytes, at most %d are read".formatted(file, size, MAX_BYTES));
      }
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      if (!root.isObject()) {
        throw new DataException(file + ": must hold a JSON object");
      }
      return new JsonFields(file.toString(), root);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (JacksonException e) {
      String reason = e.getOriginalMessage() == null ? "unreadable" : e.getOriginalMessage();
      throw new DataException(
          "%s: line %d: broken JSON: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr()),
                  reason.lines().findFirst().orElse(reason)),
          e);
    }
  }

  /** An object without fields. */
  static JsonFields empty(String where) {
    return new JsonFields(where, JsonNodeFactory.instance.objectNode());
  }

  boolean has(String key) {
    return node.has(key) && !node.get(key).isNull();
  }

  Set<String> keys() {
    return Set.copyOf(node.propertyNames());
  }

  /** The object under a key; an empty one if it is not there. */
  JsonFields object(String key) {
    if (!has(key)) {
      return empty(where + ": " + key);
    }
    return of(where + ": " + key, node.get(key));
  }

  /** The objects of a list; none if it is not there. */
  List<JsonFields> objects(String key) {
    List<JsonFields> items = new ArrayList<>();
    if (has(key)) {
      JsonNode list = list(key);
      for (int i = 0; i < list.size(); i++) {
        items.add(of("%s: %s[%d]".formatted(where, key, i), list.get(i)));
      }
    }
    return items;
  }

  private static JsonFields of(String where, JsonNode node) {
    if (!node.isObject()) {
      throw new DataException(where + " must be an object, but is " + shortened(node));
    }
    return new JsonFields(where, node);
  }

  String text(String key) {
    JsonNode value = required(key);
    if (!value.isString()) {
      throw mismatch(key, "a text", value);
    }
    return value.stringValue();
  }

  List<String> texts(String key) {
    List<String> items = new ArrayList<>();
    for (JsonNode item : list(key)) {
      if (!item.isString()) {
        throw mismatch(key, "a list of texts", item);
      }
      items.add(item.stringValue());
    }
    return items;
  }

  boolean flag(String key, boolean fallback) {
    if (!has(key)) {
      return fallback;
    }
    JsonNode value = required(key);
    if (!value.isBoolean()) {
      throw mismatch(key, "true or false", value);
    }
    return value.booleanValue();
  }

  /** A whole number in {@code [min, 2^31)}. */
  int whole(String key, int min) {
    JsonNode value = required(key);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < min) {
      throw mismatch(key, "a whole number of at least " + min, value);
    }
    return value.intValue();
  }

  /** A whole number of 64 bits. */
  long longNumber(String key) {
    return longValue(key, required(key));
  }

  /** Whole numbers of 64 bits. */
  long[] longs(String key) {
    JsonNode list = list(key);
    long[] values = new long[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = longValue(key, list.get(i));
    }
    return values;
  }

  private long longValue(String key, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw mismatch(key, "a whole number of 64 bits", value);
    }
    return value.longValue();
  }

  /** A number, or one of the texts {@code NaN}, {@code Infinity} and {@code -Infinity}. */
  double numberOrWord(String key) {
    JsonNode value = required(key);
    if (value.isNumber()) {
      return value.doubleValue();
    }
    return switch (value.isString() ? value.stringValue() : "") {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw mismatch(key, "a number, NaN, Infinity or -Infinity", value);
    };
  }

  double number(String key, double fallback) {
    Double value = number(key);
    return value == null ? fallback : value;
  }

  /** A number, or null if it is not there. */
  @Nullable Double number(String key) {
    if (!has(key)) {
      return null;
    }
    JsonNode value = required(key);
    if (!value.isNumber()) {
      throw mismatch(key, "a number", value);
    }
    return value.doubleValue();
  }

  double[] numbers(String key, double... fallback) {
    if (!has(key)) {
      return fallback;
    }
    JsonNode list = list(key);
    double[] values = new double[list.size()];
    for (int i = 0; i < values.length; i++) {
      if (!list.get(i).isNumber()) {
        throw mismatch(key, "a list of numbers", list);
      }
      values[i] = list.get(i).doubleValue();
    }
    if (fallback.length > 0 && values.length != fallback.length) {
      throw mismatch(key, "a list of " + fallback.length + " numbers", list);
    }
    return values;
  }

  private JsonNode list(String key) {
    JsonNode value = required(key);
    if (!value.isArray()) {
      throw mismatch(key, "a list", value);
    }
    return value;
  }

  private JsonNode required(String key) {
    if (!has(key)) {
      throw new DataException(where + ": needs the field \"" + key + "\"");
    }
    return node.get(key);
  }

  DataException mismatch(String key, String expected, JsonNode value) {
    return new DataException(
        "%s: \"%s\" must be %s, but is %s".formatted(where, key, expected, shortened(value)));
  }

  private static String shortened(JsonNode value) {
    String text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
