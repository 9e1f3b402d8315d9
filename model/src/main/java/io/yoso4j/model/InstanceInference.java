package io.yoso4j.model;

import io.yoso4j.data.mask.Rle;
import io.yoso4j.model.MaskResampler.ScoredMask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * From class probabilities and mask logits to instances, as upstream's instance inference: the most
 * probable (query, class) pairs, masks where the logit is above a threshold (upstream 0), score
 * times mean mask probability.
 */
final class InstanceInference {
  private InstanceInference() {}

  private record Candidate(int query, int category, float probability) {}

  /**
   * Picks instances, best first.
   *
   * @param probabilities {@code [Q, C + 1]}, last column "no object"
   * @param masks the final mask of a query; asked once per query that is picked, from several
   *     threads
   */
  static List<Instance> select(
      float[] probabilities,
      int queries,
      int classes,
      SegmenterOptions options,
      IntFunction<ScoredMask> masks) {
    List<Candidate> candidates = candidates(probabilities, queries, classes, options);
    // The mask only lowers the score: below the threshold it need not be made.
    List<Candidate> picked =
        candidates.stream()
            .limit(options.maxDetections())
            .takeWhile(candidate -> candidate.probability() >= options.scoreThreshold())
            .toList();
    Map<Integer, ScoredMask> made =
        picked.parallelStream()
            .map(Candidate::query)
            .distinct()
            .collect(Collectors.toConcurrentMap(query -> query, masks::apply));
    List<Instance> instances = new ArrayList<>();
    for (Candidate candidate : picked) {
      ScoredMask scored = Objects.requireNonNull(made.get(candidate.query()));
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
}
