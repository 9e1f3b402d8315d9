package io.yoso4j.model;

import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.model.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * From class probabilities and mask logits to instances, as upstream's instance inference: the most
 * probable (query, class) pairs, masks where the logit is positive, score times mean mask
 * probability.
 */
final class InstanceInference {
  private static final double AREA_EPSILON = 1e-6;

  private InstanceInference() {}

  /** A mask and the mean of its probabilities inside; no mask when it is empty. */
  record ScoredMask(@Nullable Rle mask, double meanProbability) {}

  private record Candidate(int query, int category, float probability) {}

  /**
   * Picks instances, best first.
   *
   * @param probabilities {@code [Q, C + 1]}, last column "no object"
   * @param masks the final mask of a query; asked once per query that is picked
   */
  static List<Instance> select(
      float[] probabilities,
      int queries,
      int classes,
      SegmenterOptions options,
      IntFunction<ScoredMask> masks) {
    List<Candidate> candidates = candidates(probabilities, queries, classes, options);
    Map<Integer, ScoredMask> made = new HashMap<>();
    List<Instance> instances = new ArrayList<>();
    int picked = Math.min(options.maxDetections(), candidates.size());
    for (Candidate candidate : candidates.subList(0, picked)) {
      // The mask only lowers the score: below the threshold it need not be made.
      if (candidate.probability() < options.scoreThreshold()) {
        break;
      }
      ScoredMask scored = made.computeIfAbsent(candidate.query(), masks::apply);
      double score = candidate.probability() * scored.meanProbability();
      Rle mask = scored.mask();
      if (mask != null && score >= options.scoreThreshold()) {
        instances.add(
            new Instance(candidate.category(), score, mask.bbox(), mask, candidate.query()));
      }
    }
    instances.sort(
        Comparator.comparingDouble(Instance::score)
            .reversed()
            .thenComparingInt(Instance::query)
            .thenComparingInt(Instance::category));
    return instances;
  }

  private static List<Candidate> candidates(
      float[] probabilities, int queries, int classes, SegmenterOptions options) {
    List<Candidate> all = new ArrayList<>();
    for (int query = 0; query < queries; query++) {
      int best = -1;
      for (int category = 0; category < classes; category++) {
        float probability = probabilities[query * (classes + 1) + category];
        if (!options.deduplicate()) {
          all.add(new Candidate(query, category, probability));
        } else if (best < 0 || probability > probabilities[query * (classes + 1) + best]) {
          best = category;
        }
      }
      if (best >= 0) {
        all.add(new Candidate(query, best, probabilities[query * (classes + 1) + best]));
      }
    }
    all.sort(
        Comparator.comparingDouble(Candidate::probability)
            .reversed()
            .thenComparingInt(Candidate::query)
            .thenComparingInt(Candidate::category));
    return all;
  }

  /**
   * The mask of a contiguous CPU tensor of logits {@code [height, width]} (leading ones allowed).
   */
  static ScoredMask score(Tensor logits, int height, int width) {
    MemorySegment data = logits.data();
    Bitmap bitmap = Bitmap.of(height, width);
    long[] words = bitmap.words();
    int pixels = height * width;
    int area = 0;
    double sum = 0;
    for (int i = 0; i < pixels; i++) {
      float logit = data.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      if (logit > 0) {
        words[i >>> 6] |= 1L << i;
        area++;
        sum += 1 / (1 + Math.exp(-logit));
      }
    }
    if (area == 0) {
      return new ScoredMask(null, 0);
    }
    return new ScoredMask(Rle.encode(bitmap), sum / (area + AREA_EPSILON));
  }
}
