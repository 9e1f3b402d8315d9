package io.yoso4j.cli.report;

import java.util.List;
import java.util.Map;

/** Charts side by side, as many as fit. */
final class Charts {
  private static final Template TEMPLATE = Template.load("charts.html");

  private Charts() {}

  /** Nothing for no charts. */
  static Html grid(List<Html> charts) {
    return charts.isEmpty()
        ? new Html("")
        : TEMPLATE.render(
            Map.of("charts", charts.stream().map(chart -> Map.of("chart", chart)).toList()));
  }

  /** Leaves out charts without points. */
  static Html lines(List<LineChart> charts) {
    return grid(charts.stream().filter(chart -> !chart.isEmpty()).map(LineChart::render).toList());
  }
}
