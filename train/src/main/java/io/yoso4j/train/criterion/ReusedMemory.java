package io.yoso4j.train.criterion;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * Native memory that is handed out again after {@link #rewind}: the n-th segment asked for is the
 * n-th of the last round if it has the right size. Not zeroed. Owned by this until {@link #close}.
 */
final class ReusedMemory implements SegmentAllocator, AutoCloseable {
  private final List<Block> blocks = new ArrayList<>();
  private int next;

  /** All segments handed out may be handed out again: nobody may use them any more. */
  void rewind() {
    next = 0;
  }

  @Override
  public MemorySegment allocate(long bytes, long alignment) {
    Block known = next < blocks.size() ? blocks.get(next) : null;
    if (known != null && known.fits(bytes, alignment)) {
      next++;
      return known.memory;
    }
    Block made = Block.allocate(bytes, alignment);
    if (known != null) {
      known.arena.close();
      blocks.set(next++, made);
    } else {
      blocks.add(made);
      next++;
    }
    return made.memory;
  }

  @Override
  public void close() {
    blocks.forEach(block -> block.arena.close());
    blocks.clear();
    next = 0;
  }

  private record Block(Arena arena, MemorySegment memory) {
    /** Shared, because the criterion's threads write to it. */
    @SuppressWarnings("MustBeClosedChecker")
    static Block allocate(long bytes, long alignment) {
      Arena arena = Arena.ofShared();
      return new Block(arena, arena.allocate(bytes, alignment));
    }

    boolean fits(long bytes, long alignment) {
      return memory.byteSize() == bytes && memory.address() % alignment == 0;
    }
  }
}
