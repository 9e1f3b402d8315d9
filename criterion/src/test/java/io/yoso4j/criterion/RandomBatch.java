package io.yoso4j.criterion;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random predictions and objects, all from one seed. */
final class RandomBatch {
  /** Zeroed heap memory. */
  static final SegmentAllocator HEAP =
      (bytes, _) -> MemorySegment.ofArray(new float[(int) (bytes / Float.BYTES)]);

  /** Heap memory full of large numbers. */
  static final SegmentAllocator DIRTY =
      (bytes, _) -> MemorySegment.ofArray(new float[(int) (bytes / Float.BYTES)]).fill((byte) 0x7f);

  private final Random random;

  RandomBatch(long seed) {
    random = new Random(seed);
  }

  /**
   * A stage.
   *
   * @param columns class columns, 0 for none
   */
  StagePrediction stage(
      String name, int batch, int queries, int columns, int height, int width, double amplitude) {
    float[] logits = gaussians(batch * queries * columns, Math.min(amplitude, 3));
    float[] masks = gaussians(batch * queries * height * width, amplitude);
    return StagePrediction.of(name, logits, masks, batch, queries, height, width);
  }

  /** A stage of usual logits. */
  StagePrediction stage(String name, int batch, int queries, int columns, int height, int width) {
    return stage(name, batch, queries, columns, height, width, 2);
  }

  private float[] gaussians(int count, double amplitude) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (amplitude * random.nextGaussian());
    }
    return values;
  }

  /** Objects of one image. */
  ImageTargets targets(long imageId, int count, int classes, int height, int width) {
    List<BitMask> masks = new ArrayList<>();
    int[] labels = new int[count];
    for (int target = 0; target < count; target++) {
      labels[target] = random.nextInt(classes);
      masks.add(mask(height, width));
    }
    return new ImageTargets(imageId, labels, masks, height, width);
  }

  /** A rectangle with a few pixels changed. */
  BitMask mask(int height, int width) {
    int top = random.nextInt((height + 1) / 2);
    int left = random.nextInt((width + 1) / 2);
    byte[] pixels = new byte[height * width];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        boolean inside =
            row >= top
                && row < top + (height + 1) / 2
                && column >= left
                && column < left + (width + 1) / 2;
        pixels[row * width + column] = (byte) (inside ^ (random.nextInt(20) == 0) ? 1 : 0);
      }
    }
    return BitMask.ofPixels(height, width, pixels);
  }

  /** Counter-based draws for images of these ids. */
  static PointDraws draws(List<ImageTargets> targets) {
    return PointDraws.counterBased(
        7, 3, targets.stream().mapToLong(ImageTargets::imageId).toArray());
  }

  /** A matcher with the presets' factors. */
  static MatcherConfig matcher(MatcherPoints points, TargetFrame frame) {
    return new MatcherConfig(2, 5, 5, 0, 0, points, frame);
  }

  /** The values of a tensor that is there. */
  static float[] values(@Nullable MemorySegment tensor) {
    return Objects.requireNonNull(tensor).toArray(ValueLayout.JAVA_FLOAT);
  }
}
