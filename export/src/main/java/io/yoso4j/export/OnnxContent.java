package io.yoso4j.export;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Looks through ONNX files without building what they describe: whether a file is one, and whether
 * it is whole and reads nothing but itself. Takes a few bytes of memory for any file.
 */
public final class OnnxContent {
  private static final int IR_VERSION = 1;
  private static final int GRAPH = 7;

  private OnnxContent() {}

  /**
   * Whether a file begins as ONNX models do, whole or cut off; its name does not matter. ONNX has
   * no magic number: the file version comes first, and a graph follows among the model's fields.
   *
   * @return false also for a file that cannot be read
   */
  public static boolean isOnnx(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      return isOnnx(new ProtoFields(map(file, arena)));
    } catch (IOException | ProtoException _) {
      return false;
    }
  }

  private static boolean isOnnx(ProtoFields fields) throws ProtoException {
    if (!fields.next() || fields.number() != IR_VERSION || fields.isMessage()) {
      return false;
    }
    fields.skip();
    while (fields.next()) {
      if (fields.number() == GRAPH && fields.isMessage()) {
        return true;
      }
      fields.skip();
    }
    return false;
  }

  /**
   * Checks that a file is a well-formed ONNX model with all its weights inside: programs that run
   * ONNX would else read any other file that the model names.
   *
   * @throws DataException in one line, naming the file, if it is not, or cannot be read
   */
  public static void requireSelfContained(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": is no file");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = map(file, arena);
      if (bytes.byteSize() == 0) {
        throw new DataException(file + ": is empty");
      }
      if (ExternalData.isIn(bytes)) {
        throw new DataException(file + ": keeps weights in other files, which are not read");
      }
    } catch (ProtoException e) {
      throw new DataException(file + ": is no ONNX model: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }
}
