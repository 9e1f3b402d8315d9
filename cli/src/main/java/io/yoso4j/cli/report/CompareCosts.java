package io.yoso4j.cli.report;

import io.yoso4j.cli.report.LineChart.AxisName;
import io.yoso4j.cli.report.ReportTable.Cell;
import io.yoso4j.cli.report.ReportTable.Row;
import io.yoso4j.train.lab.Efficiency;
import io.yoso4j.train.lab.LabResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What evaluating the losses costs, by resolution of the masks. */
final class CompareCosts {
  private static final List<String> PARTS = List.of("matching", "sampling", "loss", "gradient");
  private static final double MEBIBYTE = 1 << 20;

  /** Share of the whole that the parts may leave before it is drawn. */
  private static final double REST = 0.05;

  private final List<Efficiency> costs;

  CompareCosts(LabResult result) {
    costs = result.efficiency();
  }

  boolean isEmpty() {
    return costs.isEmpty();
  }

  /** What was timed, in sentences. */
  String about() {
    Efficiency one = costs.getFirst();
    Integer threads = one.threads();
    return "One evaluation of loss and gradient without the network%s: %s, %d queries, %d objects in each, %d stages; medians of %d. %s"
        .formatted(
            threads == null
                ? ""
                : threads == 1 ? ", on one thread" : ", on " + threads + " threads",
            one.batch() < one.trainedBatch()
                ? "%d of the %d images of a training step"
                    .formatted(one.batch(), one.trainedBatch())
                : one.batch() + " images, as in a training step",
            one.queries(),
            one.objects(),
            one.stages(),
            one.samples(),
            hasParts()
                ? "Matching: points, costs and assignment. Sampling: choosing points and reading masks there, or reading every pixel. Gradient: bringing derivatives back to the masks. Rest: what the medians of the parts leave of that of the whole. Each chart has its own scale."
                : "On this device only the whole time is known, and not what memory is allocated.");
  }

  private boolean hasParts() {
    return costs.stream().anyMatch(each -> !parts(each).isEmpty());
  }

  private static String masks(Efficiency cost) {
    return cost.maskHeight() + " × " + cost.maskWidth();
  }

  private static String targets(Efficiency cost) {
    return cost.targetHeight() == cost.targetWidth()
        ? Integer.toString(cost.targetHeight())
        : cost.targetHeight() + " × " + cost.targetWidth();
  }

  Html bars() {
    List<Html> charts = new ArrayList<>();
    for (String masks : costs.stream().map(CompareCosts::masks).distinct().toList()) {
      List<Efficiency> here = costs.stream().filter(each -> masks(each).equals(masks)).toList();
      List<StackedBars.Row> rows =
          here.stream()
              .map(each ->
                  new StackedBars.Row(
                      each.variant(), bar(each), Amount.fixed(each.totalMs(), 1) + " ms"))
              .toList();
      Efficiency one = here.getFirst();
      charts.add(
          new StackedBars(
                  "Masks of " + masks,
                  "targets of " + targets(one) + (one.asTrained() ? "; size as trained" : ""),
                  hasParts() ? partsAndRest() : List.of("all of it"),
                  rows)
              .render());
    }
    return Charts.grid(charts);
  }

  private static List<String> partsAndRest() {
    List<String> names = new ArrayList<>(PARTS);
    names.add("rest");
    return names;
  }

  private static List<Double> bar(Efficiency cost) {
    List<Double> bar = new ArrayList<>(parts(cost));
    if (bar.isEmpty()) {
      return List.of(cost.totalMs());
    }
    double rest = cost.totalMs() - bar.stream().mapToDouble(Double::doubleValue).sum();
    bar.add(rest > REST * cost.totalMs() ? rest : 0);
    return bar;
  }

  Html growth() {
    return Charts.lines(
        List.of(
            growth("Time by resolution", "milliseconds", Efficiency::totalMs),
            growth(
                "Memory allocated by resolution",
                "MiB by one evaluation, held at once or not",
                each -> {
                  Long bytes = each.allocatedBytes();
                  return bytes == null ? Double.NaN : bytes / MEBIBYTE;
                })));
  }

  private LineChart growth(String title, String note, ToDoubleFunction<Efficiency> value) {
    List<Series> lines = new ArrayList<>();
    for (String variant : costs.stream().map(Efficiency::variant).distinct().toList()) {
      int style = lines.size() % Marker.STYLES;
      List<Efficiency> its = costs.stream().filter(each -> each.variant().equals(variant)).toList();
      lines.add(
          Series.of(
              variant, style, its, each -> Math.max(each.maskHeight(), each.maskWidth()), value));
    }
    AxisName axis = new AxisName("longer side of the masks, pixels", "side");
    return new LineChart(title, note, lines, Double.NaN, axis);
  }

  Html table() {
    List<Row> rows = new ArrayList<>();
    for (Efficiency each : costs) {
      Double share = each.shareOfStep();
      Long bytes = each.allocatedBytes();
      rows.add(
          new Row(
              each.variant(),
              List.of(
                  Cell.text(masks(each)),
                  time(each.matchingMs()),
                  time(each.samplingMs()),
                  time(each.lossMs()),
                  time(each.gradientMs()),
                  time(each.totalMs()),
                  Cell.text(bytes == null ? "–" : Amount.fixed(bytes / MEBIBYTE, 1)),
                  Cell.text(share == null ? "" : Amount.fixed(100 * share, 1) + "%"))));
    }
    List<String> columns =
        List.of(
            "Loss",
            "Masks",
            "Matching, ms",
            "Sampling, ms",
            "Loss, ms",
            "Gradient, ms",
            "All, ms",
            "Allocated, MiB",
            "Share of a step");
    return new ReportTable("", "", "sortable", columns, rows).render();
  }

  private static Cell time(@Nullable Double millis) {
    return Cell.text(millis == null ? "–" : Amount.fixed(millis, 2));
  }

  /** All four parts, or none where one is unknown. */
  private static List<Double> parts(Efficiency cost) {
    List<@Nullable Double> all =
        Stream.of(cost.matchingMs(), cost.samplingMs(), cost.lossMs(), cost.gradientMs()).toList();
    List<Double> known = new ArrayList<>();
    for (Double part : all) {
      if (part != null) {
        known.add(part);
      }
    }
    return known.size() == PARTS.size() ? known : List.of();
  }
}
