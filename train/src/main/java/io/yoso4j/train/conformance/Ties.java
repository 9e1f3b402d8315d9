package io.yoso4j.train.conformance;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a case itself says about decisions between nearly equal alternatives, in words. */
final class Ties {
  private Ties() {}

  /** How much worse the second-best assignment is, as recorded. */
  static String margin(JsonFields meta, Level level, int image) {
    for (JsonFields recorded : call(meta, level).objects("levels")) {
      if (recorded.has("name") && recorded.text("name").equals(level.name())) {
        List<JsonFields> images = recorded.objects("images");
        if (image < images.size()) {
          return words("margin", images.get(image).number("assignment_margin_f64"));
        }
      }
    }
    return "";
  }

  /** Smallest difference between the last uncertainty kept and the first one dropped. */
  static String gap(JsonFields meta, Level level) {
    return words("smallest gap", call(meta, level).number("min_topk_gap_f32"));
  }

  private static String words(String what, @Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, " (recorded %s %.1e)", what, value);
  }

  /** The entry of a level's call, empty if there is none. */
  static JsonFields call(JsonFields meta, Level level) {
    List<JsonFields> calls = meta.objects("calls");
    return level.call() < calls.size() ? calls.get(level.call()) : JsonFields.empty(meta.where());
  }
}
