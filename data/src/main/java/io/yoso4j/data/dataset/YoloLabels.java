package io.yoso4j.data.dataset;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * A label file of YOLO segmentation: a line for each object, with the number of its class and the
 * points of its outline as fractions of the image's width and height.
 */
final class YoloLabels {

  private static final int MAX_BYTES = 16 << 20;

  /** In a file: half a million points. */
  private static final int MAX_NUMBERS = 1 << 20;

  private static final int MAX_TOKEN = 40;

  /** Coordinates in pixels are the usual mistake; fractions reach over the edge by little. */
  private static final double MAX_FRACTION = 2;

  private YoloLabels() {}

  static List<RawAnnotation> read(Path file, int width, int height) {
    List<RawAnnotation> objects = new ArrayList<>();
    int number = 0;
    int numbers = 0;
    for (String line : (Iterable<String>) text(file).lines()::iterator) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      RawAnnotation raw = new RawAnnotation(objects.size());
      raw.where = file + ": line " + number;
      StringTokenizer tokens = new StringTokenizer(line);
      numbers += tokens.countTokens();
      if (numbers > MAX_NUMBERS) {
        throw new DataException("%s: more than %d numbers".formatted(raw.where, MAX_NUMBERS));
      }
      line(raw, tokens, width, height);
      objects.add(raw);
    }
    return objects;
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new DataException("%s: label file larger than %d bytes".formatted(file, MAX_BYTES));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DataException(file + ": label file cannot be read: " + AtomicFile.reason(e), e);
    }
  }

  private static void line(RawAnnotation raw, StringTokenizer tokens, int width, int height) {
    String category = tokens.nextToken();
    if (!category.matches("\\d{1,9}")) {
      raw.problem("class must be a whole number, got \"" + shortened(category) + "\"");
      return;
    }
    raw.categoryId = Long.parseLong(category);
    double[] ring = new double[tokens.countTokens()];
    if (ring.length == 4) {
      raw.problem("is a box (4 numbers), not an outline; detection labels have no masks");
      return;
    }
    for (int i = 0; i < ring.length; i++) {
      String token = tokens.nextToken();
      double fraction = number(token);
      if (!(Math.abs(fraction) <= MAX_FRACTION)) {
        raw.problem(
            "coordinate %d must be a fraction of the image, from 0 to 1, got \"%s\""
                .formatted(i + 1, shortened(token)));
        return;
      }
      ring[i] = fraction * (i % 2 == 0 ? width : height);
    }
    raw.rings = List.of(ring);
  }

  /** NaN for anything else. */
  private static double number(String token) {
    if (token.length() > MAX_TOKEN) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(token);
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  private static String shortened(String text) {
    return text.length() <= MAX_TOKEN ? text : text.substring(0, MAX_TOKEN) + "…";
  }
}
