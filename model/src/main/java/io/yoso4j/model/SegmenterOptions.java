package io.yoso4j.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Segmenter} returns.
 *
 * @param inputSize how images are resized before the network
 * @param maxDetections instances per image at most, before thresholds (upstream 100)
 * @param scoreThreshold instances below are left out, 0 to 1
 * @param maskThreshold pixels of a higher mask probability belong to an instance, above 0 and below
 *     1 (upstream 0.5). Lower ones make masks larger; the score's mean is over the pixels inside
 * @param deduplicate keep only the best class of each query; upstream may return several
 * @param tiling how images are cut for instances; null to pass them through the network whole.
 *     Panoptic and semantic results always come from the whole image
 * @param classScores how class logits become scores
 */
public record SegmenterOptions(
    InputSize inputSize,
    int maxDetections,
    double scoreThreshold,
    double maskThreshold,
    boolean deduplicate,
    @Nullable Tiling tiling,
    ClassScores classScores) {
  public SegmenterOptions {
    Objects.requireNonNull(inputSize, "inputSize");
    Objects.requireNonNull(classScores, "classScores");
    if (maxDetections < 1) {
      throw new IllegalArgumentException(
          "maxDetections (" + maxDetections + ") must be at least 1");
    }
    if (!(scoreThreshold >= 0 && scoreThreshold <= 1)) {
      throw new IllegalArgumentException(
          "scoreThreshold (" + scoreThreshold + ") must be between 0 and 1");
    }
    if (!(maskThreshold > 0 && maskThreshold < 1)) {
      throw new IllegalArgumentException(
          "maskThreshold (" + maskThreshold + ") must lie above 0 and below 1");
    }
  }

  /**
   * Upstream's test settings: shorter side 800, longer at most 1333, 100 detections, no score
   * threshold, softmax.
   */
  public static SegmenterOptions defaults() {
    return new SegmenterOptions(
        new InputSize.ShortestSide(800, 1333), 100, 0, 0.5, false, null, ClassScores.SOFTMAX);
  }

  public SegmenterOptions withInputSize(InputSize value) {
    return new SegmenterOptions(
        value, maxDetections, scoreThreshold, maskThreshold, deduplicate, tiling, classScores);
  }

  public SegmenterOptions withMaxDetections(int value) {
    return new SegmenterOptions(
        inputSize, value, scoreThreshold, maskThreshold, deduplicate, tiling, classScores);
  }

  public SegmenterOptions withScoreThreshold(double value) {
    return new SegmenterOptions(
        inputSize, maxDetections, value, maskThreshold, deduplicate, tiling, classScores);
  }

  public SegmenterOptions withMaskThreshold(double value) {
    return new SegmenterOptions(
        inputSize, maxDetections, scoreThreshold, value, deduplicate, tiling, classScores);
  }

  public SegmenterOptions withDeduplicate(boolean value) {
    return new SegmenterOptions(
        inputSize, maxDetections, scoreThreshold, maskThreshold, value, tiling, classScores);
  }

  public SegmenterOptions withTiling(@Nullable Tiling value) {
    return new SegmenterOptions(
        inputSize, maxDetections, scoreThreshold, maskThreshold, deduplicate, value, classScores);
  }

  public SegmenterOptions withClassScores(ClassScores value) {
    return new SegmenterOptions(
        inputSize, maxDetections, scoreThreshold, maskThreshold, deduplicate, tiling, value);
  }

  /** The threshold of masks as a logit; exactly 0 for a probability of one half. */
  float maskLogit() {
    return (float) Math.log(maskThreshold / (1 - maskThreshold));
  }
}
