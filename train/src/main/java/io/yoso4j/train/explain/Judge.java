package io.yoso4j.train.explain;

import io.yoso4j.data.mask.Rle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Says of every object whether it was found, and why not: detections are taken best first, each
 * counts for the object of its class that it overlaps most, if the IoU is at least one half.
 */
final class Judge {
  private static final double MATCH = 0.5;
  private static final double WORTH_NAMING = 0.1;
  private static final int MOST_OTHERS = 3;

  private final List<ExplainedObject> objects;
  private final List<QueryResult> queries;
  private final ExplainedStage last;
  private final double threshold;
  private final List<QueryResult> detections;
  private final int[] foundBy;
  private final List<FalseDetection> wrong = new ArrayList<>();

  /**
   * @param queries by index
   * @param last the last stage
   * @param kept detections per image at most
   */
  Judge(
      List<ExplainedObject> objects,
      List<ExplainedCrowd> crowds,
      List<QueryResult> queries,
      ExplainedStage last,
      double threshold,
      int kept) {
    this.objects = objects;
    this.queries = queries;
    this.last = last;
    this.threshold = threshold;
    detections =
        queries.stream()
            .sorted(Comparator.comparingDouble(QueryResult::probability).reversed())
            .limit(kept)
            .filter(result -> !result.empty() && result.score() >= threshold)
            .sorted(Comparator.comparingDouble(QueryResult::score).reversed())
            .toList();
    foundBy = new int[objects.size()];
    Arrays.fill(foundBy, -1);
    for (QueryResult detection : detections) {
      credit(detection, crowds);
    }
  }

  private void credit(QueryResult detection, List<ExplainedCrowd> crowds) {
    double[] iou = last.iou()[detection.query()];
    int best = -1;
    for (int i = 0; i < objects.size(); i++) {
      if (foundBy[i] < 0
          && objects.get(i).category() == detection.category()
          && iou[i] >= (best < 0 ? MATCH : iou[best])) {
        best = i;
      }
    }
    if (best >= 0) {
      foundBy[best] = detection.query();
    } else if (crowds.stream().noneMatch(crowd -> excuses(crowd, detection))) {
      int nearest =
          IntStream.range(0, objects.size())
              .boxed()
              .max(Comparator.comparingDouble(i -> iou[i]))
              .filter(i -> iou[i] > 0)
              .orElse(-1);
      wrong.add(new FalseDetection(detection, nearest, nearest < 0 ? 0 : iou[nearest]));
    }
  }

  private static boolean excuses(ExplainedCrowd crowd, QueryResult detection) {
    return crowd.category() == detection.category()
        && Rle.iou(detection.mask(), crowd.mask(), true) >= MATCH;
  }

  List<QueryResult> detections() {
    return detections;
  }

  List<FalseDetection> falseDetections() {
    return wrong;
  }

  List<Verdict> verdicts() {
    return IntStream.range(0, objects.size()).mapToObj(this::verdict).toList();
  }

  private Verdict verdict(int object) {
    int matchedQuery = matched(object);
    QueryResult found = foundBy[object] < 0 ? null : queries.get(foundBy[object]);
    QueryResult matched = matchedQuery < 0 ? null : queries.get(matchedQuery);
    return new Verdict(
        object,
        found,
        found == null ? 0 : iou(found, object),
        matched,
        matched == null ? 0 : iou(matched, object),
        matched == null ? 0 : probability(matchedQuery, objects.get(object).category()),
        found == null ? reasons(object, matched) : List.of(),
        others(object, found, matched));
  }

  private int matched(int object) {
    int target = objects.get(object).target();
    return target < 0 ? -1 : last.queryOf(target);
  }

  private double iou(QueryResult result, int object) {
    return last.iou()[result.query()][object];
  }

  private double probability(int query, int category) {
    float[] classes = last.classes();
    return classes == null ? 0 : classes[query * (classes.length / queries.size()) + category];
  }

  private List<Reason> reasons(int object, @Nullable QueryResult matched) {
    if (objects.get(object).target() < 0) {
      return List.of(Reason.VANISHED);
    }
    if (matched == null) {
      return List.of(Reason.NO_QUERY);
    }
    List<Reason> reasons = new ArrayList<>();
    if (matched.empty()) {
      reasons.add(Reason.EMPTY_MASK);
    } else if (iou(matched, object) < MATCH) {
      reasons.add(Reason.POOR_MASK);
    }
    if (matched.category() != objects.get(object).category()) {
      reasons.add(Reason.WRONG_CLASS);
    }
    if (!matched.empty() && matched.score() < threshold) {
      reasons.add(Reason.LOW_SCORE);
    }
    if (reasons.isEmpty()) {
      reasons.add(detections.contains(matched) ? Reason.TAKEN : Reason.NOT_KEPT);
    }
    return reasons;
  }

  private List<Candidate> others(
      int object, @Nullable QueryResult found, @Nullable QueryResult matched) {
    return queries.stream()
        .filter(result -> !is(result, found) && !is(result, matched))
        .map(result -> new Candidate(result, iou(result, object), owner(result.query())))
        .filter(candidate -> candidate.iou() >= WORTH_NAMING)
        .sorted(Comparator.comparingDouble(Candidate::iou).reversed())
        .limit(MOST_OTHERS)
        .toList();
  }

  private static boolean is(QueryResult result, @Nullable QueryResult other) {
    return other != null && other.query() == result.query();
  }

  private int owner(int query) {
    int target = last.targetOf(query);
    return IntStream.range(0, objects.size())
        .filter(i -> target >= 0 && objects.get(i).target() == target)
        .findFirst()
        .orElse(-1);
  }
}
