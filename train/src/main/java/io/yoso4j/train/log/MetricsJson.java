package io.yoso4j.train.log;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Entries as JSON objects of one line. What JSON cannot hold (NaN, infinities) becomes null. */
final class MetricsJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private MetricsJson() {}

  static String line(Metrics entry) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("type", type(entry));
    fields.put("step", entry.step());
    fields.put("time", finite(entry.time()));
    switch (entry) {
      case Metrics.Step step -> {
        fields.put("lr", finite(step.lr()));
        fields.put("loss", finite(step.loss()));
        fields.put("grad_norm", finite(step.gradNorm()));
        fields.put("images_per_s", finite(step.imagesPerSecond()));
        fields.put("losses", finite(step.losses()));
      }
      case Metrics.Eval eval -> {
        fields.put("segm", finite(eval.segm()));
        fields.put("bbox", finite(eval.bbox()));
      }
      case Metrics.Warning warning -> fields.put("message", warning.message());
    }
    return JSON.writeValueAsString(fields) + "\n";
  }

  /** The step of a written line, or -1 when the line is not a whole entry. */
  static long step(String line) {
    try {
      JsonNode step = JSON.readTree(line).path("step");
      return step.isIntegralNumber() && step.canConvertToLong() ? step.longValue() : -1;
    } catch (JacksonException e) {
      return -1;
    }
  }

  private static String type(Metrics entry) {
    return switch (entry) {
      case Metrics.Step _ -> "step";
      case Metrics.Eval _ -> "eval";
      case Metrics.Warning _ -> "warning";
    };
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static Map<String, @Nullable Double> finite(Map<String, Double> values) {
    Map<String, @Nullable Double> finite = new LinkedHashMap<>();
    values.forEach((name, value) -> finite.put(name, finite(value)));
    return finite;
  }
}
