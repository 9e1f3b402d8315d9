package io.yoso4j.train.conformance;

import io.yoso4j.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The arrays of a case's folder, by name without {@code .npy}. */
record CaseFiles(Path folder) {
  /** Any size in an expected shape. */
  static final int ANY = -1;

  boolean has(String name) {
    return Files.exists(path(name));
  }

  Path path(String name) {
    return folder.resolve(name + ".npy");
  }

  /**
   * Reads an array.
   *
   * @param shape expected sizes, {@link #ANY} where any will do
   * @throws DataException if it is missing, malformed, or of another type or shape
   */
  NpyArray read(String name, NpyType type, int... shape) {
    NpyArray array = NpyReader.read(path(name));
    if (array.type() != type) {
      throw new DataException(
          "%s: has values of type '%s', but must have '%s'"
              .formatted(array.source(), array.type().descr, type.descr));
    }
    boolean fits =
        array.shape().length == shape.length
            && IntStream.range(0, shape.length)
                .allMatch(i -> shape[i] == ANY || shape[i] == array.shape()[i]);
    if (!fits) {
      throw new DataException(
          "%s: has shape %s, but must have %s"
              .formatted(array.source(), array.shapeText(), text(shape)));
    }
    return array;
  }

  private static String text(int[] shape) {
    return Arrays.stream(shape)
        .mapToObj(size -> size == ANY ? "any" : Integer.toString(size))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** Reads whole numbers within bounds: class labels, query or target indices. */
  int[] readIndices(String name, int length, int below) {
    NpyArray array = read(name, NpyType.INT64, length);
    int[] values = new int[array.count()];
    for (int i = 0; i < values.length; i++) {
      long value = array.integer(i);
      if (value < 0 || value >= below) {
        throw new DataException(
            "%s: value %d (%d) must be in [0, %d)".formatted(array.source(), i, value, below));
      }
      values[i] = (int) value;
    }
    return values;
  }
}
