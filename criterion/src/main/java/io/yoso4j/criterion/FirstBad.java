package io.yoso4j.criterion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The first query of every term whose value is not finite. */
final class FirstBad {
  private final Map<String, Integer> queries = new LinkedHashMap<>();

  void check(String term, int query, double value) {
    if (!Double.isFinite(value)) {
      queries.putIfAbsent(term, query);
    }
  }

  void addTo(List<NonFinite> report, String stage, long imageId) {
    queries.forEach((term, query) -> report.add(new NonFinite(stage, imageId, query, term)));
  }
}
