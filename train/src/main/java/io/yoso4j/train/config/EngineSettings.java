package io.yoso4j.train.config;

/**
 * Section {@code engine}: the tensor engine.
 *
 * @param device where tensors live
 * @param threads threads of the engine; 0 takes all processors
 */
public record EngineSettings(Device device, int threads) {
  /** Where tensors live. */
  public enum Device {
    /** An accelerator when there is one, else the processor. */
    AUTO,
    /** The processor. */
    CPU,
    /** An NVIDIA GPU. */
    CUDA
  }

  /** Checks every value. */
  public EngineSettings {
    Check.present("engine.device", device);
    Check.within("engine.threads", threads, 0, 4096);
  }
}
