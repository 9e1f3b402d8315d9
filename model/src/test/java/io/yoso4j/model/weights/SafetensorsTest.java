package io.yoso4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.data.Sha256;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SafetensorsTest {
  @TempDir Path folder;

  private static Map<String, WeightTensor> random(long seed) {
    Random random = new Random(seed);
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      DType dtype = DType.values()[random.nextInt(DType.values().length)];
      long[] shape = new long[random.nextInt(5)];
      for (int d = 0; d < shape.length; d++) {
        shape[d] = random.nextInt(5);
      }
      byte[] data = new byte[(int) WeightTensor.byteSize(dtype, shape)];
      random.nextBytes(data);
      String name = "t" + random.nextInt(1000) + ".é\"\\" + i;
      tensors.put(name, new WeightTensor(name, dtype, shape, MemorySegment.ofArray(data)));
    }
    return tensors;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whatIsWrittenIsReadBack(long seed) {
    Map<String, WeightTensor> tensors = random(seed);
    Map<String, String> metadata = Map.of("step", "12", "note", "a\n\"b\"");
    Path file = folder.resolve("a.bin");
    Safetensors.write(file, tensors, metadata);
    WeightFile read = WeightFile.read(file);
    assertThat(read.tensors()).as("seed %d", seed).isEqualTo(tensors);
    assertThat(read.metadata()).as("seed %d", seed).isEqualTo(metadata);
    assertThat(read.source()).isEqualTo(file);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void bytesDoNotDependOnTheOrderGiven(long seed) throws IOException {
    Map<String, WeightTensor> tensors = random(seed);
    List<String> names = new ArrayList<>(tensors.keySet());
    Collections.shuffle(names, new Random(seed));
    Map<String, WeightTensor> shuffled = new LinkedHashMap<>();
    names.forEach(name -> shuffled.put(name, tensors.get(name)));
    Safetensors.write(folder.resolve("a"), tensors, Map.of("x", "1", "y", "2", "z", "3"));
    Map<String, String> metadata = new LinkedHashMap<>();
    List.of("z", "y", "x").forEach(key -> metadata.put(key, Integer.toString(key.charAt(0) - 'w')));
    Safetensors.write(folder.resolve("b"), shuffled, metadata);
    assertThat(Files.mismatch(folder.resolve("a"), folder.resolve("b")))
        .as("seed %d", seed)
        .isEqualTo(-1);
  }

  @Test
  void layoutIsThatOfTheFormat() throws IOException {
    Path file = folder.resolve("a");
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "b",
        new WeightTensor("b", DType.U8, new long[] {1}, MemorySegment.ofArray(new byte[] {7})));
    tensors.put("a", WeightTensor.ofFloats("any", new float[] {1f}));
    Safetensors.write(file, tensors, Map.of("k", "v"));
    String unset =
        "{\"__metadata__\":{\"k\":\"v\",\"yoso4j.sha256\":\"DIGEST\"},\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[4,5]}}";
    byte[] zeros = laidOut(unset.replace("DIGEST", "0".repeat(64)));
    String digest = Sha256.start().add(MemorySegment.ofArray(zeros)).hex();
    assertThat(Files.readAllBytes(file)).isEqualTo(laidOut(unset.replace("DIGEST", digest)));
  }

  private static byte[] laidOut(String header) {
    int padded = (header.length() + 7) / 8 * 8;
    ByteBuffer file = ByteBuffer.allocate(8 + padded + 5).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(padded)
        .put((header + " ".repeat(padded - header.length())).getBytes(StandardCharsets.US_ASCII));
    return file.putFloat(1f).put((byte) 7).array();
  }

  @Test
  void everyChangedByteShows() throws IOException {
    Path file = folder.resolve("a");
    Map<String, String> metadata = Map.of("a", "b", "z", "\"yoso4j.sha256\":\"");
    Safetensors.write(
        file, Map.of("w", WeightTensor.ofFloats("w", new float[] {1, 2, 3}, 3)), metadata);
    byte[] whole = Files.readAllBytes(file);
    assertThat(Bytes.read(whole).verified()).isTrue();
    for (int at = 0; at < whole.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = whole.clone();
        changed[at] ^= (byte) (1 << bit);
        boolean passed;
        try {
          passed = Bytes.read(changed).verified();
        } catch (WeightException e) {
          passed = false;
        }
        assertThat(passed).as("bit %d of byte %d", bit, at).isFalse();
      }
    }
  }

  @Test
  void damagedDataIsNamed() throws IOException {
    Path file = folder.resolve("a");
    Safetensors.write(file, Map.of("w", WeightTensor.ofFloats("w", new float[] {1}, 1)), Map.of());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> WeightFile.read(file))
        .isExactlyInstanceOf(WeightException.class)
        .hasMessageStartingWith(file + ": its bytes have the SHA-256 ")
        .hasMessageEndingWith("it was damaged, or changed by another program");
  }

  @Test
  void filesOfOthersCarryNoDigest() {
    byte[] json = "{\"__metadata__\":{\"format\":\"pt\"}}".getBytes(StandardCharsets.US_ASCII);
    byte[] file =
        ByteBuffer.allocate(8 + json.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array();
    assertThat(Bytes.read(file).verified()).isFalse();
  }

  @Test
  void replacingAFileThatIsBeingReadKeepsTheOldTensors() throws IOException {
    Path file = folder.resolve("a");
    Safetensors.write(
        file, Map.of("w", WeightTensor.ofFloats("w", new float[] {1, 2}, 2)), Map.of());
    WeightFile before = WeightFile.read(file);
    Safetensors.write(file, Map.of("w", WeightTensor.ofFloats("w", new float[] {3}, 1)), Map.of());
    assertThat(before.tensor("w").toFloats()).containsExactly(1, 2);
    assertThat(WeightFile.read(file).tensor("w").toFloats()).containsExactly(3);
    assertThat(names()).containsExactly("a");
  }

  @Test
  void failureWhileWritingLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a");
    Safetensors.write(file, Map.of("w", WeightTensor.ofFloats("w", new float[] {1}, 1)), Map.of());
    WeightTensor dead;
    try (Arena arena = Arena.ofConfined()) {
      dead = new WeightTensor("w", DType.F32, new long[] {1}, arena.allocate(4));
    }
    assertThatThrownBy(() -> Safetensors.write(file, Map.of("w", dead), Map.of()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(WeightFile.read(file).tensor("w").toFloats()).containsExactly(1);
    assertThat(names()).containsExactly("a");
  }

  @Test
  void unwritableTargetsAreNamed() throws IOException {
    Path missing = folder.resolve("no/such/file");
    assertThatThrownBy(() -> Safetensors.write(missing, Map.of(), Map.of()))
        .isInstanceOf(WeightException.class)
        .hasMessageStartingWith(missing + ": cannot be written: no such file");
    Path directory = Files.createDirectories(folder.resolve("taken/inside")).getParent();
    assertThatThrownBy(() -> Safetensors.write(directory, Map.of(), Map.of()))
        .isInstanceOf(WeightException.class);
    assertThat(names()).containsExactly("taken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "__metadata__", "\ud800"})
  void namesThatCannotBeReadBackAreNotWritten(String name) throws IOException {
    assertThatThrownBy(() ->
            Safetensors.write(
                folder.resolve("a"),
                Map.of(name, WeightTensor.ofFloats("w", new float[] {1}, 1)),
                Map.of()))
        .isInstanceOf(WeightException.class)
        .hasMessageContaining("is not allowed");
    assertThat(names()).isEmpty();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  static Stream<Arguments> headers() {
    String ok = "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}";
    return Stream.of(
        Arguments.of("{" + ok + "}", 9, "tensors take 8 bytes, the file holds 9"),
        Arguments.of("{" + ok + "}", 7, "tensors take 8 bytes, the file holds 7"),
        Arguments.of("{" + ok + "," + ok + "}", 8, "not valid JSON: Duplicate Object property"),
        Arguments.of(
            "{'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}}", 8, "Duplicate"),
        Arguments.of(
            "{'a':{'dtype':'F32','shape':[2],'data_offsets':[1,9]}}",
            9,
            "must follow the data before it"),
        Arguments.of(
            "{" + ok + ",'b':{'dtype':'U8','shape':[4],'data_offsets':[4,8]}}",
            8,
            "must follow the data"),
        Arguments.of(
            "{" + ok + ",'b':{'dtype':'U8','shape':[4],'data_offsets':[9,13]}}", 13, "ends at 8"),
        Arguments.of("{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}", 8, "needs 12 bytes"),
        Arguments.of(
            "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,-8]}}",
            8,
            "non-negative integers, found -8"),
        Arguments.of("{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}", 8, "found -2"),
        Arguments.of(
            "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}",
            8,
            "must be VALUE_NUMBER_INT"),
        Arguments.of(
            "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,8]}}",
            8,
            "more than 2^63"),
        Arguments.of(
            "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}}",
            8,
            "not valid JSON"),
        Arguments.of(
            "{'a':{'dtype':'F32','shape':[" + "9".repeat(60) + "],'data_offsets':[0,8]}}",
            8,
            "not valid JSON"),
        Arguments.of(
            "{'a':{'dtype':'F99','shape':[2],'data_offsets':[0,8]}}",
            8,
            "dtype 'F99' is not one of"),
        Arguments.of(
            "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':1}}", 8, "unknown field 'x'"),
        Arguments.of("{'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}}", 8, "two data_offsets"),
        Arguments.of("{'a':{'dtype':'F32','data_offsets':[0,8]}}", 8, "needs dtype, shape"),
        Arguments.of("{'a':[]}", 0, "must be START_OBJECT, found START_ARRAY"),
        Arguments.of("{'__metadata__':{'a':1}}", 0, "metadata 'a' must be VALUE_STRING"),
        Arguments.of("{'':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}", 8, "tensor name ''"),
        Arguments.of(
            "{'a\\nb':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
            8,
            "tensor name 'a\\u000ab'"),
        Arguments.of("{'a':" + "[".repeat(100) + "]}", 0, "must be START_OBJECT"),
        Arguments.of("{'a':{'shape':[" + "1,".repeat(99) + "1]}}", 0, "at most 64"),
        Arguments.of("{'a':{'dtype':'F32'", 0, "not valid JSON"),
        Arguments.of("{}{}", 0, "goes on after"),
        Arguments.of("{} x", 0, "not valid JSON"));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void headersThatBreakARuleAreRefused(String header, int data, String expected) {
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    byte[] file =
        ByteBuffer.allocate(8 + json.length + data)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array();
    assertThatThrownBy(() -> Bytes.read(file))
        .isExactlyInstanceOf(WeightException.class)
        .hasMessageStartingWith("test-file: ")
        .hasMessageContaining(expected)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "100000001, 'header must take 2 to 100000000 bytes, found 100000001'",
    "-1, found 18446744073709551615",
    "50, passes the end",
    "1, 'header must take 2'"
  })
  void headerLengthIsCheckedFirst(long length, String expected) {
    byte[] file =
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(length)
            .put((byte) '{')
            .array();
    assertThatThrownBy(() -> Bytes.read(file))
        .isExactlyInstanceOf(WeightException.class)
        .hasMessageContaining(expected);
  }
}
