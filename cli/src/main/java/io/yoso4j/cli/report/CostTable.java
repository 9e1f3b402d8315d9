package io.yoso4j.cli.report;

import io.yoso4j.criterion.CostParts;
import io.yoso4j.train.explain.ExplainedLoss;
import io.yoso4j.train.explain.ExplainedObject;
import io.yoso4j.train.explain.ExplainedStage;
import io.yoso4j.train.explain.QueryResult;
import io.yoso4j.train.explain.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The matching cost of one stage, queries down and objects across: matched queries in the order of
 * their objects, then others that matter, then the rest.
 */
final class CostTable {
  private static final int CHEAPEST = 2;
  private static final double DEAREST_SHOWN = 0.9;

  private final ExplainedLoss loss;
  private final ExplainedStage stage;
  private final List<Integer> columns;
  private final double low;
  private final double high;

  /**
   * @param columns indices of the objects that get a column, all with a target
   */
  CostTable(ExplainedLoss loss, ExplainedStage stage, List<Integer> columns) {
    this.loss = loss;
    this.stage = stage;
    this.columns = columns;
    double[] sorted =
        IntStream.range(0, stage.costs().queries())
            .boxed()
            .flatMap(query -> columns.stream().map(object -> cost(query, object)))
            .filter(Double::isFinite)
            .mapToDouble(value -> value)
            .sorted()
            .toArray();
    low = sorted.length == 0 ? 0 : sorted[0];
    high = sorted.length == 0 ? 1 : sorted[(int) (DEAREST_SHOWN * (sorted.length - 1))];
  }

  /** All values that the template needs. */
  Map<String, ?> scope() {
    List<Integer> matter = queriesThatMatter();
    List<Integer> rest =
        IntStream.range(0, stage.costs().queries())
            .filter(query -> !matter.contains(query))
            .boxed()
            .toList();
    List<Map<String, ?>> heads = new ArrayList<>();
    for (int object : columns) {
      ExplainedObject each = loss.objects().get(object);
      heads.add(
          Map.of(
              "object", object,
              "number", each.number(),
              "class", loss.classes().get(each.category())));
    }
    return Map.of(
        "heads", heads,
        "rows", rows(matter),
        "rest", rows(rest),
        "restCount", rest.size(),
        "classified", stage.classes() != null);
  }

  private List<Integer> queriesThatMatter() {
    Set<Integer> queries = new LinkedHashSet<>();
    for (int object : columns) {
      queries.add(stage.queryOf(target(object)));
    }
    Set<Integer> others = new LinkedHashSet<>();
    for (ExplainedStage each : loss.stages()) {
      columns.forEach(object -> others.add(each.queryOf(target(object))));
    }
    for (Verdict verdict : loss.verdicts()) {
      QueryResult found = verdict.found();
      if (found != null) {
        others.add(found.query());
      }
    }
    for (int object : columns) {
      IntStream.range(0, stage.costs().queries())
          .boxed()
          .sorted(Comparator.comparingDouble(query -> cost(query, object)))
          .limit(CHEAPEST)
          .forEach(others::add);
    }
    others.stream().sorted().forEach(queries::add);
    queries.remove(-1);
    return List.copyOf(queries);
  }

  private List<Map<String, ?>> rows(List<Integer> queries) {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (int query : queries) {
      List<Map<String, ?>> cells = new ArrayList<>();
      for (int object : columns) {
        cells.add(cell(query, object));
      }
      rows.add(Map.of("query", query, "cells", cells));
    }
    return rows;
  }

  private Map<String, ?> cell(int query, int object) {
    CostParts costs = stage.costs();
    int at = costs.index(query, target(object));
    Map<String, Object> cell = new LinkedHashMap<>();
    cell.put("at", object);
    cell.put("total", value(costs.total()[at]));
    cell.put(
        "parts",
        Arrays.stream(
                new double[] {
                  costs.total()[at],
                  loss.criterion().matcher().classCost() * costs.classCost()[at],
                  loss.criterion().matcher().maskCost() * costs.maskCost()[at],
                  loss.criterion().matcher().diceCost() * costs.diceCost()[at]
                })
            .mapToObj(CostTable::value)
            .reduce((a, b) -> a + " " + b)
            .orElse(""));
    cell.put("shade", shade(costs.total()[at]));
    cell.put("matched", stage.queryOf(target(object)) == query);
    return cell;
  }

  /** The cheaper, the stronger; whole percents. */
  private String shade(double cost) {
    double share = high > low && Double.isFinite(cost) ? (high - cost) / (high - low) : 0;
    return Long.toString(Math.round(60 * Math.clamp(share, 0, 1)));
  }

  private double cost(int query, int object) {
    return stage.costs().total()[stage.costs().index(query, target(object))];
  }

  private int target(int object) {
    return loss.objects().get(object).target();
  }

  /** Two decimals; {@code n/a} for what is not finite. */
  static String value(double value) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%.2f", value).replace('-', '−')
        : "n/a";
  }
}
