package io.yoso4j.train.lab;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Results and states of comparisons as JSON: the components of the records in snake case, constants
 * in lower case. A file appears under its name only when it is whole.
 */
public final class LabFile {
  /** Of a file that is read; results are far smaller. */
  private static final long MOST_BYTES = 1L << 28;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private LabFile() {}

  /**
   * Writes a result, replacing an older file.
   *
   * @throws DataException naming the file if it cannot be written
   */
  public static void write(LabResult result, Path file) {
    writeJson(result, file);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws DataException in one line naming the file, if it is missing, is no result, or is one of
   *     another format
   */
  public static LabResult read(Path file) {
    LabResult result = readJson(file, LabResult.class);
    if (result.format() != LabResult.FORMAT) {
      throw new DataException(
          "%s: has format %d, but this version reads format %d"
              .formatted(file, result.format(), LabResult.FORMAT));
    }
    return result;
  }

  static void writeJson(Object value, Path file) {
    String text = JSON.writeValueAsString(value) + "\n";
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  static <T> T readJson(Path file, Class<T> type) {
    try {
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        throw new DataException(
            "%s: has %d bytes, but at most %d are read".formatted(file, size, MOST_BYTES));
      }
      T value = JSON.readValue(Files.readAllBytes(file), type);
      if (value == null) {
        throw new DataException(file + ": is not what a comparison of losses writes: null");
      }
      return value;
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": no such file", e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + AtomicFile.reason(e), e);
    } catch (JacksonException e) {
      throw new DataException(
          "%s: is not what a comparison of losses writes: %s".formatted(file, reason(e)), e);
    }
  }

  /** Without what only a programmer understands. */
  private static String reason(JacksonException e) {
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return String.valueOf(e.getCause().getMessage());
    }
    String message = e.getOriginalMessage().lines().findFirst().orElse("");
    int source = message.indexOf(" (start marker");
    return e instanceof StreamReadException
        ? "line %d: broken JSON: %s"
            .formatted(
                e.getLocation().getLineNr(), source < 0 ? message : message.substring(0, source))
        : message;
  }
}
