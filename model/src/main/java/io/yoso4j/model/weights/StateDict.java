package io.yoso4j.model.weights;

import io.yoso4j.model.weights.PickleValue.Bytes;
import io.yoso4j.model.weights.PickleValue.Dict;
import io.yoso4j.model.weights.PickleValue.Hashable;
import io.yoso4j.model.weights.PickleValue.NumpyArray;
import io.yoso4j.model.weights.PickleValue.Scalar;
import io.yoso4j.model.weights.PickleValue.Storage;
import io.yoso4j.model.weights.PickleValue.TensorView;
import io.yoso4j.model.weights.PickleValue.Text;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the state dictionary in what a pickle held, and makes its tensors. */
final class StateDict {
  /** Where training programs put the state dictionary inside a checkpoint, in the order tried. */
  private static final List<String> CONTAINERS =
      List.of("model", "state_dict", "model_state", "model_state_dict", "blobs");

  private static final long FREE_BYTES = 64L << 20;
  private static final int MAX_VIEWS_PER_BYTE = 16;

  private final ByteView file;
  private final Arena arena;
  private final Function<Storage, MemorySegment> storages;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, String> others = new LinkedHashMap<>();
  private long budget;

  /**
   * @param storages gives the bytes of a storage's window
   */
  StateDict(ByteView file, Arena arena, long dataBytes, Function<Storage, MemorySegment> storages) {
    this.file = file;
    this.arena = arena;
    this.storages = storages;
    this.budget =
        dataBytes > (Long.MAX_VALUE - FREE_BYTES) / MAX_VIEWS_PER_BYTE
            ? Long.MAX_VALUE
            : FREE_BYTES + dataBytes * MAX_VIEWS_PER_BYTE;
  }

  WeightFile read(PickleValue root) {
    if (!(root instanceof Dict top)) {
      throw file.error("must hold a dictionary of tensors, found " + PickleValue.kind(root));
    }
    Text container = container(top);
    Dict state =
        container != null && top.items().get(container) instanceof Dict inner ? inner : top;
    if (container != null) {
      top.items().entrySet().stream()
          .filter(entry -> !entry.getKey().equals(container))
          .forEach(entry -> note(entry.getKey(), entry.getValue()));
    }
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<Hashable, PickleValue> entry : state.items().entrySet()) {
      TensorView view = view(entry.getValue());
      if (view == null) {
        note(entry.getKey(), entry.getValue());
      } else if (entry.getKey() instanceof Text name) {
        TensorNames.check(file, name.text());
        tensors.put(name.text(), tensor(name.text(), view));
      } else {
        throw file.error("tensor name must be a text, found " + PickleValue.kind(entry.getKey()));
      }
    }
    if (tensors.isEmpty()) {
      throw file.error(
          "holds no tensors: neither its dictionary nor one of the entries "
              + CONTAINERS
              + " maps names to tensors");
    }
    return new WeightFile(file.file(), tensors, metadata, others, "", false);
  }

  private static @Nullable Text container(Dict top) {
    if (top.items().values().stream().anyMatch(value -> view(value) != null)) {
      return null;
    }
    for (String name : CONTAINERS) {
      if (top.get(name) instanceof Dict) {
        return new Text(name);
      }
    }
    return null;
  }

  private void note(Hashable key, PickleValue value) {
    if (value instanceof Scalar scalar) {
      metadata.put(key.text(), scalar.text());
    } else {
      others.put(key.text(), PickleValue.kind(value));
    }
  }

  private static @Nullable TensorView view(PickleValue value) {
    return switch (value) {
      case TensorView view -> view;
      case NumpyArray array -> array.view;
      default -> null;
    };
  }

  private WeightTensor tensor(String name, TensorView view) {
    String what = "tensor " + WeightException.quote(name) + ": ";
    MemorySegment elements =
        switch (view.holder()) {
          case Storage storage -> storages.apply(storage);
          case Bytes bytes -> bytes.data();
          default -> throw file.error(what + "stands on " + PickleValue.kind(view.holder()));
        };
    int width = view.dtype().bytes();
    long bytes = WeightTensor.byteSize(view.dtype(), view.shape());
    long end = Strides.end(view.offset(), view.shape(), view.strides());
    long held = elements.byteSize() / width;
    if (bytes < 0 || end < 0 || end > held || (bytes == 0 && view.offset() > held)) {
      throw file.error(
          what
              + Arrays.toString(view.shape())
              + " with strides "
              + Arrays.toString(view.strides())
              + " at offset "
              + view.offset()
              + " passes its storage of "
              + held
              + " elements");
    }
    if (bytes > budget) {
      throw file.error(
          what
              + Arrays.toString(view.shape())
              + " brings the tensors to more than "
              + MAX_VIEWS_PER_BYTE
              + " times the bytes stored");
    }
    budget -= bytes;
    return new WeightTensor(name, view.dtype(), view.shape(), data(elements, view, bytes));
  }

  private MemorySegment data(MemorySegment elements, TensorView view, long bytes) {
    int width = view.dtype().bytes();
    if (bytes == 0) {
      return MemorySegment.ofArray(new byte[0]);
    }
    if (Strides.isContiguous(view.shape(), view.strides())) {
      return elements.asSlice(view.offset() * width, bytes);
    }
    MemorySegment copy = arena.allocate(bytes, width);
    Strides.copy(elements, view.offset(), view.shape(), view.strides(), width, copy);
    return copy;
  }
}
