package io.yoso4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainPickleReaderTest {
  /** {"model": {"w": array}, "__author__": "x"} as NumPy and Python 3 write it. */
  static PickleBytes model(
      String core, String dtype, String order, boolean fortran, PickleBytes data, int... shape) {
    PickleBytes pickle = PickleBytes.start().ops("}(").text("model").op('}').text("w");
    pickle
        .global(core + ".multiarray", "_reconstruct")
        .op('(')
        .global("numpy", "ndarray")
        .longs(0)
        .text("b")
        .ops("tR");
    pickle.op('(').number(1).longs(shape);
    pickle.global("numpy", "dtype").op('(').text(dtype).op(0x89).op(0x88).ops("tR");
    pickle.op('(').number(3).text(order).ops("NNN").number(-1).number(-1).number(0).ops("tb");
    pickle.op(fortran ? 0x88 : 0x89).raw(data.bytes()).ops("tb").op('s');
    return pickle.text("__author__").text("x").op('u');
  }

  private static PickleBytes binary(byte[] data) {
    return new PickleBytes().op('B').u32(data.length).raw(data);
  }

  @ParameterizedTest
  @ValueSource(strings = {"numpy.core", "numpy._core"})
  void arraysAreTensors(String core) {
    WeightFile file =
        Bytes.read(model(core, "f4", "<", false, binary(Bytes.counting(6)), 2, 3).stop());
    assertThat(file.tensor("w").shape()).containsExactly(2, 3);
    assertThat(file.tensor("w").toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(file.metadata()).isEqualTo(Map.of("__author__", "x"));
  }

  @Test
  void columnMajorArraysAreTurned() {
    byte[] file = model("numpy.core", "f4", "<", true, binary(Bytes.counting(6)), 2, 3).stop();
    assertThat(Bytes.read(file).tensor("w").toFloats()).containsExactly(0, 2, 4, 1, 3, 5);
  }

  @Test
  void bytesMayBeWrittenAsText() {
    PickleBytes data = new PickleBytes().global("_codecs", "encode").op('(');
    data.text(new String(new byte[] {0, (byte) 0x80, (byte) 0xff, 1}, StandardCharsets.ISO_8859_1))
        .text("latin1");
    byte[] file = model("numpy.core", "u1", "|", false, data.ops("tR"), 4).stop();
    assertThat(Bytes.read(file).tensor("w").toFloats()).containsExactly(0, 128, 255, 1);
  }

  @Test
  void emptyBytesAreACallWithoutArguments() {
    PickleBytes empty = new PickleBytes().global("__builtin__", "bytes").ops(")R");
    byte[] file = model("numpy.core", "f4", "<", false, empty, 0, 3).stop();
    assertThat(Bytes.read(file).tensor("w").shape()).containsExactly(0, 3);
    PickleBytes sized =
        new PickleBytes().global("__builtin__", "bytes").number(1 << 30).ops("\u0085R");
    refused(model("numpy.core", "f4", "<", false, sized, 0, 3), "EMPTY_BYTES has wrong arguments");
  }

  @Test
  void otherArraysAreRefused() {
    refused(
        model("numpy.core", "O8", "|", false, binary(new byte[8]), 1),
        "'O8' is not a plain number");
    refused(model("numpy.core", "f4", ">", false, binary(new byte[8]), 2), "big endian");
    refused(
        model("numpy.core", "f4", "<", false, binary(new byte[8]), 3), "does not fit its 8 bytes");
    refused(
        model("numpy.core", "f4", "<", false, new PickleBytes().op(']'), 3),
        "numpy array state must be");
  }

  private static void refused(PickleBytes pickle, String expected) {
    byte[] file = pickle.stop();
    assertThatThrownBy(() -> Bytes.read(file))
        .isExactlyInstanceOf(WeightException.class)
        .hasMessageContaining(expected);
  }
}
