package io.yoso4j.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts as bars in inline SVG; pointing at a bar tells its numbers. */
final class BarChart {

  private static final Template TEMPLATE = Template.load("bars.html");

  private static final int WIDTH = 440;
  private static final int HEIGHT = 250;
  private static final int LEFT = 46;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 34;
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
    double slot = (double) (WIDTH - LEFT - RIGHT) / bars.size();
    int every = (int) Math.max(1, Math.ceil(LABEL_DISTANCE / slot));
    List<Map<String, ?>> rows = new ArrayList<>();
    for (double tick : axis.ticks()) {
      rows.add(Map.of("at", fixed(y(axis, tick)), "label", axis.label(tick)));
    }
    List<Map<String, ?>> drawn = new ArrayList<>();
    List<Map<String, ?>> labels = new ArrayList<>();
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double top = y(axis, (double) bar.count());
      drawn.add(
          Map.of(
              "x", fixed(LEFT + i * slot + 0.5),
              "y", fixed(top),
              "width", fixed(Math.max(0.5, slot - 1)),
              "height", fixed(HEIGHT - BOTTOM - top),
              "tip",
                  String.format(
                      Locale.ROOT,
                      "%s: %d (%.1f%%)",
                      bar.words(),
                      bar.count(),
                      100.0 * bar.count() / total)));
      if (i % every == 0) {
        labels.add(
            Map.of("at", fixed(LEFT + (bar.range() ? i : i + 0.5) * slot), "label", bar.label()));
      }
    }
    return TEMPLATE.render(
        Map.ofEntries(
            Map.entry("title", title),
            Map.entry("note", note),
            Map.entry("axis", axisName),
            Map.entry("width", WIDTH),
            Map.entry("height", HEIGHT),
            Map.entry("left", LEFT),
            Map.entry("right", WIDTH - RIGHT),
            Map.entry("labelX", LEFT - 6),
            Map.entry("tickY", HEIGHT - BOTTOM + 15),
            Map.entry("axisX", (LEFT + WIDTH - RIGHT) / 2),
            Map.entry("axisY", HEIGHT - 3),
            Map.entry("rows", rows),
            Map.entry("bars", drawn),
            Map.entry("labels", labels)));
  }

  private static double y(Axis axis, double value) {
    return HEIGHT - BOTTOM - axis.position(value) * (HEIGHT - BOTTOM - TOP);
  }

  private static String fixed(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
