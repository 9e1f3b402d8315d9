package io.yoso4j.train;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of run folders. */
final class RunJson {
  private static final JsonMapper COMPACT = JsonMapper.builder().build();
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final JsonMapper SNAKE_CASE =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private RunJson() {}

  /** A record as a tree whose names are those of {@code metrics.json}. */
  static JsonNode snakeCase(Object value) {
    return SNAKE_CASE.valueToTree(value);
  }

  static String write(Object value) {
    return COMPACT.writeValueAsString(value);
  }

  static String writePretty(Object value) {
    return PRETTY.writeValueAsString(value) + "\n";
  }

  static <T> T read(String json, Class<T> type) {
    return COMPACT.readValue(json, type);
  }

  static String firstLine(Throwable e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }
}
