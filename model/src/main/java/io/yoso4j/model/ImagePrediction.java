package io.yoso4j.model;

import io.yoso4j.data.image.ImageSize;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * What a network says about one image, and how its masks become as large as the image.
 *
 * @param probabilities {@code [Q, C + 1]}, last column "no object"
 * @param masks logits {@code [Q, h, w]}, valid as long as the network's results
 * @param resampler for those masks
 * @param output size of the image
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one call
record ImagePrediction(
    float[] probabilities,
    int queries,
    int classes,
    MemorySegment masks,
    MaskResampler resampler,
    ImageSize output) {
  /** Scores of all classes held at a time. */
  private static final int SEMANTIC_FLOATS = 1 << 24;

  private MemorySegment mask(int query) {
    long plane = masks.byteSize() / queries;
    return masks.asSlice(query * plane, plane);
  }

  List<Instance> instances(SegmenterOptions options) {
    float threshold = options.maskLogit();
    return InstanceInference.select(
        probabilities, queries, classes, options, query -> resampler.mask(mask(query), threshold));
  }

  PanopticResult panoptic(PanopticOptions options) {
    return new PanopticInference(options, output.height(), output.width())
        .divide(probabilities, queries, classes, query -> resampler.plane(mask(query)));
  }

  /** In strips of columns, so that memory does not grow with the number of classes. */
  SemanticResult semantic() {
    int height = output.height();
    int width = output.width();
    int step = Math.clamp(SEMANTIC_FLOATS / ((long) classes * height), 1, width);
    int[] categories = new int[Math.multiplyExact(height, width)];
    for (int x = 0; x < width; x += step) {
      int from = x;
      int to = Math.min(width, x + step);
      int pixels = height * (to - from);
      float[][] scores =
          SemanticInference.scores(
              probabilities,
              queries,
              classes,
              pixels,
              query -> resampler.strip(mask(query), from, to));
      int[] best = SemanticInference.best(scores, pixels);
      for (int y = 0; y < height; y++) {
        System.arraycopy(best, y * (to - from), categories, y * width + from, to - from);
      }
    }
    return new SemanticResult(height, width, categories);
  }
}
