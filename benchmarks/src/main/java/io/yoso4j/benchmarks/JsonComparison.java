package io.yoso4j.benchmarks;

import io.yoso4j.data.json.JsonReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads every value of a JSON file with {@link JsonReader} and with Jackson's tokens, in turns, and
 * tells the best time of each. Both must come to the same sum of numbers and lengths of texts.
 */
public final class JsonComparison {
  private static final JsonFactory JACKSON = JsonFactory.builder().build();

  private JsonComparison() {}

  /** {@code --file FILE [--samples 7]}. */
  public static void main(String[] args) throws IOException {
    Arguments arguments = new Arguments(args, Set.of("file", "samples"));
    Path file = Path.of(arguments.text("file", ""));
    double ours = Double.POSITIVE_INFINITY;
    double jackson = Double.POSITIVE_INFINITY;
    for (int sample = 0; sample < arguments.count("samples", 7); sample++) {
      long start = System.nanoTime();
      double first = JsonReader.read(file, JsonComparison::sum);
      long middle = System.nanoTime();
      double second = jackson(file);
      long end = System.nanoTime();
      if (first != second) {
        throw new IllegalStateException("sums differ: %s and %s".formatted(first, second));
      }
      ours = Math.min(ours, (middle - start) / 1e6);
      jackson = Math.min(jackson, (end - middle) / 1e6);
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d MB, JsonReader %.0f ms, Jackson %.0f ms%n",
        file,
        Files.size(file) / 1_000_000,
        ours,
        jackson);
  }

  private static double sum(JsonReader in) {
    double sum = 0;
    switch (in.peek()) {
      case OBJECT -> {
        in.beginObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
          sum += name.length() + sum(in);
        }
      }
      case ARRAY -> {
        in.beginArray();
        while (in.nextElement()) {
          sum += sum(in);
        }
      }
      case NUMBER -> sum = in.number();
      case STRING -> sum = in.text().length();
      default -> in.skip();
    }
    return sum;
  }

  private static double jackson(Path file) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        JsonParser in = JACKSON.createParser(ObjectReadContext.empty(), bytes)) {
      in.nextToken();
      return sum(in);
    }
  }

  /** The same additions in the same order. */
  private static double sum(JsonParser in) {
    double sum = 0;
    switch (in.currentToken()) {
      case START_OBJECT -> {
        while (in.nextToken() != JsonToken.END_OBJECT) {
          int name = in.currentName().length();
          in.nextToken();
          sum += name + sum(in);
        }
      }
      case START_ARRAY -> {
        while (in.nextToken() != JsonToken.END_ARRAY) {
          sum += sum(in);
        }
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> sum = in.getDoubleValue();
      case VALUE_STRING -> sum = in.getString().length();
      default -> in.skipChildren();
    }
    return sum;
  }
}
