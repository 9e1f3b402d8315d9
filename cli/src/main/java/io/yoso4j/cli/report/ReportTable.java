package io.yoso4j.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table with one name and some values in each row. Columns of numbers are set flush right,
 * columns with bars take the room there is, and a table of few columns is not drawn out over the
 * page.
 *
 * @param explanation a sentence between heading and table; empty for none
 * @param look the table's classes in the style sheet; {@code sortable} lets readers sort it
 * @param columns the heads of the columns, that of the names first
 */
record ReportTable(
    String heading, String explanation, String look, List<String> columns, List<Row> rows) {

  private static final Template TABLE = Template.load("table.html");
  private static final Template SECTION = Template.load("section.html");
  private static final int FEW_COLUMNS = 5;

  /** What a row says. */
  record Row(String name, List<Cell> cells) {}

  /**
   * One value.
   *
   * @param percent width of the bar beside it; empty for none
   * @param note a smaller line below it, such as an interval; empty for none
   */
  record Cell(String value, String percent, String note) {
    Cell(String value, String percent) {
      this(value, percent, "");
    }

    static Cell text(String words) {
      return new Cell(words, "");
    }

    static Cell count(long count) {
      return new Cell(Long.toString(count), "");
    }

    static Cell value(double value) {
      return new Cell(Amount.of(value), "");
    }

    static Cell bar(double value) {
      return new Cell(Amount.of(value), Amount.percent(value));
    }

    private boolean isNumber() {
      return value.isEmpty() || value.matches("[-+−–≈]|[-+−]?[0-9].{0,11}");
    }
  }

  /** The table alone. */
  Html render() {
    int width = columns.size() - 1;
    boolean[] barred = new boolean[width];
    String[] align = new String[width];
    for (int i = 0; i < width; i++) {
      int column = i;
      List<Cell> cells =
          rows.stream()
              .filter(row -> column < row.cells().size())
              .map(row -> row.cells().get(column))
              .toList();
      barred[i] = cells.stream().anyMatch(cell -> !cell.percent().isEmpty());
      align[i] = barred[i] ? "bars" : cells.stream().allMatch(Cell::isNumber) ? "number" : "words";
    }
    List<Map<String, ?>> heads = new ArrayList<>();
    for (String name : columns) {
      heads.add(Map.of("name", name, "align", heads.isEmpty() ? "" : align[heads.size() - 1]));
    }
    List<Map<String, ?>> lines = new ArrayList<>();
    for (Row row : rows) {
      List<Map<String, ?>> cells = new ArrayList<>();
      for (Cell cell : row.cells()) {
        cells.add(
            Map.of(
                "value", cell.value(),
                "percent", cell.percent(),
                "note", cell.note(),
                "barred", barred[cells.size()],
                "align", align[cells.size()]));
      }
      lines.add(Map.of("name", row.name(), "cells", cells));
    }
    boolean narrow =
        columns.size() <= FEW_COLUMNS && Arrays.stream(align).allMatch("number"::equals);
    return TABLE.render(
        Map.of("look", narrow ? look + " narrow" : look, "columns", heads, "rows", lines));
  }

  /** The table with its heading, as a section of the page. */
  Html section() {
    return section(heading, explanation, render());
  }

  /** Anything with a heading and a sentence below it, as a section of the page. */
  static Html section(String heading, String explanation, Html... bodies) {
    return SECTION.render(
        Map.of(
            "id",
            Contents.id(heading),
            "heading",
            heading,
            "explanation",
            explanation,
            "body",
            new Html(Arrays.stream(bodies).map(Html::markup).collect(Collectors.joining("\n")))));
  }
}
