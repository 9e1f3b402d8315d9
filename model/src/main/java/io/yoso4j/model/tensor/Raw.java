package io.yoso4j.model.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Passage between our tensors and libtorch's, and the one place where native errors are caught. */
final class Raw {
  private Raw() {}

  /** Runs a native call that makes a tensor; a failure names the operation and its input shapes. */
  static Tensor call(
      String operation, Supplier<org.bytedeco.pytorch.Tensor> body, @Nullable Tensor... inputs) {
    try {
      return new Tensor(body.get());
    } catch (EngineException e) {
      throw e;
    } catch (RuntimeException e) {
      throw EngineException.of(operation, describe(inputs), e);
    }
  }

  /** Runs a native call that works in place. */
  static void run(String operation, Runnable body, @Nullable Tensor... inputs) {
    try {
      body.run();
    } catch (EngineException e) {
      throw e;
    } catch (RuntimeException e) {
      throw EngineException.of(operation, describe(inputs), e);
    }
  }

  static TensorOptional optional(@Nullable Tensor tensor) {
    return tensor == null ? Constants.NO_TENSOR : new TensorOptional(tensor.raw());
  }

  static org.bytedeco.pytorch.Device device(Device device) {
    return new org.bytedeco.pytorch.Device(
        device == Device.CUDA ? torch.DeviceType.CUDA : torch.DeviceType.CPU);
  }

  static TensorOptions options(ElementType type, Device device) {
    return new TensorOptions(type.raw()).device(new DeviceOptional(device(device)));
  }

  static TensorVector vector(List<Tensor> tensors) {
    TensorVector vector = new TensorVector(tensors.size());
    for (int i = 0; i < tensors.size(); i++) {
      vector.put(i, tensors.get(i).raw());
    }
    return vector;
  }

  private static String describe(@Nullable Tensor[] inputs) {
    return Arrays.stream(inputs)
        .map(t -> t == null ? "none" : Arrays.toString(t.shape()))
        .collect(Collectors.joining(", "));
  }
}
