package io.yoso4j.model.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the C library and of OpenMP that must be made before the natives load. Best effort:
 * elsewhere than on glibc some are missing, and nothing depends on them.
 */
final class ProcessTuning {
  private static final int TRIM_THRESHOLD = -1;
  private static final int TOP_PAD = -2;
  private static final int MMAP_THRESHOLD = -3;

  private ProcessTuning() {}

  static void apply() {
    // Threads that spin while they wait slow everything down, 3 to 20 times as measured, as soon as
    // decoding threads or other processes want the same cores. A thousand turns, about 20 µs, do no
    // harm then, and without them waking up costs a tenth of a training step.
    setUnlessPresent("OMP_WAIT_POLICY", "PASSIVE");
    setUnlessPresent("GOMP_SPINCOUNT", "1000");
    // OpenBLAS waits by spinning whatever OpenMP is told: with a second busy thread on two cores
    // the
    // whole step became five times slower. Its matrices here are too small to gain from threads.
    setUnlessPresent("OPENBLAS_NUM_THREADS", "1");
    // What goes wrong between ranks comes as an exception; libtorch would log it as well.
    setUnlessPresent("TORCH_CPP_LOG_LEVEL", "FATAL");
    keepFreedMemory();
  }

  /** Hides all GPUs but one, which is {@code index} among those that are visible now. */
  static void chooseGpu(int index) {
    set("CUDA_VISIBLE_DEVICES", visible(System.getenv("CUDA_VISIBLE_DEVICES"), index));
  }

  /**
   * The name of the GPU at {@code index} of a list as CUDA reads it.
   *
   * @param all null when all GPUs are visible; an empty list hides them all, and so does the result
   */
  static String visible(@Nullable String all, int index) {
    if (all == null) {
      return Integer.toString(index);
    }
    String[] names = all.split(",", -1);
    return names[index % names.length].strip();
  }

  /**
   * Keeps the buffers of a training step in the process instead of returning them to the system.
   */
  private static void keepFreedMemory() {
    FunctionDescriptor type =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    Optional<MethodHandle> mallopt = function("mallopt", type);
    if (mallopt.isEmpty()) {
      return;
    }
    try {
      // 32 MiB is the largest value glibc accepts on 64-bit systems.
      int mmap = (int) mallopt.get().invokeExact(MMAP_THRESHOLD, 32 << 20);
      int trim = (int) mallopt.get().invokeExact(TRIM_THRESHOLD, 512 << 20);
      int pad = (int) mallopt.get().invokeExact(TOP_PAD, 16 << 20);
      log("mallopt: mmap threshold {0}, trim threshold {1}, top pad {2}", mmap, trim, pad);
    } catch (Throwable e) {
      log("mallopt failed: {0}", e);
    }
  }

  private static void setUnlessPresent(String name, String value) {
    if (System.getenv(name) == null) {
      set(name, value);
    }
  }

  private static void set(String name, String value) {
    FunctionDescriptor type =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    Optional<MethodHandle> setenv = function("setenv", type);
    if (setenv.isEmpty()) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocateFrom(name);
      int failed = (int) setenv.get().invokeExact(key, arena.allocateFrom(value), 1);
      log("setenv {0}: {1}", name, failed);
    } catch (Throwable e) {
      log("setenv failed: {0}", e);
    }
  }

  @SuppressWarnings("restricted")
  private static Optional<MethodHandle> function(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.defaultLookup().find(name).map(f -> linker.downcallHandle(f, type));
  }

  private static void log(String message, Object... values) {
    System.getLogger(ProcessTuning.class.getName()).log(System.Logger.Level.DEBUG, message, values);
  }
}
