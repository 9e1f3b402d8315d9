package io.yoso4j.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Groups of names and values, read off JSON objects; objects within become rows of their own. */
final class Facts {
  private static final Template TEMPLATE = Template.load("facts.html");

  private final List<Map<String, ?>> groups = new ArrayList<>();

  /**
   * Adds a group; nothing for an object without members.
   *
   * @param known members said elsewhere on the page, left out
   */
  void add(String heading, JsonNode object, Set<String> known) {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (!known.contains(entry.getKey())) {
        addRows(rows, words(entry.getKey()), entry.getValue());
      }
    }
    if (!rows.isEmpty()) {
      groups.add(Map.of("heading", heading, "rows", rows));
    }
  }

  /** Adds a group of plain words. */
  void add(String heading, Map<String, String> values) {
    List<Map<String, ?>> rows = new ArrayList<>();
    values.forEach((name, value) -> rows.add(row(name, value)));
    groups.add(Map.of("heading", heading, "rows", rows));
  }

  Html render() {
    return groups.isEmpty() ? new Html("") : TEMPLATE.render(Map.of("groups", groups));
  }

  private static void addRows(List<Map<String, ?>> rows, String name, JsonNode value) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(each -> addRows(rows, name + ", " + words(each.getKey()), each.getValue()));
    } else {
      rows.add(row(name, text(value)));
    }
  }

  private static Map<String, ?> row(String name, String value) {
    return Map.of(
        "name",
        name,
        "value",
        value,
        "code",
        value.matches("[0-9a-f]{32,}\\S*|[./]\\S*[./]\\S*|[A-Z]:\\\\.*"));
  }

  private static String words(String key) {
    return key.replace('_', ' ');
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      return value.values().stream().map(Facts::text).collect(Collectors.joining(", "));
    }
    if (value.isNull()) {
      return "–";
    }
    return value.isFloatingPointNumber() ? Amount.fixed(value.asDouble(), 2) : value.asString();
  }
}
