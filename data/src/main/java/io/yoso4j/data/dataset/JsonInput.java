package io.yoso4j.data.dataset;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** A JSON or YAML file read token by token, with limits on what one token may cost. */
final class JsonInput implements AutoCloseable {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Python's json module writes NaN; taken as a number, it gets an error that names its
          // place.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(100)
                  .maxNumberLength(400)
                  .maxNameLength(10_000)
                  .maxStringLength(32 << 20)
                  .build())
          .build();

  /** Aliases are not expanded, so that a small file cannot become a large one. */
  private static final YAMLFactory YAML = YAMLFactory.builder().build();

  private static final int MAX_YAML = 1 << 20;

  private final Path file;
  private final JsonParser parser;

  private JsonInput(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /** What reads a file through an input. */
  @FunctionalInterface
  interface Reading<T> {
    T read(JsonInput in);
  }

  /** The same for a YAML file, which is small. */
  static <T> T readYaml(Path file, Reading<T> reading) {
    try {
      byte[] bytes;
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MAX_YAML + 1);
      }
      if (bytes.length > MAX_YAML) {
        throw new DataException("%s: larger than %d bytes".formatted(file, MAX_YAML));
      }
      try (JsonInput in =
          new JsonInput(file, YAML.createParser(ObjectReadContext.empty(), bytes))) {
        return reading.read(in);
      }
    } catch (JacksonException e) {
      throw broken(file, "YAML", e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Opens, reads and closes; every failure becomes a {@link DataException} that names the file. */
  static <T> T read(Path file, Reading<T> reading) {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        JsonInput in = new JsonInput(file, JSON.createParser(ObjectReadContext.empty(), bytes))) {
      return reading.read(in);
    } catch (JacksonException e) {
      throw broken(file, "JSON", e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  JsonToken next() {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw error("the file ends too early");
    }
    return token;
  }

  /** Whether the file is over; anything left is an error of the caller's choosing. */
  boolean atEnd() {
    return parser.nextToken() == null;
  }

  JsonToken current() {
    return parser.currentToken();
  }

  /** Passes over the value that starts at the current token. */
  void skip() {
    parser.skipChildren();
  }

  /**
   * The next field of an object: its name, with the value as the current token; null at its end.
   */
  @Nullable String nextField() {
    if (next() == JsonToken.END_OBJECT) {
      return null;
    }
    String name = parser.currentName();
    next();
    return name;
  }

  boolean isNumber() {
    JsonToken token = current();
    return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
  }

  double number() {
    return parser.getDoubleValue();
  }

  /** The current token as a whole number, null when it is none; {@code 5.0} counts as 5. */
  @Nullable Long integer() {
    if (current() == JsonToken.VALUE_NUMBER_INT) {
      return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          ? null
          : parser.getLongValue();
    }
    if (current() == JsonToken.VALUE_NUMBER_FLOAT) {
      double value = parser.getDoubleValue();
      return Math.rint(value) == value && Math.abs(value) < 0x1p53 ? (Long) (long) value : null;
    }
    return null;
  }

  String text() {
    return parser.getString();
  }

  /** The current token, which must start an object. */
  void requireObject(String place) {
    if (current() != JsonToken.START_OBJECT) {
      throw error(place + " must be an object, got " + found());
    }
  }

  /** The current token, which must start a list. */
  void requireList(String place) {
    if (current() != JsonToken.START_ARRAY) {
      throw error(place + " must be a list, got " + found());
    }
  }

  /** The current token, which must be a whole number. */
  long integer(String place, String field) {
    Long value = integer();
    if (value == null) {
      throw error("%s: %s must be a whole number, got %s".formatted(place, field, found()));
    }
    return value;
  }

  /** The current token, which must be a text. */
  String text(String place, String field) {
    if (current() != JsonToken.VALUE_STRING) {
      throw error("%s: %s must be a text, got %s".formatted(place, field, found()));
    }
    return text();
  }

  /** The current token in words, for messages. */
  String found() {
    return switch (current()) {
      case START_OBJECT, END_OBJECT -> "an object";
      case START_ARRAY, END_ARRAY -> "a list";
      case VALUE_STRING -> "the text \"" + shortened(text()) + "\"";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + shortened(text());
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_NULL -> "null";
      default -> "nothing";
    };
  }

  /** An error at the current place. */
  DataException error(String message) {
    return new DataException(file + ": " + place(parser.currentTokenLocation()) + ": " + message);
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static String place(TokenStreamLocation at) {
    return "line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private static DataException broken(Path file, String format, JacksonException e) {
    if (e.getCause() instanceof IOException io) {
      return unreadable(file, io);
    }
    String message = e.getOriginalMessage();
    String detail = message == null ? "" : message.lines().findFirst().orElse("");
    TokenStreamLocation at = e.getLocation();
    String place = at == null ? "" : place(at) + ": ";
    return new DataException(file + ": " + place + "broken " + format + ": " + detail, e);
  }

  private static DataException unreadable(Path file, IOException e) {
    String reason = Files.isDirectory(file) ? "it is a folder" : AtomicFile.reason(e);
    return new DataException(file + ": annotation file cannot be read: " + reason, e);
  }

  @Override
  public void close() {
    parser.close();
  }
}
