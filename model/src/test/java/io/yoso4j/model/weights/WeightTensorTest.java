package io.yoso4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WeightTensorTest {
  @ParameterizedTest
  @CsvSource({
    "F64, 000000000000f03f, 1",
    "F64, 010000000000f03f, 1",
    "F32, 0000c03f, 1.5",
    "F16, 003c, 1",
    "F16, 0100, 5.9604645e-8",
    "F16, 00fc, -Infinity",
    "BF16, 803f, 1",
    "BF16, 40c0, -3",
    "I64, ffffffffffffffff, -1",
    "U64, ffffffffffffffff, 1.8446744e19",
    "U64, 0100000080000080, 9.223373e18",
    "I32, 00000080, -2147483648",
    "U32, 00000080, 2147483648",
    "I16, ffff, -1",
    "U16, ffff, 65535",
    "I8, ff, -1",
    "U8, ff, 255",
    "BOOL, 02, 1",
    "BOOL, 00, 0"
  })
  void everyDtypeBecomesTheNearestFloat(DType dtype, String littleEndianHex, float expected) {
    MemorySegment data = MemorySegment.ofArray(HexFormat.of().parseHex(littleEndianHex));
    assertThat(new WeightTensor("w", dtype, new long[0], data).toFloats())
        .containsExactly(expected);
  }

  @Test
  void dataMustFitTheShape() {
    MemorySegment data = MemorySegment.ofArray(new byte[12]);
    assertThatThrownBy(() -> new WeightTensor("w", DType.F32, new long[] {2, 2}, data))
        .isInstanceOf(WeightException.class)
        .hasMessage("tensor 'w': F32 [2, 2] needs 16 bytes of data, found 12");
    assertThatThrownBy(() -> new WeightTensor("w", DType.F32, new long[] {-3}, data))
        .isInstanceOf(WeightException.class);
    assertThatThrownBy(() -> new WeightTensor("w", DType.F32, new long[] {1L << 62, 4}, data))
        .isInstanceOf(WeightException.class);
  }

  @Test
  void shapeIsCopiedInAndOut() {
    long[] shape = {3};
    WeightTensor tensor =
        new WeightTensor("w", DType.F32, shape, MemorySegment.ofArray(new byte[12]));
    shape[0] = 9;
    tensor.shape()[0] = 9;
    assertThat(tensor.shape()).containsExactly(3);
  }
}
