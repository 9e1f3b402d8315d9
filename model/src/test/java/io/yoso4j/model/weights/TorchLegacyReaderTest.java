package io.yoso4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class TorchLegacyReaderTest {
  static byte[] file(byte[] root, boolean little, String key, long elements, byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e"));
    out.writeBytes(PickleBytes.start().number(1001).stop());
    out.writeBytes(
        PickleBytes.start().op('}').text("little_endian").op(little ? 0x88 : 0x89).op('s').stop());
    out.writeBytes(root);
    out.writeBytes(PickleBytes.start().ops("](").text(key).op('e').stop());
    out.writeBytes(new PickleBytes().i64(elements).raw(data).bytes());
    return out.toByteArray();
  }

  static byte[] root(String view, int... shape) {
    return PickleBytes.start()
        .orderedDict()
        .text("w")
        .tensor("FloatStorage", "77", 6, view, 1, shape, new int[] {1})
        .op('s')
        .stop();
  }

  @Test
  void storagesFollowThePickles() {
    WeightFile file = Bytes.read(file(root("N", 5), true, "77", 6, Bytes.counting(6)));
    assertThat(file.tensor("w").toFloats()).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void storageViewsAreWindows() {
    String view =
        new String(
            new PickleBytes().op('(').text("v").number(2).number(3).op('t').bytes(),
            java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(
            Bytes.read(file(root(view, 2), true, "77", 6, Bytes.counting(6)))
                .tensor("w")
                .toFloats())
        .containsExactly(3, 4);
    byte[] outside = file(root(view, 3), true, "77", 6, Bytes.counting(6));
    assertThatThrownBy(() -> Bytes.read(outside))
        .isInstanceOf(WeightException.class)
        .hasMessageContaining("passes its storage of 3 elements");
  }

  @Test
  void brokenFilesAreNamed() {
    refused(file(root("N", 5), false, "77", 6, Bytes.counting(6)), "must be little endian");
    refused(file(root("N", 5), true, "78", 6, Bytes.counting(6)), "'78', which nothing uses");
    refused(file(root("N", 5), true, "77", 5, Bytes.counting(6)), "has 5 elements");
    refused(file(root("N", 5), true, "77", 6, Bytes.counting(5)), "ends early");
    refused(
        file(root("N", 5), true, "77", 6, Bytes.counting(7)),
        "goes on after its last storage: 4 bytes");
  }

  private static void refused(byte[] file, String expected) {
    assertThatThrownBy(() -> Bytes.read(file))
        .isExactlyInstanceOf(WeightException.class)
        .hasMessageContaining(expected);
  }
}
