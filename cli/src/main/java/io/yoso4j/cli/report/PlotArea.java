package io.yoso4j.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the axes of a chart lie in its drawing. Lengths are units of the SVG's view box. */
final class PlotArea {
  /** Left end of the horizontal axis. */
  static final int LEFT = 46;

  /** Upper end of the vertical axis. */
  static final int TOP = 10;

  /** Where the horizontal axis lies. */
  static final int BOTTOM = 216;

  static final int WIDTH = 400;
  private static final int HEIGHT = 250;

  private final int right;

  /**
   * @param margin between the right end of the horizontal axis and the edge
   */
  PlotArea(int margin) {
    right = WIDTH - margin;
  }

  /** Right end of the horizontal axis. */
  int right() {
    return right;
  }

  double x(Axis axis, double value) {
    return LEFT + axis.position(value) * (right - LEFT);
  }

  double y(Axis axis, double value) {
    return BOTTOM - Math.clamp(axis.position(value), 0, 1) * (BOTTOM - TOP);
  }

  /** Lines across the area at the ticks of the vertical axis. */
  List<Map<String, ?>> rows(Axis axis) {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (double tick : axis.ticks()) {
      rows.add(Map.of("at", at(y(axis, tick)), "label", axis.label(tick)));
    }
    return rows;
  }

  /** What the templates of all charts ask for. */
  Map<String, Object> values(String title, String note, String axisName) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("title", title);
    values.put("note", note);
    values.put("axis", axisName);
    values.put("width", WIDTH);
    values.put("height", HEIGHT);
    values.put("left", LEFT);
    values.put("right", right);
    values.put("top", TOP);
    values.put("bottom", BOTTOM);
    values.put("labelX", LEFT - 6);
    values.put("tickY", BOTTOM + 15);
    values.put("axisX", (LEFT + right) / 2);
    values.put("axisY", HEIGHT - 3);
    return values;
  }

  /** A place as the SVG writes it. */
  static String at(double place) {
    return Amount.fixed(place, 1);
  }
}
