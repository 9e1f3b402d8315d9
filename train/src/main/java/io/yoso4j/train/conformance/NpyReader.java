package io.yoso4j.train.conformance;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads {@code .npy} files of version 1.0, little-endian, in C order.
 *
 * <p>Nothing is allocated that the file itself does not hold: the size its header announces must be
 * the size the file has.
 */
final class NpyReader {
  private static final int PREFIX = 10;
  private static final long MAX_BYTES = 1L << 30;
  private static final int MAX_DIMENSIONS = 8;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']{1,20})'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, ]*)\\)");

  private final Path file;

  private NpyReader(Path file) {
    this.file = file;
  }

  /**
   * @throws DataException naming the file and what is wrong with it
   */
  static NpyArray read(Path file) {
    return new NpyReader(file).read();
  }

  private NpyArray read() {
    byte[] bytes = bytes();
    if (bytes.length < PREFIX
        || (bytes[0] & 0xff) != 0x93
        || !new String(bytes, 1, 5, StandardCharsets.ISO_8859_1).equals("NUMPY")) {
      throw error("is not a .npy file: it does not begin with \\x93NUMPY");
    }
    if (bytes[6] != 1 || bytes[7] != 0) {
      throw error("is of version %d.%d, only 1.0 is read".formatted(bytes[6], bytes[7]));
    }
    int length = (bytes[8] & 0xff) | (bytes[9] & 0xff) << 8;
    if (PREFIX + length > bytes.length) {
      throw error(
          "ends in its header: %d bytes, the header alone needs %d"
              .formatted(bytes.length, PREFIX + length));
    }
    String header = new String(bytes, PREFIX, length, StandardCharsets.ISO_8859_1);
    NpyType type = type(field(DESCR, header, "descr"));
    if (field(FORTRAN, header, "fortran_order").equals("True")) {
      throw error("is in Fortran order, only C order is read (numpy.ascontiguousarray)");
    }
    int[] shape = shape(field(SHAPE, header, "shape"));
    long expected = expectedBytes(shape, type);
    int present = bytes.length - PREFIX - length;
    if (expected != present) {
      throw error(
          "holds %d bytes of values, but its header says %s of %s, that is %s bytes"
              .formatted(
                  present,
                  Arrays.toString(shape),
                  type.descr,
                  expected < 0 ? "more than 2^63" : Long.toString(expected)));
    }
    ByteBuffer data =
        ByteBuffer.wrap(bytes, PREFIX + length, present).slice().order(ByteOrder.LITTLE_ENDIAN);
    return new NpyArray(file.toString(), type, shape, data);
  }

  private byte[] bytes() {
    if (!Files.exists(file)) {
      throw error("no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw error("is not a file");
    }
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw error("has %d bytes, at most %d are read".formatted(size, MAX_BYTES));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private String field(Pattern pattern, String header, String name) {
    Matcher found = pattern.matcher(header);
    if (!found.find()) {
      throw error("has no readable '%s' in its header".formatted(name));
    }
    return found.group(1);
  }

  private NpyType type(String descr) {
    for (NpyType type : NpyType.values()) {
      if (type.descr.equals(descr)) {
        return type;
      }
    }
    throw error(
        "has values of type '%s', but must have one of %s"
            .formatted(
                descr,
                Arrays.stream(NpyType.values())
                    .map(t -> t.descr)
                    .collect(Collectors.joining(", "))));
  }

  private int[] shape(String text) {
    try {
      int[] shape =
          Arrays.stream(text.split(",", -1))
              .map(String::strip)
              .filter(size -> !size.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      if (shape.length > MAX_DIMENSIONS) {
        throw error(
            "has %d dimensions, at most %d are read".formatted(shape.length, MAX_DIMENSIONS));
      }
      return shape;
    } catch (NumberFormatException e) {
      throw new DataException(
          file + ": has a shape (" + text + ") with a size that is no whole number below 2^31", e);
    }
  }

  /** Bytes of the values; negative when they are too many to be counted. */
  private static long expectedBytes(int[] shape, NpyType type) {
    long bytes = type.bytes;
    boolean overflow = false;
    for (int size : shape) {
      if (size == 0) {
        return 0;
      }
      overflow |= Math.multiplyHigh(bytes, size) != 0 || bytes * size < 0;
      bytes *= size;
    }
    return overflow ? -1 : bytes;
  }

  private DataException error(String problem) {
    return new DataException(file + ": " + problem);
  }
}
