package io.yoso4j.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Times made of parts, as bars from left to right in inline SVG. */
final class StackedBars {
  private static final Template TEMPLATE = Template.load("stacked.html");
  private static final int TOP = 24;
  private static final int ROW = 30;
  private static final int BAR = 18;
  private static final int VALUE = 62;
  private static final int LETTER = 6;

  private final String title;
  private final String note;
  private final List<String> parts;
  private final List<Row> rows;

  /**
   * One bar.
   *
   * @param values of the parts, in their order, from 0; one value alone where parts are unknown
   * @param total in words, behind the bar
   */
  record Row(String name, List<Double> values, String total) {
    double sum() {
      return values.stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /**
   * @param parts their names, at most 8
   * @param rows at least one
   */
  StackedBars(String title, String note, List<String> parts, List<Row> rows) {
    this.title = title;
    this.note = note;
    this.parts = List.copyOf(parts);
    this.rows = List.copyOf(rows);
  }

  Html render() {
    int left = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0) * LETTER + 14;
    int right = PlotArea.WIDTH - VALUE;
    int bottom = TOP + ROW * rows.size();
    double most = rows.stream().mapToDouble(Row::sum).max().orElse(1);
    Axis axis = Axis.covering(0, most, 4).endingAt(most);
    RowPlot plot = new RowPlot(axis, left, right, TOP, bottom);
    List<Map<String, ?>> drawn = new ArrayList<>();
    for (Row row : rows) {
      double y = TOP + ROW * (drawn.size() + 0.5);
      drawn.add(
          Map.of(
              "name", row.name(),
              "y", PlotArea.at(y),
              "barY", PlotArea.at(y - BAR / 2.0),
              "valueX", PlotArea.at(plot.x(row.sum()) + 6),
              "value", row.total(),
              "parts", parts(row, plot)));
    }
    Map<String, Object> values = plot.values(title, note, "milliseconds");
    values.put("barHeight", BAR);
    values.put("key", key(left));
    values.put("rows", drawn);
    return TEMPLATE.render(values);
  }

  private List<Map<String, ?>> key(int left) {
    List<Map<String, ?>> key = new ArrayList<>();
    int x = parts.size() > 3 ? 4 : left;
    for (String part : parts) {
      key.add(Map.of("x", x, "textX", x + 15, "name", part, "style", "c" + key.size()));
      x += 26 + part.length() * (LETTER + 1);
    }
    return key;
  }

  private List<Map<String, ?>> parts(Row row, RowPlot plot) {
    List<Map<String, ?>> drawn = new ArrayList<>();
    double from = 0;
    for (int i = 0; i < row.values().size(); i++) {
      double value = row.values().get(i);
      if (value == 0) {
        continue;
      }
      boolean whole = row.values().size() < parts.size();
      String part = whole ? "all of it" : parts.get(i);
      double at = plot.x(from);
      drawn.add(
          Map.of(
              "style", "c" + (whole ? 6 : i),
              "x", PlotArea.at(at),
              // A gap of the card's colour tells neighbours apart without their colours.
              "width", PlotArea.at(Math.max(0.3, plot.x(from + value) - at - 1)),
              "tip", "%s, %s: %s ms".formatted(row.name(), part, Amount.fixed(value, 2))));
      from += value;
    }
    return drawn;
  }
}
