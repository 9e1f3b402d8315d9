package io.yoso4j.model.weights;

import io.yoso4j.model.weights.PickleCalls.Rejected;
import io.yoso4j.model.weights.PickleValue.Bool;
import io.yoso4j.model.weights.PickleValue.Bytes;
import io.yoso4j.model.weights.PickleValue.Int;
import io.yoso4j.model.weights.PickleValue.None;
import io.yoso4j.model.weights.PickleValue.NumpyArray;
import io.yoso4j.model.weights.PickleValue.NumpyDtype;
import io.yoso4j.model.weights.PickleValue.Real;
import io.yoso4j.model.weights.PickleValue.TensorView;
import io.yoso4j.model.weights.PickleValue.Text;
import io.yoso4j.model.weights.PickleValue.Tuple;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** NumPy arrays in pickles, as detectron2's model files hold them: numbers only, little endian. */
final class NumpyValues {
  private static final Map<String, DType> DTYPES =
      Map.ofEntries(
          Map.entry("f8", DType.F64),
          Map.entry("f4", DType.F32),
          Map.entry("f2", DType.F16),
          Map.entry("i8", DType.I64),
          Map.entry("i4", DType.I32),
          Map.entry("i2", DType.I16),
          Map.entry("i1", DType.I8),
          Map.entry("u8", DType.U64),
          Map.entry("u4", DType.U32),
          Map.entry("u2", DType.U16),
          Map.entry("u1", DType.U8),
          Map.entry("b1", DType.BOOL));

  private NumpyValues() {}

  /** Reads {@code dtype('f4', align, copy)}. */
  static NumpyDtype dtype(List<PickleValue> a) throws Rejected {
    String code = a.isEmpty() ? "" : text(a.getFirst());
    boolean bigEndian = code.startsWith(">");
    DType dtype =
        DTYPES.get(
            code.startsWith("<") || bigEndian || code.startsWith("|") ? code.substring(1) : code);
    if (dtype == null) {
      throw new Rejected("numpy dtype " + WeightException.quote(code) + " is not a plain number");
    }
    return new NumpyDtype(dtype, bigEndian);
  }

  /** Reads the state {@code (version, byteOrder, ...)}. */
  static void buildDtype(NumpyDtype dtype, PickleValue state) throws Rejected {
    if (!(state instanceof Tuple tuple) || tuple.items().size() < 2) {
      throw new Rejected("numpy dtype state must be a tuple, found " + PickleValue.kind(state));
    }
    dtype.bigEndian = text(tuple.items().get(1)).equals(">");
  }

  /** Reads the state {@code (version, shape, dtype, isFortran, bytes)}. */
  static void buildArray(NumpyArray array, PickleValue state) throws Rejected {
    if (!(state instanceof Tuple tuple)
        || tuple.items().size() != 5
        || !(tuple.items().get(2) instanceof NumpyDtype dtype)
        || !(tuple.items().get(4) instanceof Bytes bytes)) {
      throw new Rejected(
          "numpy array state must be (version, shape, dtype, order, bytes), found "
              + PickleValue.kind(state));
    }
    boolean fortran =
        switch (tuple.items().get(3)) {
          case Bool b -> b.value();
          case Int i -> i.value() != 0;
          default -> throw new Rejected("numpy array order must be a bool");
        };
    array.view = view(tuple.items().get(1), dtype, bytes, fortran);
  }

  /** Reads {@code _frombuffer(bytes, dtype, shape, order)}, which protocol 5 uses. */
  static NumpyArray fromBuffer(List<PickleValue> a) throws Rejected {
    if (a.size() != 4
        || !(a.get(0) instanceof Bytes bytes)
        || !(a.get(1) instanceof NumpyDtype dtype)) {
      throw new Rejected("numpy array from a buffer needs (bytes, dtype, shape, order)");
    }
    String order = text(a.get(3));
    if (!order.equals("C") && !order.equals("F")) {
      throw new Rejected(
          "numpy array order must be 'C' or 'F', found " + WeightException.quote(order));
    }
    NumpyArray array = new NumpyArray();
    array.view = view(a.get(2), dtype, bytes, order.equals("F"));
    return array;
  }

  private static TensorView view(PickleValue sizes, NumpyDtype dtype, Bytes bytes, boolean fortran)
      throws Rejected {
    if (dtype.bigEndian) {
      throw new Rejected("numpy array is big endian, which is not supported");
    }
    long[] shape = PickleCalls.longs(sizes, "numpy array shape");
    if (WeightTensor.byteSize(dtype.dtype, shape) != bytes.data().byteSize()) {
      throw new Rejected(
          "numpy array "
              + dtype.dtype
              + " "
              + Arrays.toString(shape)
              + " does not fit its "
              + bytes.data().byteSize()
              + " bytes");
    }
    return new TensorView(
        bytes, dtype.dtype, 0, shape, fortran ? fortranStrides(shape) : Strides.contiguous(shape));
  }

  /** Reads {@code scalar(dtype, bytes)}. */
  static PickleValue scalar(List<PickleValue> a) throws Rejected {
    if (a.size() != 2
        || !(a.get(0) instanceof NumpyDtype dtype)
        || !(a.get(1) instanceof Bytes bytes)
        || bytes.data().byteSize() != dtype.dtype.bytes()
        || dtype.bigEndian) {
      throw new Rejected("numpy scalar needs a little-endian dtype and its bytes");
    }
    return switch (dtype.dtype) {
      case I64 -> new Int(bytes.data().get(DType.LONG, 0));
      case F64 -> new Real(bytes.data().get(DType.DOUBLE, 0));
      case BOOL -> new Bool(bytes.data().get(ValueLayout.JAVA_BYTE, 0) != 0);
      default -> new Real(dtype.dtype.toFloat(bytes.data(), 0));
    };
  }

  private static long[] fortranStrides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = 0; i < shape.length; i++) {
      strides[i] = stride;
      stride *= Math.max(1, shape[i]);
    }
    return strides;
  }

  private static String text(PickleValue value) throws Rejected {
    return switch (value) {
      case Text t -> t.text();
      case Bytes b when b.data().byteSize() <= 16 ->
          new String(b.data().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
      case None n -> "";
      default ->
          throw new Rejected("numpy dtype needs a short name, found " + PickleValue.kind(value));
    };
  }
}
