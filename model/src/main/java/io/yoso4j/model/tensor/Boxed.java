package io.yoso4j.model.tensor;

import java.util.List;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;

/** An operator reached by name through the dispatcher, for those the presets leave out. */
final class Boxed {
  private final String name;
  private final OperatorHandle handle;

  private Boxed(String name, OperatorHandle handle) {
    this.name = name;
    this.handle = handle;
  }

  static Boxed find(String name, String overload) {
    Engine.ensureStarted();
    try {
      OperatorHandle handle = Dispatcher.singleton().findSchemaOrThrow(name, overload);
      return new Boxed(name, handle.retainReference());
    } catch (RuntimeException e) {
      throw EngineException.of(name, overload, e);
    }
  }

  /** Arguments in, results out; valid inside the caller's scope. */
  IValueVector call(IValue... arguments) {
    try {
      IValueVector stack = new IValueVector(arguments);
      handle.callBoxed(stack);
      return stack;
    } catch (RuntimeException e) {
      throw EngineException.of(name, arguments.length + " arguments", e);
    }
  }

  static IValue list(List<Tensor> tensors) {
    GenericList list = new GenericList(new Type.TypePtr((Type) TensorType.get()));
    list.reserve(tensors.size());
    for (Tensor tensor : tensors) {
      try (IValue value = new IValue(tensor.raw())) {
        list.push_back(value);
      }
    }
    return new IValue(list);
  }
}
