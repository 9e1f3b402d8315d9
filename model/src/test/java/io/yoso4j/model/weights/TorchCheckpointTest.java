package io.yoso4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TorchCheckpointTest {
  @TempDir Path folder;

  private static Map<String, WeightTensor> sample() {
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "b.weight", WeightTensor.ofFloats("b.weight", new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    tensors.put("a", tensor(DType.I64, new long[0], 7, 0, 0, 0, 0, 0, 0, 0));
    tensors.put("empty", tensor(DType.F16, new long[] {0, 4}));
    tensors.put("größe", tensor(DType.BOOL, new long[] {3}, 1, 0, 1));
    return tensors;
  }

  private static WeightTensor tensor(DType dtype, long[] shape, int... bytes) {
    byte[] data = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      data[i] = (byte) bytes[i];
    }
    return new WeightTensor("t", dtype, shape, MemorySegment.ofArray(data));
  }

  private Path write(Map<String, WeightTensor> tensors) {
    Path file = folder.resolve("out.pth");
    TorchCheckpoint.write(file, tensors);
    return file;
  }

  @Test
  void whatIsWrittenIsRead() {
    Map<String, WeightTensor> tensors = sample();
    Map<String, WeightTensor> read = WeightFile.read(write(tensors)).tensors();
    assertThat(read.keySet()).containsExactlyElementsOf(tensors.keySet());
    tensors.forEach(
        (name, tensor) -> assertThat(read.get(name)).as(name).isEqualTo(tensor.withName(name)));
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"U16", "U32", "U64"})
  void everyElementTypeOfPyTorchsStorages(DType dtype) {
    byte[] bytes = new byte[2 * dtype.bytes()];
    bytes[0] = 1;
    WeightTensor tensor =
        new WeightTensor("t", dtype, new long[] {2}, MemorySegment.ofArray(bytes));
    assertThat(WeightFile.read(write(Map.of("t", tensor))).tensor("t")).isEqualTo(tensor);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"U16", "U32", "U64"})
  void elementTypesWithoutAStorageAreNamed(DType dtype) {
    Map<String, WeightTensor> tensors =
        Map.of(
            "t", new WeightTensor("t", dtype, new long[] {0}, MemorySegment.ofArray(new byte[0])));
    assertThatThrownBy(() -> write(tensors))
        .isInstanceOf(WeightException.class)
        .hasMessageContaining("'t' has elements of type " + dtype);
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "\ud800"})
  void namesThatWouldNotBeReadBackAreRefused(String name) {
    assertThatThrownBy(() -> write(Map.of(name, tensor(DType.U8, new long[] {0}))))
        .isInstanceOf(WeightException.class)
        .hasMessageContaining("is not allowed");
  }

  /** The parts, in the order in which PyTorch's own reader and memory mapping want them. */
  @Test
  void theArchiveIsLaidOutAsPyTorchDoes() throws IOException {
    Path file = write(sample());
    List<String> names = new ArrayList<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      zip.stream()
          .forEach(entry -> {
            names.add(entry.getName());
            assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
          });
      assertThat(zip.getInputStream(zip.getEntry("archive/version")).readAllBytes())
          .asString(StandardCharsets.US_ASCII)
          .isEqualTo("3\n");
      assertThat(zip.getInputStream(zip.getEntry("archive/byteorder")).readAllBytes())
          .asString(StandardCharsets.US_ASCII)
          .isEqualTo("little");
    }
    assertThat(names)
        .containsExactly(
            "archive/data.pkl",
            "archive/byteorder",
            "archive/data/0",
            "archive/data/1",
            "archive/data/2",
            "archive/data/3",
            "archive/version");
    byte[] bytes = Files.readAllBytes(file);
    byte[] first = Bytes.counting(7);
    assertThat(indexOf(bytes, java.util.Arrays.copyOfRange(first, 4, 28)) % 64).isZero();
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int at = 0; at + part.length <= bytes.length; at++) {
      if (java.util.Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new AssertionError("not found");
  }

  /**
   * These very bytes were loaded by PyTorch 1.13 with {@code weights_only=True}, and gave the
   * tensors of {@link #sample}.
   */
  @Test
  void theBytesAreThoseThatPyTorchWasSeenToLoad() throws IOException, NoSuchAlgorithmException {
    byte[] file = Files.readAllBytes(write(sample()));
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)))
        .isEqualTo("7da2617630aff2a21a01e53b3cc7495b6df2af195c7201411ae5559282462709");
  }

  @Test
  void aWholeReferenceModelSurvives() {
    Map<String, WeightTensor> model =
        WeightFile.read(SharedFiles.require("golden/model/small_r50w8/weights.pth")).tensors();
    Map<String, WeightTensor> read = WeightFile.read(write(model)).tensors();
    assertThat(read.keySet()).containsExactlyElementsOf(model.keySet());
    assertThat(read).isEqualTo(model);
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path file = folder.resolve("none/out.pth");
    assertThatThrownBy(() -> TorchCheckpoint.write(file, sample()))
        .isInstanceOf(WeightException.class)
        .hasMessageStartingWith(file + ": cannot be written: no such file");
  }
}
