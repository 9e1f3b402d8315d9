package io.yoso4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WeightFileTest {
  @TempDir Path folder;

  @Test
  void contentDecidesNotTheName() throws IOException {
    Path file = folder.resolve("weights.pth");
    Safetensors.write(file, Map.of("w", WeightTensor.ofFloats("w", new float[] {5}, 1)), Map.of());
    assertThat(WeightFile.read(file).tensor("w").toFloats()).containsExactly(5);
    byte[] pickle =
        PickleBytes.start()
            .op('}')
            .text("w")
            .tensor("0", 1, 0, new int[] {1}, new int[] {1})
            .op('s')
            .stop();
    Files.write(folder.resolve("zip.safetensors"), ZipBytes.torch(pickle, Bytes.counting(1)));
    assertThat(WeightFile.read(folder.resolve("zip.safetensors")).tensor("w").toFloats())
        .containsExactly(0);
  }

  @Test
  void closingTheArenaEndsTheTensors() {
    Path file = folder.resolve("a");
    Safetensors.write(file, Map.of("w", WeightTensor.ofFloats("w", new float[] {5}, 1)), Map.of());
    WeightTensor tensor;
    try (Arena arena = Arena.ofShared()) {
      tensor = WeightFile.read(file, arena).tensor("w");
      assertThat(tensor.toFloats()).containsExactly(5);
    }
    assertThatThrownBy(tensor::toFloats).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void pathsThatAreNoFilesAreNamed() {
    Path missing = folder.resolve("missing.pth");
    assertThatThrownBy(() -> WeightFile.read(missing))
        .isInstanceOfSatisfying(WeightException.class, e -> assertThat(e.file()).isEqualTo(missing))
        .hasMessage(missing + ": no such file");
    assertThatThrownBy(() -> WeightFile.read(folder))
        .isInstanceOf(WeightException.class)
        .hasMessage(folder + ": not a regular file");
  }

  @ParameterizedTest
  @CsvSource({
    "'', is neither safetensors nor a PyTorch file (0 bytes",
    "hello, is neither safetensors nor a PyTorch file (5 bytes",
    "<!DOCTYPE html>, 'first bytes 3c21444f43545950'",
    "version https://git-lfs.github.com/spec/v1, is a Git LFS pointer"
  })
  void otherContentIsNamed(String content, String expected) {
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> Bytes.read(bytes))
        .isExactlyInstanceOf(WeightException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void absentTensorIsNamed() {
    Path file = folder.resolve("a");
    Safetensors.write(file, Map.of(), Map.of());
    assertThatThrownBy(() -> WeightFile.read(file).tensor("fc.weight"))
        .isInstanceOf(WeightException.class)
        .hasMessage(file + ": has no tensor 'fc.weight'");
  }
}
