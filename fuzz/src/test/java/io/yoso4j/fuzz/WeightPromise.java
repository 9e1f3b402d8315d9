package io.yoso4j.fuzz;

import io.yoso4j.data.DataException;
import io.yoso4j.model.weights.Safetensors;
import io.yoso4j.model.weights.TorchCheckpoint;
import io.yoso4j.model.weights.WeightException;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.weights.WeightReport;
import io.yoso4j.model.weights.WeightTensor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the reader of weights promises for any bytes: as {@link Promise}, and what it read can be
 * written in both formats and read back as it was, as far as the format can hold it.
 */
final class WeightPromise {
  private static final int MEBIBYTES = 32;
  private static final long SMALL = 1 << 20;

  private WeightPromise() {}

  static void isKept(byte[] input) {
    Promise.isKept(
        input,
        MEBIBYTES,
        "weights",
        file -> {
          try (Arena arena = Arena.ofConfined()) {
            return WeightReport.of(WeightFile.read(file, arena)).complete();
          } catch (WeightException e) {
            throw new DataException(e.getMessage(), e);
          }
        });
    Promise.isKept(input, MEBIBYTES * 4, "weights", WeightPromise::comesBack);
  }

  private static boolean comesBack(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      WeightFile read = WeightFile.read(file, arena);
      long bytes = read.tensors().values().stream().mapToLong(t -> t.data().byteSize()).sum();
      if (bytes > SMALL) {
        return false;
      }
      same(read.tensors(), file.resolveSibling("copy.safetensors"), true, arena);
      same(read.tensors(), file.resolveSibling("copy.pth"), false, arena);
      return true;
    } catch (WeightException e) {
      throw new DataException(e.getMessage(), e);
    }
  }

  private static void same(
      Map<String, WeightTensor> tensors, Path copy, boolean safetensors, Arena arena) {
    if (safetensors) {
      Safetensors.write(copy, tensors, Map.of());
    } else {
      TorchCheckpoint.write(copy, tensors);
    }
    Laws.require(WeightFile.read(copy, arena).tensors().equals(tensors), "written and read back");
  }
}
