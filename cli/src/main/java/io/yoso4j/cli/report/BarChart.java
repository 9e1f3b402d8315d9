package io.yoso4j.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts as bars in inline SVG; pointing at a bar tells its numbers. */
final class BarChart {

  private static final Template TEMPLATE = Template.load("bars.html");

  private static final PlotArea AREA = new PlotArea(12);
  private static final int LABEL_DISTANCE = 44;

  private final String title;
  private final String note;
  private final String axisName;
  private final List<Bar> bars;

  /**
   * @param label below the left edge of the bar, or below its middle if it stands for one value
   * @param words the value or range, for the tip
   * @param range whether the bar stands for a range that begins at its label
   */
  record Bar(String label, String words, long count, boolean range) {}

  /**
   * @param note one sentence below the title
   * @param axisName what the horizontal axis counts
   * @param bars at least one
   */
  BarChart(String title, String note, String axisName, List<Bar> bars) {
    this.title = title;
    this.note = note;
    this.axisName = axisName;
    this.bars = List.copyOf(bars);
  }

  Html render() {
    long most = bars.stream().mapToLong(Bar::count).max().orElse(1);
    long total = Math.max(1, bars.stream().mapToLong(Bar::count).sum());
    Axis axis = Axis.covering(0, Math.max(1.0, (double) most), 4);
    double slot = (double) (AREA.right() - PlotArea.LEFT) / bars.size();
    int every = (int) Math.max(1, Math.ceil(LABEL_DISTANCE / slot));
    List<Map<String, ?>> drawn = new ArrayList<>();
    List<Map<String, ?>> labels = new ArrayList<>();
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double top = AREA.y(axis, (double) bar.count());
      drawn.add(
          Map.of(
              "x", PlotArea.at(PlotArea.LEFT + i * slot + 0.5),
              "y", PlotArea.at(top),
              "width", PlotArea.at(Math.max(0.5, slot - 1)),
              "height", PlotArea.at(PlotArea.BOTTOM - top),
              "tip",
                  String.format(
                      Locale.ROOT,
                      "%s: %d (%.1f%%)",
                      bar.words(),
                      bar.count(),
                      100.0 * bar.count() / total)));
      if (i % every == 0) {
        labels.add(
            Map.of(
                "at",
                PlotArea.at(PlotArea.LEFT + (bar.range() ? i : i + 0.5) * slot),
                "label",
                bar.label()));
      }
    }
    Map<String, Object> values = AREA.values(title, note, axisName);
    values.put("rows", AREA.rows(axis));
    values.put("bars", drawn);
    values.put("labels", labels);
    return TEMPLATE.render(values);
  }
}
