package io.yoso4j.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Differences with their intervals around a line at 0, as inline SVG. Differences that count as
 * shown are told by a filled diamond, others by an open circle.
 */
final class ForestChart {
  private static final Template TEMPLATE = Template.load("forest.html");
  private static final int TOP = 6;
  private static final int ROW = 22;
  private static final int VALUE = 50;
  private static final int LETTER = 6;

  private final String title;
  private final String note;
  private final List<Row> rows;

  /**
   * One difference; NaN where there is nothing to tell.
   *
   * @param shown whether it counts as shown
   * @param about what the tip says beside the numbers
   */
  record Row(
      String name, double difference, double low, double high, boolean shown, String about) {}

  /**
   * @param note one sentence below the title
   * @param rows at least one
   */
  ForestChart(String title, String note, List<Row> rows) {
    this.title = title;
    this.note = note;
    this.rows = List.copyOf(rows);
  }

  Html render() {
    int longest = rows.stream().mapToInt(row -> shortened(row.name()).length()).max().orElse(0);
    int left = longest * LETTER + 16;
    int right = PlotArea.WIDTH - VALUE;
    int bottom = TOP + ROW * rows.size();
    double least = 0;
    double most = 0;
    for (Row row : rows) {
      for (double value : new double[] {row.low(), row.difference(), row.high()}) {
        least = Double.isNaN(value) ? least : Math.min(least, value);
        most = Double.isNaN(value) ? most : Math.max(most, value);
      }
    }
    Axis axis = Axis.covering(least, most, 4);
    RowPlot plot = new RowPlot(axis, left, right, TOP, bottom);
    List<Map<String, ?>> drawn = new ArrayList<>();
    for (Row row : rows) {
      drawn.add(row(row, TOP + ROW * drawn.size(), plot));
    }
    Map<String, Object> values = plot.values(title, note, "difference in AP");
    values.put("zero", PlotArea.at(plot.x(0)));
    values.put("valueX", PlotArea.WIDTH - 4);
    values.put("rowWidth", PlotArea.WIDTH - 4);
    values.put("rowHeight", ROW - 2);
    values.put("rows", drawn);
    return TEMPLATE.render(values);
  }

  private Map<String, ?> row(Row row, int top, RowPlot plot) {
    double y = top + ROW / 2.0;
    boolean known = !Double.isNaN(row.difference());
    boolean interval = known && !Double.isNaN(row.low()) && !Double.isNaN(row.high());
    String whisker = "";
    if (interval) {
      String at = PlotArea.at(y);
      String low = PlotArea.at(plot.x(row.low()));
      String high = PlotArea.at(plot.x(row.high()));
      whisker =
          "M%s %sH%sM%s %sv-8M%s %sv-8"
              .formatted(low, at, high, low, PlotArea.at(y + 4), high, PlotArea.at(y + 4));
    }
    String look = !row.shown() ? "open" : row.difference() > 0 ? "better" : "worse";
    return Map.of(
        "rowY",
        top + 1,
        "y",
        PlotArea.at(y),
        "name",
        shortened(row.name()),
        "whisker",
        whisker,
        "dot",
        known ? Marker.path(row.shown() ? 3 : 0, plot.x(row.difference()), y) : "",
        "value",
        Amount.signed(row.difference()),
        "look",
        look,
        "tip",
        tip(row, known, interval));
  }

  private static String tip(Row row, boolean known, boolean interval) {
    if (!known) {
      return row.name() + ": nothing to compare";
    }
    String between =
        interval
            ? String.format(
                Locale.ROOT,
                ", 95%% interval %s to %s",
                Amount.signed(row.low()),
                Amount.signed(row.high()))
            : ", no interval";
    return row.name()
        + ": "
        + Amount.signed(row.difference())
        + between
        + (row.shown() ? ", shown" : "")
        + (row.about().isEmpty() ? "" : "\n" + row.about());
  }

  private static String shortened(String name) {
    return name.length() <= 20 ? name : name.substring(0, 19).stripTrailing() + "…";
  }
}
