package io.yoso4j.djl;

import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.StageResult;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The numbers of an evaluation.
 *
 * @param total sum of the weighted terms
 * @param terms weighted terms and diagnostics of all stages by the names of {@link #name}
 */
record TermValues(double total, Map<String, Double> terms) {

  static TermValues of(CriterionResult result) {
    Map<String, Double> terms = new LinkedHashMap<>();
    for (StageResult stage : result.stages()) {
      stage
          .losses()
          .forEach((term, value) ->
              terms.put(name(stage.name(), term), stage.weighted().getOrDefault(term, value)));
    }
    return new TermValues(result.total(), terms);
  }

  double term(String name) {
    Double value = terms.get(name);
    if (value == null) {
      throw new IllegalStateException("no term " + name + " among " + terms.keySet());
    }
    return value;
  }

  static String name(String stage, String term) {
    return stage + "_" + term;
  }
}
