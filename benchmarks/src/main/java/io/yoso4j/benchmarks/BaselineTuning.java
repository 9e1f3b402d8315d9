package io.yoso4j.benchmarks;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Settings of the process under which libtorch's operators are fastest, beyond the engine's own.
 * Best effort: elsewhere than on glibc with GNU OpenMP they do nothing.
 */
final class BaselineTuning {
  /** What the environment must hold from the start, see {@link #missing}. */
  static final String TUNABLES = "GLIBC_TUNABLES";

  private static final String ONE_ARENA = "glibc.malloc.arena_max=1";
  private static final String NO_MAPPINGS = "glibc.malloc.mmap_max=0";
  private static final int TRIM_THRESHOLD = -1;
  private static final int NEVER = -1;

  private BaselineTuning() {}

  /**
   * Settings of {@link #TUNABLES} that are missing, empty if none is. Without them every buffer
   * above 32 MiB is mapped and cleared anew, and buffers of the main thread go back to the system
   * when freed: the sequence takes twice as long at <i>large</i>.
   */
  static String missing() {
    String given = Optional.ofNullable(System.getenv(TUNABLES)).orElse("");
    return given.contains(ONE_ARENA) && given.contains(NO_MAPPINGS)
        ? ""
        : TUNABLES + "=" + ONE_ARENA + ":" + NO_MAPPINGS;
  }

  /**
   * Before the engine starts: lets waiting threads of libtorch spin shortly between operators,
   * which the engine forbids because it disturbs other threads. Worth 7% on an idle machine (two
   * cores, <i>standard</i>), and over before the other side's turn.
   */
  static void beforeStart() {
    FunctionDescriptor type =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom("GOMP_SPINCOUNT");
      MemorySegment value = arena.allocateFrom("100000");
      call("setenv", type, name, value, 0);
    }
  }

  /** After the engine started: freed memory stays in the process. */
  static void afterStart() {
    FunctionDescriptor type =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    call("mallopt", type, TRIM_THRESHOLD, NEVER);
  }

  @SuppressWarnings("restricted")
  private static void call(String function, FunctionDescriptor type, Object... arguments) {
    Linker linker = Linker.nativeLinker();
    Optional<MethodHandle> handle =
        linker.defaultLookup().find(function).map(f -> linker.downcallHandle(f, type));
    if (handle.isEmpty()) {
      return;
    }
    try {
      handle.get().invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException(function + " failed", e);
    }
  }
}
