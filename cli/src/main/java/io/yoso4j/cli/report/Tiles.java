package io.yoso4j.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The headline numbers of a page. */
final class Tiles {
  private static final Template TEMPLATE = Template.load("tiles.html");

  private final List<Map<String, ?>> tiles = new ArrayList<>();

  /** The number that matters most. */
  void addMain(String label, String value, String hint) {
    add("main", label, value, hint);
  }

  /** Another number. */
  void add(String label, String value, String hint) {
    add("", label, value, hint);
  }

  private void add(String weight, String label, String value, String hint) {
    tiles.add(Map.of("weight", weight, "label", label, "value", value, "hint", hint));
  }

  /** The tiles in a row; nothing if there are none. */
  Html render() {
    return tiles.isEmpty() ? new Html("") : TEMPLATE.render(Map.of("tiles", tiles));
  }
}
