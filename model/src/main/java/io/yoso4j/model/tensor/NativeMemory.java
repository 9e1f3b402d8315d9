package io.yoso4j.model.tensor;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Settings of glibc's allocator that keep the buffers of one training step in the process instead
 * of returning them to the system after every operator.
 */
final class NativeMemory {
  private static final int TRIM_THRESHOLD = -1;
  private static final int TOP_PAD = -2;
  private static final int MMAP_THRESHOLD = -3;

  /** The largest value glibc accepts on 64-bit systems. */
  private static final int LARGEST_MMAP_THRESHOLD = 32 << 20;

  private NativeMemory() {}

  /** Best effort: other C libraries have no {@code mallopt}, and nothing depends on it. */
  @SuppressWarnings("restricted")
  static void tune() {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("mallopt")
        .ifPresent(address -> {
          MethodHandle mallopt =
              linker.downcallHandle(
                  address,
                  FunctionDescriptor.of(
                      ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
          set(mallopt, MMAP_THRESHOLD, LARGEST_MMAP_THRESHOLD);
          set(mallopt, TRIM_THRESHOLD, 512 << 20);
          set(mallopt, TOP_PAD, 16 << 20);
        });
  }

  private static void set(MethodHandle mallopt, int parameter, int value) {
    try {
      int accepted = (int) mallopt.invokeExact(parameter, value);
      if (accepted == 0) {
        System.getLogger(NativeMemory.class.getName())
            .log(System.Logger.Level.DEBUG, "mallopt refused parameter {0}", parameter);
      }
    } catch (Throwable e) {
      throw new EngineException("mallopt failed", e);
    }
  }
}
