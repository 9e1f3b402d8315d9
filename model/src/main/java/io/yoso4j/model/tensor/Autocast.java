package io.yoso4j.model.tensor;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Mixed precision on this thread until closed: convolutions and products of matrices take their
 * inputs in a shorter type, as {@code torch.autocast} chooses, and everything else stays as it is.
 * Weights keep their type, and so do their gradients. Backward passes need not be inside.
 */
public final class Autocast implements AutoCloseable {
  private final DeviceType device;
  private final boolean enabledBefore;
  private final ScalarType typeBefore;
  private final boolean cachedBefore;

  private Autocast(DeviceType device, ElementType type) {
    this.device = device;
    enabledBefore = torch.is_autocast_enabled(device);
    typeBefore = torch.get_autocast_dtype(device);
    cachedBefore = torch.is_autocast_cache_enabled();
    // The cache would keep the shortened weights of the step before: nothing here can clear it.
    torch.set_autocast_cache_enabled(false);
    boolean shorter = type != ElementType.FLOAT32;
    if (shorter) {
      torch.set_autocast_dtype(device, type.raw());
    }
    torch.set_autocast_enabled(device, shorter);
  }

  /**
   * Begins on the engine's device; nests.
   *
   * @param type the shorter type, or FLOAT32 for everything as it is
   */
  public static Autocast open(ElementType type) {
    Engine.ensureStarted();
    return new Autocast(
        switch (Engine.device()) {
          case CPU -> DeviceType.CPU;
          case CUDA -> DeviceType.CUDA;
        },
        type);
  }

  @Override
  public void close() {
    torch.set_autocast_enabled(device, enabledBefore);
    torch.set_autocast_dtype(device, typeBefore);
    torch.set_autocast_cache_enabled(cachedBefore);
  }
}
