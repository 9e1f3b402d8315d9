package io.yoso4j.cli;

import io.yoso4j.eval.PanopticClassResult;
import io.yoso4j.eval.PanopticEvaluation;
import io.yoso4j.eval.PanopticQuality;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A panoptic evaluation for programs; the format is in docs/formats.md. */
final class PanopticJson {
  private PanopticJson() {}

  static String write(PanopticEvaluation evaluation) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("type", "panoptic");
    root.put("images", evaluation.images());
    root.put("all", of(evaluation.all()));
    root.put("things", of(evaluation.things()));
    root.put("stuff", of(evaluation.stuff()));
    root.put("per_class", evaluation.classes().stream().map(PanopticJson::of).toList());
    root.put("warnings", evaluation.warnings());
    return JsonDocument.of(root);
  }

  private static Map<String, @Nullable Object> of(PanopticQuality quality) {
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put("pq", JsonDocument.finite(quality.pq()));
    root.put("sq", JsonDocument.finite(quality.sq()));
    root.put("rq", JsonDocument.finite(quality.rq()));
    root.put("classes", quality.classes());
    return root;
  }

  private static Map<String, Object> of(PanopticClassResult each) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("id", each.category().id());
    root.put("name", each.category().name());
    root.put("thing", each.category().thing());
    root.put("pq", each.pq());
    root.put("sq", each.sq());
    root.put("rq", each.rq());
    root.put("tp", each.truePositives());
    root.put("fp", each.falsePositives());
    root.put("fn", each.missed());
    return root;
  }
}
