package io.yoso4j.benchmarks;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory a call needs beyond what is resident before it, in bytes: growth of the peak resident size
 * ({@code VmHWM} of {@code /proc/self/status}, Linux only), after freed memory went back to the
 * system, plus what the call allocates on the Java heap.
 *
 * <p>With {@code -XX:+AlwaysPreTouch} and {@code -Xms} equal to {@code -Xmx} the whole heap is
 * resident from the start and its use is not seen in the resident size; all allocations of the call
 * are then added, an upper bound of what lives at once. Otherwise the heap's growth is part of the
 * resident size already, less exactly.
 */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final String RESET_PEAK = "5";

  private PeakMemory() {}

  /** Whether this system tells. */
  static boolean supported() {
    return Files.isWritable(CLEAR);
  }

  /** Whether the Java heap is resident from the start. */
  static boolean heapIsResident() {
    return Boolean.parseBoolean(
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("AlwaysPreTouch")
            .getValue());
  }

  /** Bytes needed by one call. */
  static long of(Runnable call) {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    System.gc();
    Pointer.trimMemory();
    try {
      Files.writeString(CLEAR, RESET_PEAK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long resident = kibibytes("VmRSS:");
    long allocated = threads.getTotalThreadAllocatedBytes();
    call.run();
    long heap = heapIsResident() ? threads.getTotalThreadAllocatedBytes() - allocated : 0;
    return ((kibibytes("VmHWM:") - resident) << 10) + heap;
  }

  private static long kibibytes(String key) {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
