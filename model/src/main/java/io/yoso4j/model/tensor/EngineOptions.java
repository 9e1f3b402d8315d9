package io.yoso4j.model.tensor;

import java.util.Objects;

/**
 * How the engine runs.
 *
 * @param device where new networks are placed
 * @param threads threads one operator may use, at least 1
 * @param seed seed of libtorch's own generator (networks do not use it: they are seeded by name)
 */
public record EngineOptions(Device device, int threads, long seed) {
  public EngineOptions {
    Objects.requireNonNull(device, "device");
    if (threads < 1) {
      throw new IllegalArgumentException("threads (" + threads + ") must be at least 1");
    }
  }

  /** The CPU, with as many threads as the JVM sees processors. */
  public static EngineOptions defaults() {
    return new EngineOptions(Device.CPU, Runtime.getRuntime().availableProcessors(), 0);
  }

  public EngineOptions withDevice(Device value) {
    return new EngineOptions(value, threads, seed);
  }

  public EngineOptions withThreads(int value) {
    return new EngineOptions(device, value, seed);
  }

  public EngineOptions withSeed(long value) {
    return new EngineOptions(device, threads, value);
  }
}
