package io.yoso4j.train.config;

/**
 * Section {@code engine}: the tensor engine.
 *
 * @param device where tensors live
 * @param threads threads of the engine; 0 takes all processors
 * @param precision of backbone and neck in training; head, loss, weights, optimiser and evaluation
 *     are float32 always
 */
public record EngineSettings(Device device, int threads, Precision precision) {
  /** Where tensors live. */
  public enum Device {
    /** An accelerator when there is one, else the processor. */
    AUTO,
    /** The processor. */
    CPU,
    /** An NVIDIA GPU. */
    CUDA
  }

  /** How long numbers are. */
  public enum Precision {
    /** 32 bits throughout. */
    FLOAT32,
    /** Convolutions and products of matrices in bfloat16. */
    BFLOAT16
  }

  /** Checks every value. */
  public EngineSettings {
    Check.present("engine.device", device);
    Check.within("engine.threads", threads, 0, 4096);
    Check.present("engine.precision", precision);
  }
}
