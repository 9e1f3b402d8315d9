package io.yoso4j.cli.report;

import io.yoso4j.criterion.StageResult;
import io.yoso4j.train.explain.ExplainedLoss;
import io.yoso4j.train.explain.ExplainedStage;
import io.yoso4j.train.explain.ValueMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the terms of one stage come to, and where they pull, all queries together. */
final class StagePulls {
  private static final int MOST_QUERIES = 5;
  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put(StageResult.LOSS_CE, "class");
    NAMES.put(StageResult.LOSS_MASK, "mask");
    NAMES.put(StageResult.LOSS_DICE, "dice");
  }

  private final ExplainedLoss loss;
  private final ExplainedStage stage;

  StagePulls(ExplainedLoss loss, ExplainedStage stage) {
    this.loss = loss;
    this.stage = stage;
  }

  /** A row per term: value, and share of the gradient of the outputs. */
  List<Map<String, ?>> terms() {
    List<Map<String, ?>> rows = new ArrayList<>();
    NAMES.forEach((term, name) -> {
      Double weighted = stage.result().weighted().get(term);
      if (weighted != null) {
        double share = stage.gradientShares().getOrDefault(term, 0.0);
        rows.add(
            Map.of(
                "term", name,
                "plain", Amount.fixed(stage.result().losses().getOrDefault(term, 0.0), 3),
                "weighted", Amount.fixed(weighted, 3),
                "share", Amount.fixed(100 * share, 0) + "%",
                "percent", Amount.percent(share)));
      }
    });
    return rows;
  }

  /** The terms that pull nowhere, in words; empty if all do. */
  String silent() {
    List<String> names = new ArrayList<>();
    stage
        .pulls()
        .forEach((term, map) -> {
          if (map.total() == 0) {
            names.add(NAMES.getOrDefault(term, term));
          }
        });
    return names.isEmpty()
        ? ""
        : "No gradient here, so no map: %s.".formatted(String.join(", ", names));
  }

  /** The maps of all terms that pull, on one scale. */
  List<Map<String, ?>> maps() {
    double limit = stage.pulls().values().stream().mapToDouble(ValueMap::greatest).max().orElse(0);
    List<Map<String, ?>> maps = new ArrayList<>();
    stage
        .pulls()
        .forEach((term, map) -> {
          if (map.total() == 0) {
            return;
          }
          Map<String, Object> values =
              new LinkedHashMap<>(MapPicture.of(map, MapPicture.Scale.ROOT, limit).scope());
          values.put("term", NAMES.getOrDefault(term, term));
          values.put("total", MapPicture.number(map.total()));
          maps.add(values);
        });
    return maps;
  }

  /** Queries without an object that are furthest from saying so; empty where the class is not. */
  List<Map<String, ?>> background() {
    float[] classes = stage.classes();
    if (classes == null) {
      return List.of();
    }
    int columns = classes.length / loss.queries().size();
    return IntStream.range(0, loss.queries().size())
        .filter(query -> stage.targetOf(query) < 0)
        .boxed()
        .sorted((a, b) ->
            Float.compare(classes[a * columns + columns - 1], classes[b * columns + columns - 1]))
        .limit(MOST_QUERIES)
        .<Map<String, ?>>map(query -> {
          int best = 0;
          for (int i = 1; i < columns - 1; i++) {
            best = classes[query * columns + i] > classes[query * columns + best] ? i : best;
          }
          int object = nearest(query);
          return Map.of(
              "query", query,
              "class", loss.classes().get(best),
              "probability", ExplainWords.fixed(classes[query * columns + best]),
              "noObject", ExplainWords.fixed(classes[query * columns + columns - 1]),
              "near",
                  object < 0
                      ? "–"
                      : "object %d, IoU %s"
                          .formatted(
                              loss.objects().get(object).number(),
                              ExplainWords.fixed(stage.iou()[query][object])));
        })
        .toList();
  }

  private int nearest(int query) {
    double[] iou = stage.iou()[query];
    int best = -1;
    for (int i = 0; i < iou.length; i++) {
      best = iou[i] > (best < 0 ? 0 : iou[best]) ? i : best;
    }
    return best;
  }
}
