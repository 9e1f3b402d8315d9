package io.yoso4j.model.tensor;

import java.util.Locale;

/** Where tensors live and operators run. */
public enum Device {
  CPU,
  CUDA;

  /**
   * Reads {@code cpu} or {@code cuda}, in any case.
   *
   * @throws EngineException for any other word
   */
  public static Device parse(String word) {
    for (Device device : values()) {
      if (device.name().equalsIgnoreCase(word)) {
        return device;
      }
    }
    throw new EngineException("device \"" + word + "\" is unknown; expected cpu or cuda");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
