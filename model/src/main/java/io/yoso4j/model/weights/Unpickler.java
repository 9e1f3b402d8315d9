package io.yoso4j.model.weights;

import io.yoso4j.model.weights.PickleValue.BigInt;
import io.yoso4j.model.weights.PickleValue.Bool;
import io.yoso4j.model.weights.PickleValue.Bytes;
import io.yoso4j.model.weights.PickleValue.Dict;
import io.yoso4j.model.weights.PickleValue.Hashable;
import io.yoso4j.model.weights.PickleValue.Int;
import io.yoso4j.model.weights.PickleValue.None;
import io.yoso4j.model.weights.PickleValue.Real;
import io.yoso4j.model.weights.PickleValue.Sequence;
import io.yoso4j.model.weights.PickleValue.Text;
import io.yoso4j.model.weights.PickleValue.Tuple;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A restricted pickle machine, protocols 2 to 5. It knows the opcodes that state dictionaries need
 * and {@link PickleGlobals}; anything else ends it. It calls no constructor and no function that a
 * pickle names.
 *
 * <p>Source: the opcode descriptions in Python's {@code pickletools}.
 */
final class Unpickler {
  private static final int MAX_LONG_BYTES = 64;
  private static final int MAX_GLOBAL_NAME = 256;

  private final ByteView in;
  private final PickleLimits limits;
  private final PickleCalls calls;
  private final PickleStorages storages;
  private final List<PickleValue> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, PickleValue> memo = new HashMap<>();
  private long at;
  private long opcodeAt;
  private long created;

  /**
   * @param in the bytes that hold the pickle
   * @param start the position of its first opcode
   */
  Unpickler(ByteView in, long start, PickleLimits limits, PickleStorages storages) {
    this.in = in;
    this.at = start;
    this.limits = limits;
    this.storages = storages;
    this.calls = new PickleCalls(in.size());
  }

  /** The position after the last opcode read. */
  long position() {
    return at;
  }

  /** Runs to STOP and returns the one value that is left. */
  PickleValue load() {
    if (in.u8(at) != 0x80) {
      throw in.error(
          "pickle must start with PROTO at byte "
              + at
              + ", found opcode "
              + hex(in.u8(at))
              + " (protocols 0 and 1 are not supported)");
    }
    while (true) {
      opcodeAt = at;
      int opcode = in.u8(at++);
      if (opcode == '.') {
        PickleValue result = pop();
        if (!stack.isEmpty() || !marks.isEmpty()) {
          throw error("STOP leaves " + stack.size() + " values on the stack");
        }
        return result;
      }
      try {
        execute(opcode);
      } catch (PickleCalls.Rejected e) {
        throw error(e.reason());
      }
    }
  }

  private void execute(int opcode) throws PickleCalls.Rejected {
    switch (opcode) {
      case 0x80 -> protocol(in.u8(at++));
      case 0x95 -> frame(take(8));
      case '(' -> mark();
      case '0' -> pop();
      case '1' -> popMark();
      case 'N' -> push(None.NONE);
      case 0x88 -> push(new Bool(true));
      case 0x89 -> push(new Bool(false));
      case 'K' -> push(new Int(in.u8(take(1))));
      case 'M' -> push(new Int(in.u16(take(2))));
      case 'J' -> push(new Int(in.i32(take(4))));
      case 0x8a -> push(integer(in.u8(take(1))));
      case 'G' -> push(new Real(Double.longBitsToDouble(Long.reverseBytes(in.i64(take(8))))));
      case 0x8c -> text(in.u8(take(1)));
      case 'X' -> text(in.u32(take(4)));
      case 0x8d -> text(in.i64(take(8)));
      case 'C' -> bytes(in.u8(take(1)));
      case 'B' -> bytes(in.u32(take(4)));
      case 0x8e -> bytes(in.i64(take(8)));
      case 0x96 -> bytes(in.i64(take(8)));
      case 'U' -> bytes(in.u8(take(1)));
      case 'T' -> bytes(in.u32(take(4)));
      case ')' -> push(new Tuple(List.of()));
      case 0x85 -> tuple(1);
      case 0x86 -> tuple(2);
      case 0x87 -> tuple(3);
      case 't' -> push(new Tuple(popMark()));
      case ']' -> push(new Sequence());
      case '}' -> push(new Dict());
      case 'a' -> append(List.of(pop()));
      case 'e' -> append(popMark());
      case 's' -> setItems(popMany(2));
      case 'u' -> setItems(popMark());
      case 'q' -> put(in.u8(take(1)));
      case 'r' -> put(in.u32(take(4)));
      case 0x94 -> put(memo.size());
      case 'h' -> get(in.u8(take(1)));
      case 'j' -> get(in.u32(take(4)));
      case 'c' -> {
        String module = line();
        push(global(module, line()));
      }
      case 0x93 -> stackGlobal();
      case 'Q' -> push(storages.resolve(pop()));
      case 'R' -> {
        PickleValue arguments = pop();
        push(calls.call(pop(), arguments));
      }
      case 'b' -> {
        PickleValue state = pop();
        calls.build(top(), state);
      }
      default -> throw error("opcode " + hex(opcode) + " is not allowed");
    }
  }

  private void protocol(int version) {
    if (version < 2 || version > 5) {
      throw error("pickle protocol must be 2 to 5, found " + version);
    }
  }

  private void frame(long lengthAt) {
    long length = in.i64(lengthAt);
    if (length < 0 || length > in.size() - at) {
      throw error(
          "frame of " + Long.toUnsignedString(length) + " bytes passes the end, size " + in.size());
    }
  }

  private void mark() {
    if (marks.size() >= limits.marks()) {
      throw error("nests deeper than " + limits.marks());
    }
    marks.push(stack.size());
  }

  private PickleValue integer(int length) {
    if (length > MAX_LONG_BYTES) {
      throw error("integer of " + length + " bytes is longer than " + MAX_LONG_BYTES);
    }
    byte[] bigEndian = new byte[length + 1];
    long first = take(length);
    for (int i = 0; i < length; i++) {
      bigEndian[length - i] = (byte) in.u8(first + i);
    }
    bigEndian[0] = (byte) (length > 0 && bigEndian[1] < 0 ? -1 : 0);
    BigInteger value = new BigInteger(bigEndian);
    return value.bitLength() < Long.SIZE ? new Int(value.longValue()) : new BigInt(value);
  }

  private void text(long length) {
    push(new Text(in.utf8(take(length), length)));
  }

  private void bytes(long length) {
    push(new Bytes(in.slice(take(length), length)));
  }

  private void tuple(int length) {
    push(new Tuple(popMany(length)));
  }

  private void append(List<PickleValue> items) {
    if (!(top() instanceof Sequence sequence)) {
      throw error("APPEND needs a list, found " + PickleValue.kind(top()));
    }
    sequence.items().addAll(items);
  }

  private void setItems(List<PickleValue> keysAndValues) {
    if (!(top() instanceof Dict dict)) {
      throw error("SETITEMS needs a dict, found " + PickleValue.kind(top()));
    }
    if (keysAndValues.size() % 2 != 0) {
      throw error("SETITEMS needs pairs, found " + keysAndValues.size() + " values");
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      Hashable key =
          switch (keysAndValues.get(i)) {
            case Bytes bytes -> new Text(latin1(bytes));
            case Hashable plain -> plain;
            case PickleValue other ->
                throw error(
                    "dict key must be a text, an int, a bool or None, found "
                        + PickleValue.kind(other));
          };
      if (dict.items().put(key, keysAndValues.get(i + 1)) != null) {
        throw error("dict has the key " + WeightException.quote(key.text()) + " twice");
      }
    }
  }

  /** Python 2 wrote names as byte strings. */
  private String latin1(Bytes bytes) {
    if (bytes.data().byteSize() > 4096) {
      throw error("dict key of " + bytes.data().byteSize() + " bytes is longer than 4096");
    }
    return new String(bytes.data().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
  }

  private void put(long index) {
    if (index >= limits.memo()) {
      throw error("memo index " + index + " passes the limit of " + limits.memo());
    }
    memo.put((int) index, top());
  }

  private void get(long index) {
    PickleValue value = index >= limits.memo() ? null : memo.get((int) index);
    if (value == null) {
      throw error("memo has no entry " + index);
    }
    push(value);
  }

  private PickleValue global(String module, String name) {
    PickleValue value = PickleGlobals.find(module, name);
    if (value == null) {
      throw error(
          "refers to "
              + WeightException.quote(module + "." + name)
              + ", which is not one of the names that weights need; nothing was executed");
    }
    return value;
  }

  private void stackGlobal() {
    PickleValue name = pop();
    PickleValue module = pop();
    if (!(name instanceof Text n) || !(module instanceof Text m)) {
      throw error(
          "STACK_GLOBAL needs two names, found "
              + PickleValue.kind(module)
              + " and "
              + PickleValue.kind(name));
    }
    push(global(m.text(), n.text()));
  }

  private String line() {
    long start = at;
    while (in.u8(at++) != '\n') {
      if (at - start > MAX_GLOBAL_NAME) {
        throw error("name is longer than " + MAX_GLOBAL_NAME + " bytes");
      }
    }
    return in.utf8(start, at - 1 - start);
  }

  private void push(PickleValue value) {
    if (stack.size() >= limits.stack()) {
      throw error("stack passes the limit of " + limits.stack() + " values");
    }
    if (++created > limits.values()) {
      throw error("holds more than " + limits.values() + " values");
    }
    stack.add(value);
  }

  private PickleValue top() {
    requireAbove(1);
    return stack.getLast();
  }

  private PickleValue pop() {
    requireAbove(1);
    return stack.removeLast();
  }

  private List<PickleValue> popMany(int count) {
    requireAbove(count);
    return popFrom(stack.size() - count);
  }

  private List<PickleValue> popMark() {
    if (marks.isEmpty()) {
      throw error("no mark on the stack");
    }
    return popFrom(marks.pop());
  }

  private List<PickleValue> popFrom(int start) {
    List<PickleValue> tail = stack.subList(start, stack.size());
    List<PickleValue> items = List.copyOf(tail);
    tail.clear();
    return items;
  }

  private void requireAbove(int count) {
    int floor = marks.isEmpty() ? 0 : marks.peek();
    if (stack.size() - floor < count) {
      throw error("stack holds " + (stack.size() - floor) + " values, " + count + " needed");
    }
  }

  /**
   * Moves past {@code length} bytes and returns where they start; reading them is checked by the
   * view.
   */
  private long take(long length) {
    long start = at;
    if (length < 0 || length > in.size() - at) {
      throw error(
          "ends early: "
              + Long.toUnsignedString(length)
              + " bytes needed, "
              + (in.size() - at)
              + " left");
    }
    at += length;
    return start;
  }

  private WeightException error(String message) {
    return in.error("pickle at byte " + opcodeAt + ": " + message);
  }

  private static String hex(int opcode) {
    return String.format("0x%02x", opcode);
  }
}
