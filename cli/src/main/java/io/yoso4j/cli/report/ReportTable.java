package io.yoso4j.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A table with one name and some numbers in each row.
 *
 * @param explanation a sentence between heading and table
 * @param look the table's classes in the style sheet
 * @param columns the heads of the columns, that of the names first
 */
record ReportTable(
    String heading, String explanation, String look, List<String> columns, List<Row> rows) {

  /** What a row says. */
  record Row(String name, List<Cell> cells) {}

  /**
   * One number.
   *
   * @param percent width of the bar beside it; empty for none
   */
  record Cell(String value, String percent) {
    static Cell count(long count) {
      return new Cell(Long.toString(count), "");
    }

    static Cell value(double value) {
      return new Cell(Amount.of(value), "");
    }

    static Cell bar(double value) {
      return new Cell(Amount.of(value), Amount.percent(value));
    }
  }

  Map<String, ?> scope() {
    List<Map<String, ?>> heads = new ArrayList<>();
    for (String name : columns) {
      heads.add(Map.of("name", name, "align", heads.isEmpty() ? "" : "number"));
    }
    List<Map<String, ?>> lines = new ArrayList<>();
    for (Row row : rows) {
      List<Map<String, ?>> cells = new ArrayList<>();
      for (Cell cell : row.cells()) {
        cells.add(Map.of("value", cell.value(), "percent", cell.percent()));
      }
      lines.add(Map.of("name", row.name(), "cells", cells));
    }
    return Map.of(
        "heading", heading,
        "explanation", explanation,
        "look", look,
        "columns", heads,
        "rows", lines);
  }
}
