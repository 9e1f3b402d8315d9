package io.yoso4j.model.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps what native libraries print from the process's standard output, which belongs to results.
 */
final class NativeOutput {
  private static final int STANDARD_OUTPUT = 1;
  private static final int WRITE_ONLY = 1;

  private static int inside;
  private static int saved = -1;

  private NativeOutput() {}

  /**
   * Runs {@code body} while standard output goes nowhere: Gloo reports every connection there.
   * Where the system has no POSIX descriptors the body runs as it is. What Java has printed before
   * must have been flushed.
   */
  static <T> T silenced(Supplier<T> body) {
    enter();
    try {
      return body.get();
    } finally {
      leave();
    }
  }

  private static synchronized void enter() {
    if (inside++ > 0) {
      return;
    }
    saved = call("dup", STANDARD_OUTPUT);
    int nowhere = saved < 0 ? -1 : open("/dev/null");
    if (nowhere >= 0) {
      int _ = call("dup2", nowhere, STANDARD_OUTPUT);
      int _ = call("close", nowhere);
    }
  }

  private static synchronized void leave() {
    if (--inside == 0 && saved >= 0) {
      int _ = call("dup2", saved, STANDARD_OUTPUT);
      int _ = call("close", saved);
    }
  }

  private static int open(String path) {
    Optional<MethodHandle> function =
        function(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    if (function.isEmpty()) {
      return -1;
    }
    try (Arena arena = Arena.ofConfined()) {
      return (int) function.get().invokeExact(arena.allocateFrom(path), WRITE_ONLY);
    } catch (Throwable e) {
      return -1;
    }
  }

  private static int call(String name, int... arguments) {
    FunctionDescriptor type =
        arguments.length == 1
            ? FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)
            : FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    Optional<MethodHandle> function = function(name, type);
    if (function.isEmpty()) {
      return -1;
    }
    try {
      return arguments.length == 1
          ? (int) function.get().invokeExact(arguments[0])
          : (int) function.get().invokeExact(arguments[0], arguments[1]);
    } catch (Throwable e) {
      return -1;
    }
  }

  @SuppressWarnings("restricted")
  private static Optional<MethodHandle> function(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.defaultLookup().find(name).map(f -> linker.downcallHandle(f, type));
  }
}
