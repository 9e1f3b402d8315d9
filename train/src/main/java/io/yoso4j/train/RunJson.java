package io.yoso4j.train;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of run folders. */
final class RunJson {
  private static final JsonMapper COMPACT = JsonMapper.builder().build();
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private RunJson() {}

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
