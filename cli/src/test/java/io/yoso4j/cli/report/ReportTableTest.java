package io.yoso4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.cli.report.ReportTable.Cell;
import io.yoso4j.cli.report.ReportTable.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportTableTest {
  private static String html(List<String> columns, Row... rows) {
    return new ReportTable("A & B", "", "", columns, List.of(rows)).section().markup();
  }

  @Test
  void columnsAreSetByWhatTheyHold() {
    String html =
        html(
            List.of("Name", "Number", "Words", "Bar"),
            new Row("a", List.of(Cell.count(12), Cell.text("12 of them were left"), Cell.bar(0.5))),
            new Row("b", List.of(Cell.text("–"), Cell.text("none"), Cell.bar(Double.NaN))));

    assertThat(html)
        .contains("<section id=\"a-b\">", "<h2>A &amp; B</h2>")
        .contains("class=\"number\">Number", "class=\"words\">Words", "class=\"bars\">Bar")
        .contains("<td class=\"number\">–</td>", "style=\"width:50.0%\"", ">0.500</span>")
        .doesNotContain("narrow", "<p>");
  }

  @Test
  void fewNumbersAreNotDrawnOutOverThePage() {
    assertThat(html(List.of("Size", "Images"), new Row("1 × 2", List.of(Cell.count(3)))))
        .contains("<table class=\" narrow\">");
  }

  @Test
  void notesStandBelowTheirNumber() {
    assertThat(
            html(List.of("Name", "AP"), new Row("a", List.of(new Cell("0.5", "", "0.4 to 0.6")))))
        .contains("0.5<small>0.4 to 0.6</small>");
  }
}
