package io.yoso4j.train.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes the files of a case. */
final class CaseWriter {
  final Path folder;

  CaseWriter(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CaseWriter meta(String json) {
    return write("meta.json", json.getBytes(StandardCharsets.UTF_8));
  }

  CaseWriter floats(String name, int[] shape, double... values) {
    ByteBuffer data = buffer(4 * values.length);
    Arrays.stream(values).forEach(value -> data.putFloat((float) value));
    return npy(name, "<f4", shape, data);
  }

  CaseWriter doubles(String name, int[] shape, double... values) {
    ByteBuffer data = buffer(8 * values.length);
    Arrays.stream(values).forEach(data::putDouble);
    return npy(name, "<f8", shape, data);
  }

  CaseWriter longs(String name, long... values) {
    ByteBuffer data = buffer(8 * values.length);
    Arrays.stream(values).forEach(data::putLong);
    return npy(name, "<i8", new int[] {values.length}, data);
  }

  CaseWriter bytes(String name, int[] shape, int... values) {
    ByteBuffer data = buffer(values.length);
    Arrays.stream(values).forEach(value -> data.put((byte) value));
    return npy(name, "|u1", shape, data);
  }

  private CaseWriter npy(String name, String descr, int[] shape, ByteBuffer data) {
    String sizes =
        Arrays.stream(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
    return npy(name, header(descr, "False", sizes), data.array());
  }

  /** A file with this header and these bytes, fitting or not. */
  CaseWriter npy(String name, String header, byte[] data) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer file = buffer(10 + text.length + data.length);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1));
    file.put((byte) 1).put((byte) 0).putShort((short) text.length).put(text).put(data);
    return write(name + ".npy", file.array());
  }

  static String header(String descr, String fortran, String sizes) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }\n"
        .formatted(descr, fortran, sizes);
  }

  CaseWriter write(String file, byte[] bytes) {
    try {
      Files.write(folder.resolve(file), bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CaseWriter delete(String file) {
    try {
      Files.delete(folder.resolve(file));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] read(String file) {
    try {
      return Files.readAllBytes(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
