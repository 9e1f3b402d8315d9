package io.yoso4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ZipArchiveTest {
  private static final byte[] PICKLE =
      PickleBytes.start()
          .op('}')
          .text("w")
          .tensor("0", 3, 0, new int[] {3}, new int[] {1})
          .op('s')
          .stop();

  private static ZipBytes pickle() {
    return new ZipBytes().stored("w/data.pkl", PICKLE);
  }

  @Test
  void deflatedEntriesAreUnpacked() {
    byte[] file =
        new ZipBytes().deflated("w/data.pkl", PICKLE).deflated("w/data/0", Bytes.counting(3)).end();
    assertThat(Bytes.read(file).tensor("w").toFloats()).containsExactly(0, 1, 2);
  }

  @Test
  void zip64RecordsAreFollowed() {
    byte[] file = pickle().stored("w/data/0", Bytes.counting(3)).end64();
    assertThat(Bytes.read(file).tensor("w").toFloats()).containsExactly(0, 1, 2);
  }

  static Stream<Arguments> broken() {
    byte[] data = Bytes.counting(3);
    long crc = ZipBytes.crc(data);
    byte[] zeros = new byte[1 << 20];
    byte[] whole = pickle().stored("w/data/0", data).end();
    byte[] packed = ZipBytes.deflate(data);
    return Stream.of(
        Arguments.of(
            "wrong CRC",
            pickle().entry("w/data/0", 0, 0, crc ^ 1, data, 12, size(), true).end(),
            "CRC-32 must be"),
        Arguments.of(
            "encrypted",
            pickle().entry("w/data/0", 1, 0, crc, data, 12, size(), true).end(),
            "is encrypted"),
        Arguments.of(
            "unknown method",
            pickle().entry("w/data/0", 0, 93, crc, data, 12, size(), true).end(),
            "found 93"),
        Arguments.of(
            "stored, two sizes",
            pickle().entry("w/data/0", 0, 0, crc, data, 13, size(), true).end(),
            "but has 13"),
        Arguments.of(
            "overlap",
            pickle().entry("w/data.pkl2", 0, 0, 0, PICKLE, PICKLE.length, 0, false).end(),
            "local header differs"),
        Arguments.of("same entry twice", pickle().stored("w/data.pkl", PICKLE).end(), "twice"),
        Arguments.of(
            "one body, two lines",
            pickle().entry("w/data.pkl", 0, 0, 0, PICKLE, PICKLE.length, 0, false).end(),
            "twice"),
        Arguments.of("entry inside another", inside(), "overlaps 'w/outer'"),
        Arguments.of(
            "header outside",
            pickle().entry("w/data/0", 0, 0, crc, data, 12, 1 << 30, false).end(),
            "ends early"),
        Arguments.of(
            "climbing name", pickle().stored("../x", data).end(), "not a plain relative path"),
        Arguments.of(
            "absolute name", pickle().stored("/x", data).end(), "not a plain relative path"),
        Arguments.of(
            "backslash name", pickle().stored("..\\x", data).end(), "not a plain relative path"),
        Arguments.of(
            "name with NUL", pickle().stored("x\0y", data).end(), "not a plain relative path"),
        Arguments.of(
            "bomb by claim",
            pickle().entry("w/data/0", 0, 8, crc, packed, 0x7fff_fff0L, size(), true).end(),
            "claim to unpack"),
        Arguments.of(
            "unpacks to more",
            pickle().entry("w/data/0", 0, 8, crc, ZipBytes.deflate(zeros), 12, size(), true).end(),
            "does not unpack to the 12 bytes"),
        Arguments.of(
            "unpacks to less",
            pickle().entry("w/data/0", 0, 8, crc, packed, 14, size(), true).end(),
            "does not unpack to the 14 bytes"),
        Arguments.of(
            "compressed data cut",
            pickle()
                .entry(
                    "w/data/0",
                    0,
                    8,
                    crc,
                    Arrays.copyOf(packed, packed.length - 2),
                    12,
                    size(),
                    true)
                .end(),
            "ends early"),
        Arguments.of(
            "compressed data broken",
            pickle().entry("w/data/0", 0, 8, crc, new byte[] {7, 7, 7, 7}, 12, size(), true).end(),
            "is broken"),
        Arguments.of("cut off", Arrays.copyOf(whole, whole.length - 5), "cut off or damaged"),
        Arguments.of(
            "no pickle", new ZipBytes().stored("w/x", data).end(), "0 entries named data.pkl"),
        Arguments.of(
            "two pickles", pickle().stored("v/data.pkl", PICKLE).end(), "2 entries named data.pkl"),
        Arguments.of("empty archive", new byte[] {'P', 'K', 3, 4}, "no end record"));
  }

  /** Where the entry after the pickle starts. */
  private static int size() {
    return 30 + "w/data.pkl".length() + PICKLE.length;
  }

  /**
   * An archive whose stored entry is itself a local header and body that a second line points to.
   */
  private static byte[] inside() {
    byte[] inner = new ZipBytes().stored("w/inner", new byte[] {1}).end();
    byte[] body = Arrays.copyOf(inner, 30 + "w/inner".length() + 1);
    int at = size() + 30 + "w/outer".length();
    return pickle()
        .stored("w/outer", body)
        .entry("w/inner", 0, 0, ZipBytes.crc(new byte[] {1}), new byte[] {1}, 1, at, false)
        .end();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void brokenArchivesAreRefused(String name, byte[] file, String expected) {
    assertThatThrownBy(() -> Bytes.read(file))
        .isExactlyInstanceOf(WeightException.class)
        .hasMessageStartingWith("test-file: ")
        .hasMessageContaining(expected);
  }
}
