package io.yoso4j.benchmarks;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Lets libtorch's threads spin shortly between operators, which the engine otherwise forbids
 * because they disturb other threads: worth 7% to the operator sequence on an idle machine (two
 * cores, <i>standard</i>), over before the other side's turn. To be applied before the engine
 * starts; a setting of the environment wins. GNU OpenMP only.
 */
final class ShortSpin {
  private static final String VARIABLE = "GOMP_SPINCOUNT";
  private static final String SPINS = "100000";

  private ShortSpin() {}

  @SuppressWarnings("restricted")
  static void apply() {
    Linker linker = Linker.nativeLinker();
    MemorySegment setenv = linker.defaultLookup().find("setenv").orElse(null);
    if (setenv == null) {
      return;
    }
    FunctionDescriptor type =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    try (Arena arena = Arena.ofConfined()) {
      int failed =
          (int)
              linker
                  .downcallHandle(setenv, type)
                  .invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom(SPINS), 0);
      if (failed != 0) {
        throw new IllegalStateException("setenv " + VARIABLE + " failed");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("setenv " + VARIABLE, e);
    }
  }
}
