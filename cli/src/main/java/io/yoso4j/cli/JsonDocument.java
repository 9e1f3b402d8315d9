package io.yoso4j.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How commands write JSON: one document for programs, indented for people. */
final class JsonDocument {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonDocument() {}

  /** The document of maps, lists, texts and numbers. */
  static String of(Object root) {
    return JSON.writeValueAsString(root);
  }

  /** A number, or null for NaN and infinity, which JSON lacks. */
  static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** A constant as documents name it. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
