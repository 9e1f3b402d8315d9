package io.yoso4j.benchmarks;

import io.yoso4j.criterion.matching.LinearAssignment;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Matched pairs of a batch at one stage, images ascending, queries ascending in an image. */
final class MatchedPairs {
  private final List<int[]> pairs = new ArrayList<>();

  /** Adds an image's pairs: rows are queries, columns targets. */
  void add(int image, LinearAssignment assignment) {
    int[] queries = assignment.rows();
    int[] targets = assignment.columns();
    for (int i = 0; i < assignment.size(); i++) {
      pairs.add(new int[] {image, queries[i], targets[i]});
    }
  }

  int count() {
    return pairs.size();
  }

  int image(int pair) {
    return pairs.get(pair)[0];
  }

  int query(int pair) {
    return pairs.get(pair)[1];
  }

  int target(int pair) {
    return pairs.get(pair)[2];
  }

  /** The images as an index vector. */
  Tensor images() {
    return column(0);
  }

  /** The queries as an index vector. */
  Tensor queries() {
    return column(1);
  }

  /** The targets as an index vector. */
  Tensor targets() {
    return column(2);
  }

  private Tensor column(int column) {
    return OperatorBatch.copyOf(pairs.stream().mapToLong(pair -> pair[column]).toArray());
  }
}
