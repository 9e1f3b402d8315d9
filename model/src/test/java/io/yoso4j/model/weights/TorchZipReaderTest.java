package io.yoso4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TorchZipReaderTest {
  private static final int[] SCALAR = {};

  private static byte[] oneTensor(int elements, int offset, int[] shape, int[] strides) {
    return PickleBytes.start()
        .orderedDict()
        .text("w")
        .tensor("0", elements, offset, shape, strides)
        .ops("s")
        .stop();
  }

  static Stream<Arguments> views() {
    return Stream.of(
        Arguments.of(
            "contiguous", 0, new int[] {2, 3}, new int[] {3, 1}, new float[] {0, 1, 2, 3, 4, 5}),
        Arguments.of(
            "offset", 6, new int[] {2, 3}, new int[] {3, 1}, new float[] {6, 7, 8, 9, 10, 11}),
        Arguments.of(
            "transposed", 0, new int[] {2, 3}, new int[] {1, 2}, new float[] {0, 2, 4, 1, 3, 5}),
        Arguments.of("every other", 1, new int[] {3}, new int[] {4}, new float[] {1, 5, 9}),
        Arguments.of("expanded", 3, new int[] {2, 2}, new int[] {0, 1}, new float[] {3, 4, 3, 4}),
        Arguments.of(
            "size one, odd stride", 0, new int[] {1, 2}, new int[] {99, 1}, new float[] {0, 1}),
        Arguments.of("scalar", 11, SCALAR, SCALAR, new float[] {11}),
        Arguments.of("empty", 12, new int[] {0, 4}, new int[] {4, 1}, new float[] {}),
        Arguments.of(
            "channels last",
            0,
            new int[] {1, 2, 2, 3},
            new int[] {12, 1, 6, 2},
            new float[] {0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("views")
  void stridedWindowsComeOutInCOrder(
      String name, int offset, int[] shape, int[] strides, float[] expected) {
    byte[] file = ZipBytes.torch(oneTensor(12, offset, shape, strides), Bytes.counting(12));
    WeightTensor tensor = Bytes.read(file).tensor("w");
    assertThat(tensor.toFloats()).containsExactly(expected);
    assertThat(tensor.shape())
        .containsExactly(java.util.Arrays.stream(shape).asLongStream().toArray());
  }

  static Stream<Arguments> badViews() {
    return Stream.of(
        Arguments.of(12, 1, new int[] {12}, new int[] {1}, "passes its storage of 12 elements"),
        Arguments.of(12, 13, new int[] {0}, new int[] {1}, "passes its storage of 12 elements"),
        Arguments.of(
            12, 0, new int[] {2, 2}, new int[] {11, 1}, "passes its storage of 12 elements"),
        Arguments.of(
            12,
            0,
            new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE},
            new int[] {0, 0, 0},
            "passes its storage"),
        Arguments.of(
            12,
            0,
            new int[] {Integer.MAX_VALUE, 2},
            new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE},
            "passes its storage"),
        Arguments.of(12, 0, new int[] {1 << 30}, new int[] {0}, "times the bytes stored"),
        Arguments.of(
            12,
            -1,
            new int[] {1},
            new int[] {1},
            "offset must be a non-negative int, found int -1"),
        Arguments.of(
            12,
            0,
            new int[] {-1},
            new int[] {1},
            "shape must hold non-negative ints, found int -1"),
        Arguments.of(
            12,
            0,
            new int[] {2},
            new int[] {-1},
            "strides must hold non-negative ints, found int -1"),
        Arguments.of(12, 0, new int[] {2}, new int[] {1, 1}, "1 sizes and 2 strides"),
        Arguments.of(12, 0, new int[65], new int[65], "tuple of at most 64 ints"),
        Arguments.of(13, 0, new int[] {1}, new int[] {1}, "must take 52 bytes"),
        Arguments.of(-5, 0, new int[] {1}, new int[] {1}, "has -5 elements"));
  }

  @ParameterizedTest
  @MethodSource("badViews")
  void windowsOutsideTheStorageAreRefused(
      int elements, int offset, int[] shape, int[] strides, String expected) {
    byte[] file = ZipBytes.torch(oneTensor(elements, offset, shape, strides), Bytes.counting(12));
    assertThatThrownBy(() -> Bytes.read(file))
        .isInstanceOf(WeightException.class)
        .hasMessageStartingWith("test-file: ")
        .hasMessageContaining(expected);
  }

  @Test
  void tensorsMayShareAStorage() {
    byte[] pickle =
        PickleBytes.start()
            .orderedDict()
            .op('(')
            .text("a")
            .tensor("0", 4, 0, new int[] {4}, new int[] {1})
            .text("b")
            .tensor("0", 4, 2, new int[] {2}, new int[] {1})
            .op('u')
            .stop();
    WeightFile file = Bytes.read(ZipBytes.torch(pickle, Bytes.counting(4)));
    assertThat(file.tensors().keySet()).containsExactly("a", "b");
    assertThat(file.tensor("b").toFloats()).containsExactly(2, 3);
  }

  @Test
  void sharedStorageCannotBeMultipliedWithoutBound() {
    PickleBytes pickle = PickleBytes.start().orderedDict().op('(');
    for (int i = 0; i < 100; i++) {
      pickle.text("t" + i).tensor("0", 1 << 20, 0, new int[] {1 << 20}, new int[] {1});
    }
    byte[] file = ZipBytes.torch(pickle.op('u').stop(), new byte[4 << 20]);
    assertThatThrownBy(() -> Bytes.read(file))
        .isInstanceOf(WeightException.class)
        .hasMessageContaining("'t32'");
  }

  @Test
  void parametersAreTheirTensors() {
    byte[] pickle =
        PickleBytes.start()
            .op('}')
            .text("w")
            .global("torch._utils", "_rebuild_parameter")
            .op('(')
            .tensor("HalfStorage", "0", 2, 0, new int[] {2}, new int[] {1})
            .op(0x88)
            .orderedDict()
            .ops("tRs")
            .stop();
    WeightTensor tensor =
        Bytes.read(ZipBytes.torch(pickle, new byte[] {0, 0x3c, 0, (byte) 0xc0})).tensor("w");
    assertThat(tensor.dtype()).isEqualTo(DType.F16);
    assertThat(tensor.toFloats()).containsExactly(1f, -2f);
  }

  @Test
  void untypedStoragesTakeTheTensorsDtype() {
    PickleBytes pickle =
        PickleBytes.start()
            .op('}')
            .text("w")
            .global("torch._utils", "_rebuild_tensor_v3")
            .ops("((");
    pickle
        .text("storage")
        .global("torch.storage", "UntypedStorage")
        .text("0")
        .text("cpu")
        .number(4)
        .ops("tQ");
    pickle.number(1).longs(1).longs(1).op(0x89).orderedDict().global("torch", "uint16").ops("tRs");
    WeightTensor tensor =
        Bytes.read(ZipBytes.torch(pickle.stop(), new byte[] {1, 2, 3, 4})).tensor("w");
    assertThat(tensor.dtype()).isEqualTo(DType.U16);
    assertThat(tensor.toFloats()).containsExactly(0x0403);
  }

  @Test
  void storageThatIsAbsentIsNamed() {
    byte[] file = ZipBytes.torch(oneTensor(12, 0, new int[] {1}, new int[] {1}));
    assertThatThrownBy(() -> Bytes.read(file))
        .isInstanceOf(WeightException.class)
        .hasMessage("test-file: storage '0' is missing: no entry 'w/data/0'");
  }

  @Test
  void bigEndianAndScriptedArchivesAreRefused() {
    byte[] pickle = oneTensor(1, 0, new int[] {1}, new int[] {1});
    byte[] big =
        new ZipBytes()
            .stored("w/data.pkl", pickle)
            .stored("w/byteorder", "big".getBytes(StandardCharsets.US_ASCII))
            .end();
    assertThatThrownBy(() -> Bytes.read(big))
        .isInstanceOf(WeightException.class)
        .hasMessage("test-file: byteorder: must be 'little', found 'big'");
    byte[] script =
        new ZipBytes().stored("w/data.pkl", pickle).stored("w/constants.pkl", pickle).end();
    assertThatThrownBy(() -> Bytes.read(script))
        .isInstanceOf(WeightException.class)
        .hasMessageContaining("TorchScript");
  }

  @Test
  void dictionaryWithoutTensorsIsRefused() {
    byte[] file =
        ZipBytes.torch(PickleBytes.start().op('}').text("epoch").number(3).op('s').stop());
    assertThatThrownBy(() -> Bytes.read(file))
        .isInstanceOf(WeightException.class)
        .hasMessageContaining("no tensors");
  }

  @Test
  void namesWithControlCharactersAreRefusedAndEscaped() {
    byte[] pickle =
        PickleBytes.start()
            .op('}')
            .text("a\nb\u001b[31m")
            .tensor("0", 1, 0, new int[] {1}, new int[] {1})
            .op('s')
            .stop();
    assertThatThrownBy(() -> Bytes.read(ZipBytes.torch(pickle, Bytes.counting(1))))
        .isInstanceOf(WeightException.class)
        .hasMessageContaining("'a\\u000ab\\u001b[31m'");
  }
}
