package io.yoso4j.criterion;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Box costs and box terms of one stage on one image. */
final class BoxTerm {
  BoxTerm(
      SetCriterionConfig config,
      BatchScale scale,
      StagePrediction stage,
      MemorySegment boxes,
      int image) {}

  void addCost(ImageTargets targets, double[] cost, @Nullable CostParts parts) {
    throw new IllegalArgumentException("boxes");
  }

  void score(ImageState state, MemorySegment gradient) {
    throw new IllegalArgumentException("boxes");
  }
}
