package io.yoso4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pickles made to run code, to fill memory or to lose the reader. */
final class HostilePickleTest {
  @TempDir static Path folder;

  private static PickleBytes start() {
    return PickleBytes.start();
  }

  private static String canary() {
    return "touch " + folder.resolve("canary");
  }

  static Stream<Arguments> pickles() {
    PickleBytes nested = start();
    PickleBytes lists = start();
    PickleBytes memo = start().op('}');
    PickleBytes laughs = start().op(')').ops("q\0");
    PickleBytes encoded = start().text("x".repeat(1000)).ops("q\0").text("latin1").ops("q\1");
    PickleBytes pairs = start().op(']').ops("q\0").op('(');
    for (int i = 0; i < 5_000; i++) {
      nested.op('(');
      lists.op(']');
      memo.op('r').u32(i * 1_000_003);
      laughs.ops("(" + "h\0".repeat(10) + "tq\0");
      encoded.global("_codecs", "encode").ops("h\0h\1\u0086R0");
      pairs.number(i).op('N').op(0x86);
    }
    pairs.op('e').op('0');
    for (int i = 0; i < 100; i++) {
      pairs.global("collections", "OrderedDict").ops("h\0\u0085R0");
    }
    return Stream.of(
        arguments(
            "os.system",
            start().global("os", "system").text(canary()).op(0x85).op('R'),
            "'os.system'"),
        arguments(
            "posix.system",
            start().global("posix", "system").text(canary()).op(0x85).op('R'),
            "posix.system"),
        arguments(
            "eval",
            start().global("builtins", "eval").text("1").op(0x85).op('R'),
            "'builtins.eval'"),
        arguments("stack global", start().text("os").text("system").op(0x93), "'os.system'"),
        arguments(
            "attribute of an allowed name",
            start().text("collections").text("OrderedDict.__reduce__").op(0x93),
            "OrderedDict.__reduce__"),
        arguments(
            "module split elsewhere",
            start().text("torch._utils._rebuild_tensor_v2").text("__globals__").op(0x93),
            "__globals__"),
        arguments(
            "dotted name",
            start().text("torch").text("_utils._rebuild_tensor_v2").op(0x93),
            "nothing was executed"),
        arguments(
            "stack global of numbers",
            start().number(1).number(2).op(0x93),
            "STACK_GLOBAL needs two names"),
        arguments("torch.load itself", start().global("torch", "load"), "'torch.load'"),
        arguments("instance", start().ops("(ios\nsystem\n"), "opcode 0x69 is not allowed"),
        arguments(
            "object",
            start().ops("(").global("collections", "OrderedDict").op('o'),
            "opcode 0x6f is not allowed"),
        arguments(
            "new object",
            start().global("collections", "OrderedDict").op(')').op(0x81),
            "opcode 0x81"),
        arguments("extension", start().op(0x82).op(1), "opcode 0x82 is not allowed"),
        arguments("textual string", start().ops("S'a'\n"), "opcode 0x53 is not allowed"),
        arguments("persistent text", start().ops("Pid\n"), "opcode 0x50 is not allowed"),
        arguments(
            "call of a text", start().text("os.system").op(')').op('R'), "REDUCE needs a function"),
        arguments(
            "call of a class name",
            start().global("numpy", "ndarray").op(')').op('R'),
            "cannot be called"),
        arguments(
            "state of a function",
            start().global("torch", "Size").op('}').op('b'),
            "BUILD is not allowed"),
        arguments(
            "persistent id of a path",
            start().text("../../etc/passwd").op('Q'),
            "must describe a storage"),
        arguments(
            "storage key of a path",
            start().tensor("../data.pkl", 1, 0, new int[] {1}, new int[] {1}),
            "must have 1 to 64 letters"),
        arguments(
            "huge frame",
            start().op(0x95).i64(Long.MAX_VALUE),
            "frame of 9223372036854775807 bytes"),
        arguments(
            "negative frame", start().op(0x95).i64(-1), "frame of 18446744073709551615 bytes"),
        arguments("huge text", start().op(0x8d).i64(Long.MAX_VALUE), "ends early"),
        arguments("negative text", start().op(0x8d).i64(-8), "ends early"),
        arguments("huge bytes", start().op('B').u32(-1), "ends early"),
        arguments("huge integer", start().op(0x8a).op(255), "longer than 64"),
        arguments("nested marks", nested, "nests deeper than 1000"),
        arguments("nested lists", lists.ops("a".repeat(4_999)), "must hold a dictionary"),
        arguments("memo far out", memo, "passes the limit"),
        arguments("a billion laughs", laughs, "STOP leaves"),
        arguments("encoding again and again", encoded, "copies more than the pickle itself holds"),
        arguments(
            "copying a list again and again", pairs, "copies more than the pickle itself holds"),
        arguments("list inside itself", start().ops("]q\0h\0a"), "must hold a dictionary"),
        arguments(
            "dict inside itself", start().ops("}q\0").text("model").ops("h\0s"), "no tensors"),
        arguments("list as a key", start().ops("}]Ns"), "dict key must be"),
        arguments(
            "key twice",
            start().op('}').text("a").op('N').op('s').text("a").op('N').op('s'),
            "'a' twice"),
        arguments("stack below its floor", start().op('('), "stack holds 0 values"),
        arguments("pop through a mark", start().ops("N(0"), "stack holds 0 values"),
        arguments("no mark", start().op('t'), "no mark"),
        arguments("empty memo", start().op('h').op(9), "memo has no entry 9"),
        arguments("future protocol", start().op(0x80).op(9), "protocol must be 2 to 5, found 9"),
        arguments("bad text", start().op('X').u32(2).op(0xc0).op(0x80), "is not UTF-8"));
  }

  private static Arguments arguments(String name, PickleBytes pickle, String expected) {
    return Arguments.of(name, pickle.stop(), expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pickles")
  void nothingRunsAndTheErrorIsOneLine(String name, byte[] pickle, String expected) {
    for (byte[] file : new byte[][] {ZipBytes.torch(pickle), pickle}) {
      assertThatThrownBy(() -> Bytes.read(file))
          .isExactlyInstanceOf(WeightException.class)
          .hasMessageStartingWith("test-file: ")
          .hasMessageContaining(expected)
          .message()
          .doesNotContain("\n")
          .hasSizeLessThan(500);
    }
    assertThat(folder.resolve("canary")).doesNotExist();
  }

  @Test
  void numberOfValuesIsBounded() {
    PickleBytes pickle = PickleBytes.start().op(']');
    for (int i = 0; i < 101; i++) {
      pickle.ops("Na");
    }
    ByteView view =
        ByteView.of(Path.of("f"), java.lang.foreign.MemorySegment.ofArray(pickle.stop()));
    PickleLimits limits = new PickleLimits(100, 10, 10, 10);
    assertThatThrownBy(() -> new Unpickler(view, 0, limits, new PickleStorages()).load())
        .isInstanceOf(WeightException.class)
        .hasMessageContaining("holds more than 100 values");
  }

  @Test
  void stackIsBounded() {
    ByteView view =
        ByteView.of(
            Path.of("f"),
            java.lang.foreign.MemorySegment.ofArray(
                PickleBytes.start().ops("N".repeat(11)).stop()));
    PickleLimits limits = new PickleLimits(100, 10, 10, 10);
    assertThatThrownBy(() -> new Unpickler(view, 0, limits, new PickleStorages()).load())
        .isInstanceOf(WeightException.class)
        .hasMessageContaining("stack passes the limit of 10");
  }
}
