package io.yoso4j.model.weights;

import static java.util.Map.entry;

import io.yoso4j.model.weights.PickleValue.Callable;
import io.yoso4j.model.weights.PickleValue.DTypeValue;
import io.yoso4j.model.weights.PickleValue.StorageType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The only global names a pickle may mention. None of them is looked up anywhere: each maps to a
 * constant.
 */
final class PickleGlobals {
  private static final Map<String, PickleValue> ALLOWED = new HashMap<>();

  static {
    ALLOWED.putAll(
        Map.ofEntries(
            entry("collections.OrderedDict", Callable.ORDERED_DICT),
            entry("torch._utils._rebuild_tensor", Callable.REBUILD_TENSOR),
            entry("torch._utils._rebuild_tensor_v2", Callable.REBUILD_TENSOR_V2),
            entry("torch._utils._rebuild_tensor_v3", Callable.REBUILD_TENSOR_V3),
            entry("torch._utils._rebuild_parameter", Callable.REBUILD_PARAMETER),
            entry("torch.Size", Callable.SIZE),
            entry("_codecs.encode", Callable.ENCODE),
            entry("__builtin__.bytes", Callable.EMPTY_BYTES),
            entry("numpy.ndarray", Callable.NUMPY_NDARRAY),
            entry("numpy.dtype", Callable.NUMPY_DTYPE)));
    for (String core : new String[] {"numpy.core", "numpy._core"}) {
      ALLOWED.put(core + ".multiarray._reconstruct", Callable.NUMPY_RECONSTRUCT);
      ALLOWED.put(core + ".multiarray.scalar", Callable.NUMPY_SCALAR);
      ALLOWED.put(core + ".numeric._frombuffer", Callable.NUMPY_FROM_BUFFER);
    }
    Map<String, DType> storages =
        Map.of(
            "Double",
            DType.F64,
            "Float",
            DType.F32,
            "Half",
            DType.F16,
            "BFloat16",
            DType.BF16,
            "Long",
            DType.I64,
            "Int",
            DType.I32,
            "Short",
            DType.I16,
            "Char",
            DType.I8,
            "Byte",
            DType.U8,
            "Bool",
            DType.BOOL);
    storages.forEach(
        (name, dtype) -> ALLOWED.put("torch." + name + "Storage", new StorageType(dtype)));
    ALLOWED.put("torch.storage.UntypedStorage", new StorageType(null));
    ALLOWED.put("torch.UntypedStorage", new StorageType(null));
    Map<String, DType> dtypes = new HashMap<>();
    dtypes.putAll(
        Map.of(
            "float64", DType.F64, "double", DType.F64, "float32", DType.F32, "float", DType.F32));
    dtypes.putAll(
        Map.of(
            "float16", DType.F16, "half", DType.F16, "bfloat16", DType.BF16, "bool", DType.BOOL));
    dtypes.putAll(
        Map.of("int64", DType.I64, "int32", DType.I32, "int16", DType.I16, "int8", DType.I8));
    dtypes.putAll(
        Map.of("uint64", DType.U64, "uint32", DType.U32, "uint16", DType.U16, "uint8", DType.U8));
    dtypes.forEach((name, dtype) -> ALLOWED.put("torch." + name, new DTypeValue(dtype)));
  }

  private PickleGlobals() {}

  /** The value of an allowed name, or null. */
  static @Nullable PickleValue find(String module, String name) {
    // A dot inside the second part is attribute access in Python; no allowed name needs it.
    return name.indexOf('.') >= 0 ? null : ALLOWED.get(module + "." + name);
  }
}
