package io.yoso4j.benchmarks;

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

/** A numpy array file of the reference values, widened to double. */
@SuppressWarnings("ArrayRecordComponent")
record NpyArray(int[] shape, double[] values) {
  private static final Pattern HEADER =
      Pattern.compile("'descr': '([^']+)', 'fortran_order': False, 'shape': \\(([^)]*)\\)");

  static NpyArray read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      int length = Short.toUnsignedInt(bytes.getShort(8));
      String header = new String(bytes.array(), 10, length, StandardCharsets.ISO_8859_1);
      Matcher parts = HEADER.matcher(header);
      if (!parts.find()) {
        throw new IllegalArgumentException(file + ": header " + header);
      }
      int[] shape =
          Arrays.stream(parts.group(2).split(",", -1))
              .map(String::strip)
              .filter(size -> !size.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      bytes.position(10 + length);
      double[] values = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (parts.group(1)) {
              case "<f4" -> bytes.getFloat();
              case "<f8" -> bytes.getDouble();
              case "<i8" -> bytes.getLong();
              case "|u1" -> Byte.toUnsignedInt(bytes.get());
              default -> throw new IllegalArgumentException(file + ": type " + parts.group(1));
            };
      }
      return new NpyArray(shape, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  float[] floats() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  int[] ints() {
    return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
  }
}
