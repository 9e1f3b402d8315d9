package io.yoso4j.model.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The pickle (protocol 2) of an {@code OrderedDict} of tensors, storage {@code i} for the tensor at
 * place {@code i}. It uses nothing that {@code torch.load(weights_only=True)} forbids.
 */
final class StateDictPickle {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private StateDictPickle() {}

  static byte[] write(Path target, Map<String, WeightTensor> tensors) {
    StateDictPickle pickle = new StateDictPickle();
    pickle.op(0x80).op(2).emptyOrderedDict().op('(');
    int index = 0;
    for (Map.Entry<String, WeightTensor> entry : tensors.entrySet()) {
      if (!TensorNames.isValid(entry.getKey())) {
        throw new WeightException(
            target,
            "tensor name " + WeightException.quote(entry.getKey()) + " is not allowed",
            null);
      }
      pickle.text(entry.getKey());
      pickle.tensor(index++, entry.getValue(), storage(target, entry.getKey(), entry.getValue()));
    }
    return pickle.op('u').op('.').out.toByteArray();
  }

  /** {@code _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)}. */
  private void tensor(int index, WeightTensor tensor, String storage) {
    global("torch._utils", "_rebuild_tensor_v2").op('(').op('(');
    text("storage").global("torch", storage).text(Integer.toString(index)).text("cpu");
    number(tensor.elements()).op('t').op('Q').number(0);
    longs(tensor.shape()).longs(Strides.contiguous(tensor.shape()));
    op(0x89).emptyOrderedDict().op('t').op('R');
  }

  private static String storage(Path target, String name, WeightTensor tensor) {
    return switch (tensor.dtype()) {
      case F64 -> "DoubleStorage";
      case F32 -> "FloatStorage";
      case F16 -> "HalfStorage";
      case BF16 -> "BFloat16Storage";
      case I64 -> "LongStorage";
      case I32 -> "IntStorage";
      case I16 -> "ShortStorage";
      case I8 -> "CharStorage";
      case U8 -> "ByteStorage";
      case BOOL -> "BoolStorage";
      case U16, U32, U64 ->
          throw new WeightException(
              target,
              "tensor "
                  + WeightException.quote(name)
                  + " has elements of type "
                  + tensor.dtype()
                  + ", which PyTorch files cannot hold",
              null);
    };
  }

  private StateDictPickle emptyOrderedDict() {
    return global("collections", "OrderedDict").op(')').op('R');
  }

  private StateDictPickle global(String module, String name) {
    out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  private StateDictPickle text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    op('X').little(4, utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  private StateDictPickle longs(long[] values) {
    op('(');
    for (long value : values) {
      number(value);
    }
    return op('t');
  }

  private StateDictPickle number(long value) {
    if (value <= Integer.MAX_VALUE) {
      return op('J').little(4, value);
    }
    return op(0x8a).op(8).little(8, value);
  }

  private StateDictPickle little(int bytes, long value) {
    byte[] all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    out.write(all, 0, bytes);
    return this;
  }

  private StateDictPickle op(int opcode) {
    out.write(opcode);
    return this;
  }
}
