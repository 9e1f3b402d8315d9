package io.yoso4j.train;

import io.yoso4j.model.InputSize;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.train.config.EvalSettings;

/** Inference as a configuration has it. */
final class Inference {
  private Inference() {}

  static SegmenterOptions options(EvalSettings eval) {
    return SegmenterOptions.defaults()
        .withInputSize(new InputSize.LongestSide(eval.inputSize()))
        .withMaxDetections(eval.maxDetections())
        .withScoreThreshold(eval.scoreThreshold());
  }
}
