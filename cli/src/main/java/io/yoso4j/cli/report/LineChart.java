package io.yoso4j.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A line chart as inline SVG.
 *
 * <p>Lines are told apart by dash pattern, markers and a label at their end, not by colour alone.
 * The numbers also travel with the drawing (attribute {@code data-chart}), and a few lines of
 * script read them out at the pointer or by arrow keys.
 */
final class LineChart {

  private static final Template TEMPLATE = Template.load("chart.html");

  private static final int MARGIN = 84;
  private static final int MOST_MARGIN = 150;
  private static final int LABEL_HEIGHT = 14;
  private static final int MOST_DOTS = 30;
  private static final int SPARSE_DOTS = 6;

  private final String title;
  private final String note;
  private final List<Series> series;
  private final double ceiling;
  private final AxisName bottom;
  private final PlotArea area;

  /**
   * What the horizontal axis shows.
   *
   * @param label below the axis
   * @param word before a value in the tip at the pointer
   */
  record AxisName(String label, String word) {
    static final AxisName STEP = new AxisName("training step", "step");
  }

  /**
   * A chart with training steps along the bottom.
   *
   * @param note one sentence below the title
   * @param ceiling the top of the vertical axis, or NaN to fit the values; the bottom is 0
   */
  LineChart(String title, String note, List<Series> series, double ceiling) {
    this(title, note, series, ceiling, AxisName.STEP);
  }

  LineChart(String title, String note, List<Series> series, double ceiling, AxisName bottom) {
    this.title = title;
    this.note = note;
    this.series = series.stream().filter(s -> !s.isEmpty()).map(Series::thinned).toList();
    this.ceiling = ceiling;
    this.bottom = bottom;
    int longest =
        this.series.stream()
            .filter(s -> !s.faint())
            .mapToInt(s -> s.name().length())
            .max()
            .orElse(0);
    area = new PlotArea(Math.clamp(32 + longest * 6L, MARGIN, MOST_MARGIN));
  }

  boolean isEmpty() {
    return series.isEmpty();
  }

  Html render() {
    double lastX = max(s -> s.x());
    double firstX = series.stream().mapToDouble(s -> s.x()[0]).min().orElse(0);
    Axis x = Axis.covering(Math.min(0, firstX), lastX, 5).endingAt(lastX);
    Axis y =
        Double.isNaN(ceiling) ? Axis.covering(0, max(s -> s.y()), 4) : Axis.covering(0, ceiling, 5);

    List<Map<String, ?>> vertical = new ArrayList<>();
    for (double tick : x.ticks()) {
      vertical.add(Map.of("at", PlotArea.at(area.x(x, tick)), "label", x.label(tick)));
    }
    Map<String, Object> values = area.values(title, note, bottom.label());
    values.put("horizontal", area.rows(y));
    values.put("vertical", vertical);
    values.put("lines", lines(x, y));
    values.put("labels", labels(y));
    values.put("data", data(x));
    return TEMPLATE.render(values);
  }

  private List<Map<String, ?>> lines(Axis x, Axis y) {
    List<Map<String, ?>> lines = new ArrayList<>();
    for (Series s : series) {
      StringBuilder points = new StringBuilder();
      for (int i = 0; i < s.x().length; i++) {
        points
            .append(PlotArea.at(area.x(x, s.x()[i])))
            .append(',')
            .append(PlotArea.at(area.y(y, s.y()[i])))
            .append(' ');
      }
      lines.add(
          Map.of(
              "points",
              points.toString().trim(),
              "style",
              s.faint() ? "faint c" + s.style() : "c" + s.style(),
              "dots",
              dots(s, x, y)));
    }
    return lines;
  }

  /** A marker at every point of a short line; on a long one a few, to tell it from the others. */
  private List<Map<String, ?>> dots(Series s, Axis x, Axis y) {
    int count = s.x().length;
    boolean few = count <= MOST_DOTS;
    if (s.faint() || (!few && isAlone())) {
      return List.of();
    }
    int every = few ? 1 : count / SPARSE_DOTS;
    int first = few ? 0 : (s.style() + 1) * every / (Marker.STYLES + 1);
    List<Map<String, ?>> dots = new ArrayList<>();
    for (int i = first; i < count; i += every) {
      dots.add(Map.of("dot", Marker.path(s.style(), area.x(x, s.x()[i]), area.y(y, s.y()[i]))));
    }
    return dots;
  }

  private boolean isAlone() {
    return series.stream().filter(s -> !s.faint()).count() == 1;
  }

  /** Labels at the line ends, pushed apart where lines end close together. */
  private List<Map<String, ?>> labels(Axis y) {
    List<Series> named =
        series.stream()
            .filter(s -> !s.faint())
            .sorted(Comparator.comparingDouble(s -> area.y(y, s.y()[s.y().length - 1])))
            .toList();
    double[] at = new double[named.size()];
    for (int i = 0; i < at.length; i++) {
      Series s = named.get(i);
      double wanted = area.y(y, s.y()[s.y().length - 1]) + 4;
      at[i] =
          i == 0 ? Math.max(wanted, PlotArea.TOP + 6) : Math.max(wanted, at[i - 1] + LABEL_HEIGHT);
    }
    double lowest = PlotArea.BOTTOM + 4;
    for (int i = at.length - 1; i >= 0 && at[i] > lowest; i--) {
      at[i] = lowest;
      lowest -= LABEL_HEIGHT;
    }
    List<Map<String, ?>> labels = new ArrayList<>();
    for (int i = 0; i < at.length; i++) {
      Series s = named.get(i);
      labels.add(
          Map.of(
              "x",
              area.right() + 24,
              "y",
              PlotArea.at(at[i]),
              "keyFrom",
              area.right() + 4,
              "keyTo",
              area.right() + 21,
              "keyY",
              PlotArea.at(at[i] - 4),
              "style",
              "c" + s.style(),
              "dot",
              isAlone() ? "" : Marker.path(s.style(), area.right() + 12.5, at[i] - 4),
              "name",
              s.name()));
    }
    return labels;
  }

  private String data(Axis x) {
    StringBuilder json = new StringBuilder(1024);
    json.append("{\"from\":").append(x.from()).append(",\"to\":").append(x.to());
    json.append(",\"left\":").append(PlotArea.LEFT).append(",\"right\":").append(area.right());
    json.append(",\"width\":").append(PlotArea.WIDTH);
    json.append(",\"word\":\"").append(bottom.word()).append("\",\"series\":[");
    String comma = "";
    for (Series s : told()) {
      json.append(comma).append("{\"name\":\"");
      json.append(s.name().replace("\\", "\\\\").replace("\"", "\\\"")).append("\",\"x\":");
      json.append(numbers(s.x())).append(",\"y\":").append(numbers(s.y())).append('}');
      comma = ",";
    }
    return json.append("]}").toString();
  }

  /** What is read out: faint lines only beside a single line, or there would be too much. */
  private List<Series> told() {
    List<Series> named = series.stream().filter(s -> !s.faint()).toList();
    return named.size() <= 1 ? series : named;
  }

  private static String numbers(double[] values) {
    return Arrays.stream(values)
        .mapToObj(LineChart::significant)
        .toList()
        .toString()
        .replace(" ", "");
  }

  private static String significant(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e12) {
      return Long.toString((long) value);
    }
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private double max(java.util.function.Function<Series, double[]> values) {
    return series.stream()
        .flatMapToDouble(s -> Arrays.stream(values.apply(s)))
        .max()
        .orElse(Double.NaN);
  }
}
