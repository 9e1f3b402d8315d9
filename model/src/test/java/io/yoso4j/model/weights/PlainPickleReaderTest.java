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

  /** The opcodes with which Python 2 and 3 and protocol 5 write the elements. */
  @ParameterizedTest
  @ValueSource(ints = {'B', 'T', 0x8e, 0x96})
  void elementsMayBeAnyKindOfBytes(int opcode) {
    byte[] data = Bytes.counting(6);
    PickleBytes bytes = new PickleBytes().op(opcode);
    PickleBytes elements =
        (opcode > 0x80 ? bytes.i64(data.length) : bytes.u32(data.length)).raw(data);
    WeightFile file = Bytes.read(model("numpy.core", "f4", "<", false, elements, 6).stop());
    assertThat(file.tensor("w").toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  private static PickleBytes fromBuffer(String order) {
    PickleBytes pickle = PickleBytes.start().op('}').text("w");
    pickle.global("numpy.core.numeric", "_frombuffer").op('(').op(0x96).i64(24);
    pickle.raw(Bytes.counting(6)).global("numpy", "dtype").op('(').text("f4");
    return pickle.op(0x89).op(0x88).ops("tR").longs(2, 3).text(order).ops("tRs");
  }

  @Test
  void arraysOfProtocol5() {
    assertThat(Bytes.read(fromBuffer("C").stop()).tensor("w").toFloats())
        .containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(Bytes.read(fromBuffer("F").stop()).tensor("w").toFloats())
        .containsExactly(0, 2, 4, 1, 3, 5);
    refused(fromBuffer("A"), "numpy array order must be 'C' or 'F', found 'A'");
  }

  @Test
  void detectronsBlobsAreFoundAndTheRestIsNamed() {
    PickleBytes array = model("numpy.core", "f4", "<", false, binary(Bytes.counting(1)), 1);
    byte[] model = array.bytes();
    PickleBytes blobs = PickleBytes.start().ops("}(").text("blobs");
    int from = PickleBytes.start().ops("}(").text("model").bytes().length;
    blobs.raw(java.util.Arrays.copyOfRange(model, from, model.length - 1));
    blobs.text("optimizer").op('}').op('u');
    WeightFile file = Bytes.read(blobs.stop());
    assertThat(file.tensors()).containsOnlyKeys("w");
    assertThat(file.others()).isEqualTo(Map.of("optimizer", "dict of size 0"));
    assertThat(file.format()).isEqualTo("pickle of NumPy arrays");
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
  void nothingMayFollowThePickle() {
    PickleBytes pickle = model("numpy.core", "f4", "<", false, binary(Bytes.counting(1)), 1);
    byte[] file = pickle.op('.').op('.').bytes();
    assertThatThrownBy(() -> Bytes.read(file))
        .isInstanceOf(WeightException.class)
        .hasMessage("test-file: goes on after its pickle's end: 1 bytes");
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
