package io.yoso4j.train.pipeline;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * The samples of one step, all of one size.
 *
 * @param samples at least one
 */
public record Batch(List<Sample> samples) {
  /** Checks the sizes. */
  public Batch {
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("samples must not be empty");
    }
    Sample first = samples.getFirst();
    for (Sample sample : samples) {
      if (sample.height() != first.height() || sample.width() != first.width()) {
        throw new IllegalArgumentException(
            "samples must be of one size, got %dx%d and %dx%d (height x width)"
                .formatted(first.height(), first.width(), sample.height(), sample.width()));
      }
    }
  }

  /** Rows of the samples, pixels. */
  public int height() {
    return samples.getFirst().height();
  }

  /** Columns of the samples, pixels. */
  public int width() {
    return samples.getFirst().width();
  }

  /** Ids of the images, in the order of the samples. */
  public long[] imageIds() {
    return samples.stream().mapToLong(Sample::imageId).toArray();
  }

  /** Objects of all samples that have no pixel left. */
  public int droppedObjects() {
    return samples.stream().mapToInt(Sample::droppedObjects).sum();
  }

  /** Bytes that {@link #copyPixelsTo} fills. */
  public long floatBytes() {
    return (long) samples.size() * 3 * height() * width() * Float.BYTES;
  }

  /**
   * Writes the pixels as float32 {@code [batch, 3, height, width]} in C order and native byte
   * order, values 0 to 255.
   *
   * @param target at least {@link #floatBytes()} bytes, 4-byte aligned
   */
  public void copyPixelsTo(MemorySegment target) {
    if (target.byteSize() < floatBytes()) {
      throw new IllegalArgumentException(
          "target must hold %d bytes, got %d".formatted(floatBytes(), target.byteSize()));
    }
    long next = 0;
    for (Sample sample : samples) {
      for (byte value : sample.pixels()) {
        target.setAtIndex(ValueLayout.JAVA_FLOAT, next++, value & 0xff);
      }
    }
  }
}
