package io.yoso4j.model.weights;

import io.yoso4j.model.weights.PickleValue.Bytes;
import io.yoso4j.model.weights.PickleValue.Callable;
import io.yoso4j.model.weights.PickleValue.DTypeValue;
import io.yoso4j.model.weights.PickleValue.Dict;
import io.yoso4j.model.weights.PickleValue.Hashable;
import io.yoso4j.model.weights.PickleValue.Int;
import io.yoso4j.model.weights.PickleValue.NumpyArray;
import io.yoso4j.model.weights.PickleValue.NumpyDtype;
import io.yoso4j.model.weights.PickleValue.Sequence;
import io.yoso4j.model.weights.PickleValue.Storage;
import io.yoso4j.model.weights.PickleValue.TensorView;
import io.yoso4j.model.weights.PickleValue.Text;
import io.yoso4j.model.weights.PickleValue.Tuple;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What REDUCE and BUILD mean for the names of the allow-list: descriptions of values, built right
 * here.
 */
final class PickleCalls {
  private static final int MAX_RANK = 64;

  private long budget;

  /**
   * @param budget how many characters, sizes, strides and pairs calls may copy in all; a pickle
   *     writes each out once, so its own length is enough, and calling again on remembered values
   *     is not
   */
  PickleCalls(long budget) {
    this.budget = budget;
  }

  /** A call that is not allowed or has wrong arguments; the machine adds file and position. */
  static final class Rejected extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    Rejected(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  PickleValue call(PickleValue function, PickleValue arguments) throws Rejected {
    if (!(function instanceof Callable callable)) {
      throw new Rejected("REDUCE needs a function, found " + PickleValue.kind(function));
    }
    if (!(arguments instanceof Tuple tuple)) {
      throw new Rejected("REDUCE needs a tuple of arguments, found " + PickleValue.kind(arguments));
    }
    List<PickleValue> a = tuple.items();
    return switch (callable) {
      case ORDERED_DICT -> orderedDict(a);
      case SIZE -> {
        require(a.size() == 1 && a.getFirst() instanceof Tuple, callable, tuple);
        yield a.getFirst();
      }
      case REBUILD_TENSOR -> {
        require(a.size() == 4, callable, tuple);
        yield tensor(a, null);
      }
      case REBUILD_TENSOR_V2 -> {
        require(a.size() == 6 || a.size() == 7, callable, tuple);
        yield tensor(a, null);
      }
      case REBUILD_TENSOR_V3 -> {
        require(a.size() == 7 || a.size() == 8, callable, tuple);
        if (!(a.get(6) instanceof DTypeValue dtype)) {
          throw new Rejected("tensor dtype must be a dtype, found " + PickleValue.kind(a.get(6)));
        }
        yield tensor(a, dtype.dtype());
      }
      case REBUILD_PARAMETER -> {
        require(a.size() == 3 && a.getFirst() instanceof TensorView, callable, tuple);
        yield a.getFirst();
      }
      case ENCODE -> encode(a);
      case EMPTY_BYTES -> {
        // Protocol 2 writes an empty byte string as a call without arguments.
        require(a.isEmpty(), callable, tuple);
        yield new Bytes(MemorySegment.ofArray(new byte[0]));
      }
      case NUMPY_RECONSTRUCT -> {
        require(a.size() == 3 && a.getFirst() == Callable.NUMPY_NDARRAY, callable, tuple);
        yield new NumpyArray();
      }
      case NUMPY_DTYPE -> NumpyValues.dtype(a);
      case NUMPY_SCALAR -> NumpyValues.scalar(a);
      case NUMPY_FROM_BUFFER -> NumpyValues.fromBuffer(a);
      case NUMPY_NDARRAY -> throw new Rejected("numpy.ndarray cannot be called");
    };
  }

  void build(PickleValue target, PickleValue state) throws Rejected {
    switch (target) {
      // PyTorch hangs format notes (_metadata) on a state dictionary; they name no tensors.
      case Dict dict when state instanceof Dict -> {}
      case NumpyDtype dtype -> NumpyValues.buildDtype(dtype, state);
      case NumpyArray array -> NumpyValues.buildArray(array, state);
      default ->
          throw new Rejected(
              "BUILD is not allowed on "
                  + PickleValue.kind(target)
                  + " with "
                  + PickleValue.kind(state));
    }
  }

  private Dict orderedDict(List<PickleValue> a) throws Rejected {
    Dict dict = new Dict();
    if (a.isEmpty()) {
      return dict;
    }
    if (a.size() != 1 || !(a.getFirst() instanceof Sequence pairs)) {
      throw new Rejected("OrderedDict takes nothing or a list of pairs");
    }
    charge(pairs.items().size());
    for (PickleValue item : pairs.items()) {
      List<PickleValue> pair =
          switch (item) {
            case Tuple t -> t.items();
            case Sequence s -> s.items();
            default -> List.of();
          };
      if (pair.size() != 2 || !(pair.getFirst() instanceof Hashable key)) {
        throw new Rejected(
            "OrderedDict takes pairs of a plain key and a value, found " + PickleValue.kind(item));
      }
      if (dict.items().put(key, pair.getLast()) != null) {
        throw new Rejected("dict has the key " + WeightException.quote(key.text()) + " twice");
      }
    }
    return dict;
  }

  private TensorView tensor(List<PickleValue> a, @Nullable DType given) throws Rejected {
    if (!(a.get(0) instanceof Storage storage)) {
      throw new Rejected("tensor needs a storage, found " + PickleValue.kind(a.get(0)));
    }
    if (!(a.get(1) instanceof Int offset) || offset.value() < 0) {
      throw new Rejected(
          "tensor offset must be a non-negative int, found " + PickleValue.kind(a.get(1)));
    }
    DType dtype = given == null ? storage.dtype() : given;
    if (dtype == null) {
      throw new Rejected("tensor on " + PickleValue.kind(storage) + " has no dtype");
    }
    long[] shape = longs(a.get(2), "tensor shape");
    long[] strides = longs(a.get(3), "tensor strides");
    charge(shape.length + strides.length);
    if (shape.length != strides.length) {
      throw new Rejected(
          "tensor has " + shape.length + " sizes and " + strides.length + " strides");
    }
    return new TensorView(storage, dtype, offset.value(), shape, strides);
  }

  static long[] longs(PickleValue value, String what) throws Rejected {
    if (!(value instanceof Tuple tuple) || tuple.items().size() > MAX_RANK) {
      throw new Rejected(
          what
              + " must be a tuple of at most "
              + MAX_RANK
              + " ints, found "
              + PickleValue.kind(value));
    }
    long[] longs = new long[tuple.items().size()];
    for (int i = 0; i < longs.length; i++) {
      if (!(tuple.items().get(i) instanceof Int size) || size.value() < 0) {
        throw new Rejected(
            what
                + " must hold non-negative ints, found "
                + PickleValue.kind(tuple.items().get(i))
                + " at index "
                + i);
      }
      longs[i] = size.value();
    }
    return longs;
  }

  /** Protocol 2 writes bytes as text, one character per byte. */
  private Bytes encode(List<PickleValue> a) throws Rejected {
    if (a.size() != 2
        || !(a.get(0) instanceof Text text)
        || !(a.get(1) instanceof Text charset)
        || !charset.text().equals("latin1")) {
      throw new Rejected("_codecs.encode takes a text and 'latin1'");
    }
    charge(text.text().length());
    byte[] bytes = text.text().getBytes(StandardCharsets.ISO_8859_1);
    return new Bytes(MemorySegment.ofArray(bytes));
  }

  private void charge(int copied) throws Rejected {
    budget -= copied;
    if (budget < 0) {
      throw new Rejected("copies more than the pickle itself holds");
    }
  }

  private static void require(boolean ok, Callable callable, Tuple arguments) throws Rejected {
    if (!ok) {
      throw new Rejected(callable + " has wrong arguments: " + PickleValue.kind(arguments));
    }
  }
}
