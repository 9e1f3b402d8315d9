package io.yoso4j.model.weights;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pickle can hold here: plain values, containers, and descriptions of tensors. Containers
 * may contain themselves, so nothing walks them recursively; only scalars are ever hashed or
 * compared.
 */
sealed interface PickleValue {

  /** A plain value. */
  sealed interface Scalar extends PickleValue {
    /** The value as text. */
    String text();
  }

  /** A value that can be a dictionary key. */
  sealed interface Hashable extends Scalar {}

  enum None implements Hashable {
    NONE;

    @Override
    public String text() {
      return "None";
    }
  }

  record Bool(boolean value) implements Hashable {
    @Override
    public String text() {
      return Boolean.toString(value);
    }
  }

  record Int(long value) implements Hashable, Comparable<Int> {
    @Override
    public int compareTo(Int other) {
      return Long.compare(value, other.value);
    }

    @Override
    public String text() {
      return Long.toString(value);
    }
  }

  record BigInt(BigInteger value) implements Scalar {
    @Override
    public String text() {
      return value.toString();
    }
  }

  record Real(double value) implements Scalar {
    @Override
    public String text() {
      return Double.toString(value);
    }
  }

  /** Text is comparable, so that keys made to collide do not slow a map down. */
  record Text(String text) implements Hashable, Comparable<Text> {
    @Override
    public int compareTo(Text other) {
      return text.compareTo(other.text);
    }
  }

  /** Raw bytes; a window on the pickle where possible. */
  record Bytes(MemorySegment data) implements PickleValue {}

  record Tuple(List<PickleValue> items) implements PickleValue {}

  /** A Python list. */
  record Sequence(List<PickleValue> items) implements PickleValue {
    Sequence() {
      this(new ArrayList<>());
    }
  }

  /** A Python dict or OrderedDict. */
  record Dict(Map<Hashable, PickleValue> items) implements PickleValue {
    Dict() {
      this(new LinkedHashMap<>());
    }

    @Nullable PickleValue get(String key) {
      return items.get(new Text(key));
    }
  }

  /** A name from the allow-list; it stands for a value that this package knows how to build. */
  enum Callable implements PickleValue {
    ORDERED_DICT,
    REBUILD_TENSOR,
    REBUILD_TENSOR_V2,
    REBUILD_TENSOR_V3,
    REBUILD_PARAMETER,
    SIZE,
    ENCODE,
    EMPTY_BYTES,
    NUMPY_RECONSTRUCT,
    NUMPY_NDARRAY,
    NUMPY_DTYPE,
    NUMPY_SCALAR,
    NUMPY_FROM_BUFFER
  }

  /** A storage class such as {@code torch.FloatStorage}; null is a storage of plain bytes. */
  record StorageType(@Nullable DType dtype) implements PickleValue {}

  /** A dtype such as {@code torch.float32}. */
  record DTypeValue(DType dtype) implements PickleValue {}

  /**
   * A storage, named but not read yet.
   *
   * @param dtype null for plain bytes
   * @param elements in units of the dtype, of the whole storage
   * @param viewOffset the first element of the window used (legacy files only)
   * @param viewElements the length of that window
   */
  record Storage(
      String key, @Nullable DType dtype, long elements, long viewOffset, long viewElements)
      implements PickleValue {
    int elementBytes() {
      return dtype == null ? 1 : dtype.bytes();
    }
  }

  /** A strided window on elements; offset and strides count elements of the dtype. */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  record TensorView(PickleValue holder, DType dtype, long offset, long[] shape, long[] strides)
      implements PickleValue {}

  /** A NumPy dtype; the byte order arrives later, with BUILD. */
  final class NumpyDtype implements PickleValue {
    final DType dtype;
    boolean bigEndian;

    NumpyDtype(DType dtype, boolean bigEndian) {
      this.dtype = dtype;
      this.bigEndian = bigEndian;
    }
  }

  /** A NumPy array; empty until BUILD. */
  final class NumpyArray implements PickleValue {
    @Nullable TensorView view;
  }

  /** How errors call a kind of value. */
  static String kind(PickleValue value) {
    return switch (value) {
      case None n -> "None";
      case Bool b -> "bool " + b.value();
      case Int i -> "int " + i.value();
      case BigInt i -> "int";
      case Real r -> "float " + r.value();
      case Text t -> "str " + WeightException.quote(t.text());
      case Bytes b -> "bytes of length " + b.data().byteSize();
      case Tuple t -> "tuple of length " + t.items().size();
      case Sequence s -> "list of length " + s.items().size();
      case Dict d -> "dict of size " + d.items().size();
      case Callable c -> "function " + c;
      case StorageType t -> "storage type";
      case DTypeValue d -> "dtype " + d.dtype();
      case Storage s -> "storage " + WeightException.quote(s.key());
      case TensorView t -> "tensor";
      case NumpyDtype d -> "numpy dtype";
      case NumpyArray a -> "numpy array";
    };
  }
}
