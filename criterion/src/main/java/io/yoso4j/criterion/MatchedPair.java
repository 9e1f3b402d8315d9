package io.yoso4j.criterion;

/** A query and its target. */
record MatchedPair(StageJob job, int image, ImageTargets targets, int query, int target) {
  BitMask mask() {
    return targets.masks().get(target);
  }
}
