package io.yoso4j.cli.report;

import io.yoso4j.data.AtomicFile;
import java.nio.charset.StandardCharsets;
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
  private final List<Map<String, ?>> tiles = new ArrayList<>();
  private final List<Map<String, ?>> tables = new ArrayList<>();
  private final List<Map<String, ?>> charts = new ArrayList<>();
  private final List<Map<String, ?>> classCharts = new ArrayList<>();
  private final List<Map<String, ?>> confusion = new ArrayList<>();
  private final List<Map<String, ?>> warnings = new ArrayList<>();
  private String classChartsNote = "";

  EvaluationPage(String title, String lead) {
    this.title = title;
    this.lead = lead;
  }

  /** A headline number; the first one is emphasised. */
  void tile(String label, String value, String hint) {
    tiles.add(
        Map.of(
            "weight", tiles.isEmpty() ? "main" : "", "label", label, "value", value, "hint", hint));
  }

  void table(ReportTable table) {
    tables.add(table.scope());
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
   * @param pairs rows with {@code truth}, {@code predicted}, {@code count} and {@code share}
   */
  void confusion(String explanation, Html matrix, List<Map<String, ?>> pairs) {
    confusion.add(Map.of("explanation", explanation, "matrix", matrix, "pairs", pairs));
  }

  void warnings(List<String> lines) {
    lines.forEach(text -> warnings.add(Map.of("text", text)));
  }

  Html render() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("title", title);
    values.put("lead", lead);
    values.put("style", new Html(Template.Resources.text("style.css")));
    values.put("script", new Html(Template.Resources.text("report.js")));
    values.put("tiles", tiles);
    values.put("tables", tables);
    values.put("charts", charts);
    values.put("confusion", confusion);
    values.put("classCharts", classCharts);
    values.put("classChartsNote", classChartsNote);
    values.put("warnings", warnings);
    return PAGE.render(values);
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @throws io.yoso4j.data.DataException naming the file when it cannot be written
   */
  void write(Path target) {
    byte[] page = render().markup().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(target, out -> out.write(page));
  }
}
