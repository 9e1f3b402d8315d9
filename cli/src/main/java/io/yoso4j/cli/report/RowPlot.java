package io.yoso4j.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frame of a chart with a row for each name: names at the left, a horizontal axis below.
 * Lengths are units of the SVG's view box.
 *
 * @param axis of all rows
 * @param left end of the axis
 * @param right end of the axis
 * @param top of the first row
 * @param bottom of the last row
 */
record RowPlot(Axis axis, int left, int right, int top, int bottom) {
  double x(double value) {
    return left + axis.position(value) * (right - left);
  }

  /** What the templates of such charts ask for, but for their rows. */
  Map<String, Object> values(String title, String note, String axisName) {
    List<Map<String, ?>> ticks = new ArrayList<>();
    for (double tick : axis.ticks()) {
      ticks.add(Map.of("at", PlotArea.at(x(tick)), "label", axis.label(tick)));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("title", title);
    values.put("note", note);
    values.put("axis", axisName);
    values.put("width", PlotArea.WIDTH);
    values.put("height", bottom + 34);
    values.put("top", top);
    values.put("bottom", bottom);
    values.put("tickY", bottom + 15);
    values.put("axisX", (left + right) / 2);
    values.put("axisY", bottom + 30);
    values.put("labelX", left - 8);
    values.put("ticks", ticks);
    return values;
  }
}
