package io.yoso4j.cli.report;

import io.yoso4j.eval.ConfusionMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A confusion matrix as inline SVG: annotated classes down, predicted classes across, background
 * last. Shades are shares of a row; small matrices have the counts in their cells, every cell has
 * them as a tip.
 */
final class ConfusionChart {
  private static final Template TEMPLATE = Template.load("confusion.html");

  private static final int LARGEST_WITH_COUNTS = 20;
  private static final int NAME_LENGTH = 22;
  private static final String BACKGROUND = "background";

  private final ConfusionMatrix matrix;
  private final List<String> names;
  private final int[] shown;
  private final int cell;
  private final int left;
  private final int top;

  /**
   * @param names of all categories
   * @param shown indices of the categories to draw, in order
   */
  ConfusionChart(ConfusionMatrix matrix, List<String> names, int[] shown) {
    this.matrix = matrix;
    this.names = names;
    this.shown = shown.clone();
    this.cell = hasCounts() ? 36 : 12;
    int longest = BACKGROUND.length();
    for (int index : shown) {
      longest = Math.max(longest, shortened(names.get(index)).length());
    }
    int perCharacter = hasCounts() ? 7 : 6;
    this.left = longest * perCharacter + 16;
    this.top = (int) (longest * perCharacter * 0.87) + 20;
  }

  Html render() {
    int side = cell * (shown.length + 1);
    int apart = cell * shown.length;
    return TEMPLATE.render(
        Map.ofEntries(
            // Names of columns lean to the right.
            Map.entry("width", left + side + top / 2 + 8),
            Map.entry("height", top + side + 8),
            Map.entry("size", hasCounts() ? "normal" : "small"),
            Map.entry("left", left),
            Map.entry("top", top),
            Map.entry("right", left + side),
            Map.entry("bottom", top + side),
            Map.entry("side", side),
            Map.entry("cell", cell),
            Map.entry("apartX", left + apart),
            Map.entry("apartY", top + apart),
            Map.entry("nameX", left - 6),
            Map.entry("nameY", top - 5),
            Map.entry("rows", rows()),
            Map.entry("columns", columns()),
            Map.entry("cells", cells())));
  }

  private boolean hasCounts() {
    return shown.length <= LARGEST_WITH_COUNTS;
  }

  private List<Map<String, ?>> rows() {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (int i = 0; i <= shown.length; i++) {
      rows.add(
          Map.of("y", top + i * cell + cell / 2 + 4, "name", shortened(name(i)), "full", name(i)));
    }
    return rows;
  }

  private List<Map<String, ?>> columns() {
    List<Map<String, ?>> columns = new ArrayList<>();
    for (int i = 0; i <= shown.length; i++) {
      columns.add(
          Map.of("x", left + i * cell + cell / 2 + 4, "name", shortened(name(i)), "full", name(i)));
    }
    return columns;
  }

  private List<Map<String, ?>> cells() {
    List<Map<String, ?>> cells = new ArrayList<>();
    for (int row = 0; row <= shown.length; row++) {
      long total = matrix.total(index(row));
      for (int column = 0; column <= shown.length; column++) {
        long count = matrix.count(index(row), index(column));
        if (count > 0) {
          cells.add(cell(row, column, count, total));
        }
      }
    }
    return cells;
  }

  private Map<String, ?> cell(int row, int column, long count, long total) {
    return Map.of(
        "x",
        left + column * cell,
        "y",
        top + row * cell,
        "textX",
        left + column * cell + cell / 2,
        "textY",
        top + row * cell + cell / 2 + 4,
        "kind",
        row == column ? "right" : "wrong",
        // Light enough below the ink of the counts, in both colour schemes.
        "shade",
        Amount.fixed(0.1 + 0.5 * count / total, 2),
        "count",
        hasCounts() ? Long.toString(count) : "",
        "tip",
        tip(row, column, count, total));
  }

  private String tip(int row, int column, long count, long total) {
    if (row == shown.length) {
      return "%d of %d wrong detections: %s where nothing is annotated"
          .formatted(count, total, name(column));
    }
    return "%d of %d %s: %s"
        .formatted(
            count,
            total,
            name(row),
            column == shown.length ? "missed" : "found as " + name(column));
  }

  private int index(int position) {
    return position == shown.length ? matrix.background() : shown[position];
  }

  private String name(int position) {
    return position == shown.length ? BACKGROUND : names.get(shown[position]);
  }

  private static String shortened(String name) {
    if (name.codePointCount(0, name.length()) <= NAME_LENGTH) {
      return name;
    }
    return name.substring(0, name.offsetByCodePoints(0, NAME_LENGTH - 1)).stripTrailing() + "…";
  }
}
