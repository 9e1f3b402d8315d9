package io.yoso4j.cli.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page of an evaluation: one HTML file that holds everything it shows. */
final class EvaluationPage {
  private static final Template PAGE = Template.load("evaluation.html");

  private final String title;
  private final String lead;
  private final Tiles tiles = new Tiles();
  private final StringBuilder tables = new StringBuilder();
  private final List<Map<String, ?>> charts = new ArrayList<>();
  private final List<Map<String, ?>> classCharts = new ArrayList<>();
  private final List<Map<String, ?>> confusion = new ArrayList<>();
  private final List<Map<String, ?>> warnings = new ArrayList<>();
  private String classChartsNote = "";
  private String printed = "";

  EvaluationPage(String title, String lead) {
    this.title = title;
    this.lead = lead;
  }

  Tiles tiles() {
    return tiles;
  }

  void table(ReportTable table) {
    tables.append(table.section().markup());
  }

  void chart(LineChart chart) {
    if (!chart.isEmpty()) {
      charts.add(Map.of("chart", chart.render()));
    }
  }

  void classCharts(String note, List<LineChart> perClass) {
    classChartsNote = note;
    for (LineChart chart : perClass) {
      if (!chart.isEmpty()) {
        classCharts.add(Map.of("chart", chart.render()));
      }
    }
  }

  /**
   * @param pairs which classes are confused most; without rows when none are
   */
  void confusion(String explanation, Html matrix, ReportTable pairs) {
    Object table = pairs.rows().isEmpty() ? "" : pairs.render();
    confusion.add(Map.of("explanation", explanation, "matrix", matrix, "pairs", table));
  }

  /** The numbers as a well-known program prints them. */
  void printed(String lines) {
    printed = lines;
  }

  void warnings(List<String> lines) {
    lines.forEach(text -> warnings.add(Map.of("text", text)));
  }

  private Html render() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("tiles", tiles.render());
    values.put("tables", new Html(tables.toString()));
    values.put("printed", printed);
    values.put("charts", charts);
    values.put("confusion", confusion);
    values.put("classCharts", classCharts);
    values.put("classChartsNote", classChartsNote);
    values.put("warnings", warnings);
    return HtmlPage.scripted("evaluation", title, lead, PAGE.render(values));
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @throws io.yoso4j.data.DataException naming the file when it cannot be written
   */
  void write(Path target) {
    HtmlPage.write(render(), target);
  }
}
