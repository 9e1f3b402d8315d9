package io.yoso4j.train.pipeline;

/**
 * A rank's part of a sequence: the positions {@code rank, rank + size, …}.
 *
 * @param rank from 0 to {@code size - 1}
 * @param size number of parts
 */
public record Shard(int rank, int size) {
  /** The whole. */
  public static final Shard WHOLE = new Shard(0, 1);

  /** Checks the range. */
  public Shard {
    if (size < 1 || rank < 0 || rank >= size) {
      throw new IllegalArgumentException(
          "rank (%d) must be from 0 to size (%d) - 1".formatted(rank, size));
    }
  }

  /** How many of {@code count} positions are in this part. */
  public int of(int count) {
    return (count - rank + size - 1) / size;
  }

  /**
   * The position in the whole sequence of what is at {@code index} in the sequence of this rank,
   * when groups of {@code batch} positions are divided, each starting with rank 0.
   */
  public long position(long index, int batch) {
    int mine = of(batch);
    return index / mine * batch + rank + index % mine * size;
  }
}
