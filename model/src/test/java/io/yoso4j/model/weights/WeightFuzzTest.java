package io.yoso4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small valid files with a few bytes changed: they read, or fail with a WeightException. */
final class WeightFuzzTest {
  private static final int ROUNDS = 4_000;
  private static final int[] INTERESTING = {
    0, 1, 0x7f, 0x80, 0xff, 0xfe, '(', '.', 'R', 'b', 'Q', 'h', '}', ']'
  };

  @TempDir static Path folder;

  static Stream<Arguments> files() throws IOException {
    byte[] pickle =
        PickleBytes.start()
            .op('}')
            .text("model")
            .orderedDict()
            .op('(')
            .text("a")
            .tensor("0", 6, 0, new int[] {2, 3}, new int[] {1, 2})
            .text("b")
            .tensor("1", 4, 1, new int[] {3}, new int[] {1})
            .op('u')
            .ops("}b")
            .op('s')
            .text("iteration")
            .number(7)
            .op('s')
            .stop();
    byte[] a = Bytes.counting(6);
    byte[] b = Bytes.counting(4);
    Path file = folder.resolve("seed");
    Safetensors.write(
        file,
        Map.of(
            "a", WeightTensor.ofFloats("a", new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
            "b", WeightTensor.ofFloats("b", new float[] {1}, 1)),
        Map.of("k", "v"));
    byte[] numpy =
        PlainPickleReaderTest.model(
                "numpy.core", "f4", "<", true, new PickleBytes().op('B').u32(a.length).raw(a), 2, 3)
            .stop();
    byte[] legacy =
        TorchLegacyReaderTest.file(TorchLegacyReaderTest.root("N", 5), true, "77", 6, a);
    byte[] deflated =
        new ZipBytes()
            .deflated("w/data.pkl", pickle)
            .deflated("w/data/0", a)
            .deflated("w/data/1", b)
            .end();
    UnaryOperator<byte[]> itself = UnaryOperator.identity();
    UnaryOperator<byte[]> zipped = mutated -> ZipBytes.torch(mutated, a, b);
    return Stream.of(
        Arguments.of("safetensors", Files.readAllBytes(file), itself),
        Arguments.of("zip", ZipBytes.torch(pickle, a, b), itself),
        Arguments.of(
            "zip64",
            new ZipBytes()
                .stored("w/data.pkl", pickle)
                .stored("w/data/0", a)
                .stored("w/data/1", b)
                .end64(),
            itself),
        Arguments.of("deflated zip", deflated, itself),
        Arguments.of("pickle in a zip", pickle, zipped),
        Arguments.of("legacy", legacy, itself),
        Arguments.of("numpy", numpy, itself));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void onlyWeightExceptionsEscape(String name, byte[] seedFile, UnaryOperator<byte[]> wrap) {
    int read = 0;
    assertThat(Bytes.read(wrap.apply(seedFile)).tensors()).as(name).isNotEmpty();
    for (int round = 0; round < ROUNDS; round++) {
      byte[] file = wrap.apply(mutate(seedFile, new SplittableRandom(round)));
      try {
        Bytes.read(file).tensors().values().forEach(WeightTensor::toFloats);
        read++;
      } catch (WeightException e) {
        assertThat(e.getMessage())
            .as("%s, seed %d", name, round)
            .startsWith("test-file: ")
            .doesNotContain("\n");
      } catch (RuntimeException | Error e) {
        fail(name + ", seed " + round + ": " + e, e);
      }
    }
    assertThat(read).as("%s: some changes do no harm, many do", name).isBetween(1, ROUNDS * 3 / 4);
  }

  /**
   * The generator mixes its seed: java.util.Random's first draws barely differ between neighbouring
   * seeds.
   */
  private static byte[] mutate(byte[] file, SplittableRandom random) {
    byte[] bytes = file.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) INTERESTING[random.nextInt(INTERESTING.length)];
        case 2 -> bytes[at] = (byte) random.nextInt();
        case 3 -> {
          int end = Math.min(bytes.length, at + 1 + random.nextInt(8));
          Arrays.fill(bytes, at, end, (byte) (random.nextBoolean() ? 0xff : 0));
        }
        case 4 -> {
          int length = Math.min(1 + random.nextInt(16), bytes.length - at);
          int to = random.nextInt(bytes.length - length + 1);
          System.arraycopy(bytes, at, bytes, to, length);
        }
        default -> {
          int length = random.nextInt(4) == 0 ? bytes.length - at : 1;
          byte[] shorter = Arrays.copyOf(bytes, bytes.length - length);
          System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
          bytes = shorter;
        }
      }
    }
    return bytes;
  }
}
