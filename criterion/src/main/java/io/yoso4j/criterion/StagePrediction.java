package io.yoso4j.criterion;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a network predicts at one stage: float32 in native byte order and C order, in heap or native
 * memory, borrowed and only read during {@link SetCriterion#evaluate}.
 *
 * @param name shown in results and errors
 * @param logits class logits {@code [B, Q, columns]}, or null in a stage without them
 * @param masks mask logits {@code [B, Q, H, W]}, or null in a stage without them
 * @param boxes boxes {@code [B, Q, 4]} as (centre x, centre y, width, height), fractions of the
 *     image; or null in a stage without them
 * @param batch B, images
 * @param queries Q, predictions per image
 * @param columns class columns: classes + 1 for softmax, classes (or classes + 1) for sigmoid;
 *     ignored without logits
 * @param height H of the predicted masks; ignored without masks
 * @param width W of the predicted masks; ignored without masks
 */
public record StagePrediction(
    String name,
    @Nullable MemorySegment logits,
    @Nullable MemorySegment masks,
    @Nullable MemorySegment boxes,
    int batch,
    int queries,
    int columns,
    int height,
    int width) {

  private static final long MAX_VALUES = 1L << 30;

  /**
   * Checks the sizes against the memory.
   *
   * @throws IllegalArgumentException if a size is not positive, the memory is smaller or larger
   *     than the sizes say, or nothing at all is predicted
   */
  public StagePrediction {
    Objects.requireNonNull(name, "name");
    Checks.positive(name + " batch", batch);
    Checks.positive(name + " queries", queries);
    if (logits == null && masks == null && boxes == null) {
      throw new IllegalArgumentException("stage " + name + " has neither logits, masks nor boxes");
    }
    if (masks != null) {
      Checks.positive(name + " height", height);
      Checks.positive(name + " width", width);
      if ((double) queries * (height + 2.0) * (width + 2.0) > MAX_VALUES) {
        throw new IllegalArgumentException(
            "stage "
                + name
                + ": masks of one image ["
                + queries
                + ", "
                + height
                + ", "
                + width
                + "] must hold at most 2^30 values");
      }
      requireBytes(name, "masks", masks, (long) queries * height * width, batch);
    }
    if (logits != null) {
      Checks.positive(name + " columns", columns);
      if ((double) queries * columns > MAX_VALUES) {
        throw new IllegalArgumentException(
            "stage "
                + name
                + ": logits of one image ["
                + queries
                + ", "
                + columns
                + "] must hold at most 2^30 values");
      }
      requireBytes(name, "logits", logits, (long) queries * columns, batch);
    }
    if (boxes != null) {
      requireBytes(name, "boxes", boxes, queries * 4L, batch);
    }
  }

  /** A stage without boxes. */
  public StagePrediction(
      String name,
      @Nullable MemorySegment logits,
      @Nullable MemorySegment masks,
      int batch,
      int queries,
      int columns,
      int height,
      int width) {
    this(name, logits, masks, null, batch, queries, columns, height, width);
  }

  /**
   * A stage on heap arrays, used without copying.
   *
   * @param name shown in results and errors
   * @param logits class logits {@code [B, Q, columns]}; empty for a stage without them
   * @param masks mask logits {@code [B, Q, H, W]}
   * @param batch B
   * @param queries Q
   * @param height H
   * @param width W
   * @throws IllegalArgumentException as the constructor
   */
  public static StagePrediction of(
      String name, float[] logits, float[] masks, int batch, int queries, int height, int width) {
    Checks.positive(name + " batch", batch);
    Checks.positive(name + " queries", queries);
    return new StagePrediction(
        name,
        logits.length == 0 ? null : MemorySegment.ofArray(logits),
        MemorySegment.ofArray(masks),
        batch,
        queries,
        logits.length / batch / queries,
        height,
        width);
  }

  private static void requireBytes(
      String stage, String tensor, MemorySegment memory, long perImage, int batch) {
    long expected = Math.multiplyExact(Math.multiplyExact(perImage, (long) batch), Float.BYTES);
    if (memory.byteSize() != expected) {
      throw new IllegalArgumentException(
          "stage "
              + stage
              + ": "
              + tensor
              + " hold "
              + memory.byteSize()
              + " bytes, expected "
              + expected
              + " for "
              + batch
              + " images of "
              + perImage
              + " float32 values");
    }
  }
}
