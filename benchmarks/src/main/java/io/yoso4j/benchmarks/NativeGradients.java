package io.yoso4j.benchmarks;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory of the C library, as libtorch's own: not zeroed, kept by the process between calls. An
 * arena of the JDK would clear it first.
 */
final class NativeGradients implements SegmentAllocator, AutoCloseable {
  private final List<Pointer> blocks = new ArrayList<>();

  @Override
  @SuppressWarnings("restricted")
  public MemorySegment allocate(long bytes, long alignment) {
    Pointer block = Pointer.malloc(bytes);
    if (block == null || block.address() % alignment != 0) {
      throw new OutOfMemoryError("gradients of " + bytes + " bytes");
    }
    blocks.add(block);
    return MemorySegment.ofAddress(block.address()).reinterpret(bytes);
  }

  @Override
  public void close() {
    blocks.forEach(Pointer::free);
    blocks.clear();
  }
}
