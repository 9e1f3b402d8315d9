package io.yoso4j.train.config;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the configuration tree as YAML, one key a line in the order of the records. */
final class YamlWriter {
  private YamlWriter() {}

  static String write(TrainConfig config) {
    StringBuilder yaml = new StringBuilder();
    section(yaml, "", config);
    return yaml.toString();
  }

  private static void section(StringBuilder yaml, String indent, Record section) {
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      String key = Schema.snakeCase(component.getName());
      Object value = value(component, section);
      if (value instanceof Record inner) {
        yaml.append('\n').append(indent).append(key).append(":\n");
        section(yaml, indent + "  ", inner);
      } else {
        yaml.append(indent).append(key).append(": ").append(text(value)).append('\n');
      }
    }
  }

  private static @Nullable Object value(RecordComponent component, Record section) {
    try {
      return component.getAccessor().invoke(section);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Double number -> Numbers.text(number);
      case Integer number -> number.toString();
      case Long number -> number.toString();
      case Boolean flag -> flag.toString();
      case Enum<?> constant -> Convert.spelling(constant);
      case List<?> list ->
          list.stream().map(YamlWriter::text).collect(Collectors.joining(", ", "[", "]"));
      default -> quoted(value.toString());
    };
  }

  /** A double-quoted YAML scalar; quoting always keeps paths from being read as anything else. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        default -> {
          if (Character.isISOControl(c) || Character.isSurrogate(c) || c >= 0xFFFE) {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
