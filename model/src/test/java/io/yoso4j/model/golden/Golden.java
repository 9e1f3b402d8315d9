package io.yoso4j.model.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A folder of reference values: {@code meta.json} and NumPy arrays. */
public record Golden(Path folder) {
  private static final Pattern HEADER =
      Pattern.compile("'descr': '([^']+)'.*'fortran_order': False.*'shape': \\(([^)]*)\\)");

  /** The folder below shared/golden; the calling test is skipped when it is absent. */
  public static Golden require(String relative) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path shared = at.resolve("shared").resolve("golden");
      if (Files.isDirectory(shared)) {
        Path folder = shared.resolve(relative);
        Assumptions.assumeTrue(Files.isDirectory(folder), () -> "no " + folder);
        return new Golden(folder);
      }
    }
    return Assumptions.abort("no folder shared/golden above the working directory");
  }

  public JsonNode meta() {
    return JsonMapper.shared().readTree(folder.resolve("meta.json").toFile());
  }

  /**
   * An array as doubles; {@code |u1}, {@code <i4}, {@code <i8}, {@code <f4} and {@code <f8} are
   * understood.
   */
  public Array array(String name) {
    try {
      ByteBuffer file =
          ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name + ".npy")))
              .order(ByteOrder.LITTLE_ENDIAN);
      int headerLength = file.getShort(8);
      String header = StandardCharsets.ISO_8859_1.decode(file.slice(10, headerLength)).toString();
      Matcher matcher = HEADER.matcher(header);
      if (!matcher.find()) {
        throw new IllegalStateException(name + ": header " + header);
      }
      long[] shape =
          Arrays.stream(matcher.group(2).split(",", -1))
              .map(String::strip)
              .filter(s -> !s.isEmpty())
              .mapToLong(Long::parseLong)
              .toArray();
      int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      double[] values = new double[count];
      file.position(10 + headerLength);
      for (int i = 0; i < count; i++) {
        values[i] =
            switch (matcher.group(1)) {
              case "|u1" -> file.get() & 0xff;
              case "<i4" -> file.getInt();
              case "<i8" -> file.getLong();
              case "<f4" -> file.getFloat();
              case "<f8" -> file.getDouble();
              default -> throw new IllegalStateException(name + ": type " + matcher.group(1));
            };
      }
      return new Array(shape, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Values in C order. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Array(long[] shape, double[] values) {
    public float[] floats() {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      return floats;
    }

    /** Largest absolute difference to {@code others}, over the largest magnitude here. */
    public double relativeError(float[] others) {
      double worst = others.length == values.length ? 0 : Double.POSITIVE_INFINITY;
      double largest = 1e-30;
      for (int i = 0; i < Math.min(values.length, others.length); i++) {
        double difference = Math.abs(values[i] - others[i]);
        worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
        largest = Math.max(largest, Math.abs(values[i]));
      }
      return worst / largest;
    }
  }
}
