package io.yoso4j.cli.report;

import io.yoso4j.train.explain.ExplainedLoss;
import io.yoso4j.train.explain.ExplainedObject;
import io.yoso4j.train.explain.ExplainedStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which query each object has at each stage, and where that changes. */
final class MatchingTable {
  private final ExplainedLoss loss;

  MatchingTable(ExplainedLoss loss) {
    this.loss = loss;
  }

  Map<String, ?> scope() {
    List<Map<String, ?>> heads = new ArrayList<>();
    loss.stages().forEach(stage -> heads.add(Map.of("name", stage.name())));
    List<Map<String, ?>> rows = new ArrayList<>();
    for (int object = 0; object < loss.objects().size(); object++) {
      ExplainedObject each = loss.objects().get(object);
      List<Map<String, ?>> cells = new ArrayList<>();
      for (int stage = 0; stage < loss.stages().size(); stage++) {
        cells.add(cell(object, stage));
      }
      boolean found = loss.verdicts().get(object).found() != null;
      rows.add(
          Map.of(
              "object",
              object,
              "number",
              each.number(),
              "class",
              loss.classes().get(each.category()),
              "state",
              found ? "found" : "missed",
              "cells",
              cells));
    }
    return Map.of("heads", heads, "rows", rows, "changes", changes());
  }

  private Map<String, ?> cell(int object, int index) {
    ExplainedStage stage = loss.stages().get(index);
    int query = query(object, index);
    if (query < 0) {
      return Map.of(
          "stage",
          index,
          "query",
          "none",
          "numbers",
          "",
          "changed",
          false,
          "object",
          object,
          "followed",
          loss.detailed().contains(object));
    }
    int target = loss.objects().get(object).target();
    return Map.of(
        "stage",
        index,
        "object",
        object,
        "query",
        "query " + query,
        "numbers",
        "cost %s, IoU %s"
            .formatted(
                CostTable.value(stage.costs().total()[stage.costs().index(query, target)]),
                ExplainWords.fixed(stage.iou()[query][object])),
        "followed",
        true,
        "changed",
        index > 0 && query(object, index - 1) != query);
  }

  private int query(int object, int stage) {
    int target = loss.objects().get(object).target();
    return target < 0 ? -1 : loss.stages().get(stage).queryOf(target);
  }

  /** How many objects change their query from each stage to the next, in words. */
  private String changes() {
    int objects = loss.objects().size();
    if (objects == 0) {
      return "There is nothing to match: every query is taught to say no object.";
    }
    List<String> steps = new ArrayList<>();
    for (int stage = 1; stage < loss.stages().size(); stage++) {
      int changed = 0;
      for (int object = 0; object < objects; object++) {
        changed += query(object, stage) == query(object, stage - 1) ? 0 : 1;
      }
      steps.add(
          "%d of %d objects from %s to %s"
              .formatted(
                  changed,
                  objects,
                  loss.stages().get(stage - 1).name(),
                  loss.stages().get(stage).name()));
    }
    return steps.isEmpty() ? "" : "The query changes for " + String.join(", ", steps) + ".";
  }
}
