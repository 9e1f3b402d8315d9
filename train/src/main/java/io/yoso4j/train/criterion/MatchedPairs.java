package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.train.criterion.PointSource.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The matched pairs of a group of stages.
 *
 * @param all stages, then images, then queries ascending
 * @param counts pairs of every stage
 */
@SuppressWarnings("ArrayRecordComponent")
record MatchedPairs(List<Pair> all, long[] counts) {

  /** A matched pair. */
  record Pair(int stage, int image, int query, int target) {}

  static MatchedPairs of(StageGroup group, Matching matching) {
    List<Pair> pairs = new ArrayList<>();
    long[] counts = new long[group.size()];
    for (int position = 0; position < counts.length; position++) {
      int stage = group.indices().get(position);
      for (int image = 0; image < group.shape().batch(); image++) {
        Assignment assignment = matching.assignments().get(stage).get(image);
        counts[position] += assignment.size();
        for (int i = 0; i < assignment.size(); i++) {
          pairs.add(new Pair(stage, image, assignment.queries()[i], assignment.targets()[i]));
        }
      }
    }
    return new MatchedPairs(pairs, counts);
  }

  /** First pair of the stage at a position of the group. */
  long first(int position) {
    long first = 0;
    for (int before = 0; before < position; before++) {
      first += counts[before];
    }
    return first;
  }

  /** A number of every pair. */
  long[] each(ToLongFunction<Pair> number) {
    return all.stream().mapToLong(number).toArray();
  }

  /** Whom the pairs' points are drawn for. */
  List<Row> rows() {
    return all.stream().map(pair -> new Row(pair.stage, pair.image, pair.target)).toList();
  }
}
