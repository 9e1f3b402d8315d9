package io.yoso4j.cli.report;

import io.yoso4j.cli.report.LineChart.AxisName;
import io.yoso4j.train.lab.CurvePoint;
import io.yoso4j.train.lab.LabResult;
import io.yoso4j.train.lab.ProbePoint;
import io.yoso4j.train.lab.RunResult;
import io.yoso4j.train.lab.VariantResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What happened in the course of the trainings: a line per loss, a thin one per seed behind it. */
final class CompareCurves {
  private static final double LONG_SECONDS = 900;
  private static final Map<String, String> TERMS =
      Map.of("class", "Class", "mask", "Mask", "dice", "Dice");

  private final LabResult result;

  CompareCurves(LabResult result) {
    this.result = result;
  }

  /** AP against steps and against time. */
  Html accuracy() {
    boolean minutes =
        result.variants().stream()
            .flatMap(variant -> variant.runs().stream())
            .anyMatch(run -> run.seconds() > LONG_SECONDS);
    double unit = minutes ? 60 : 1;
    String name = minutes ? "minute" : "second";
    AxisName time = new AxisName(name + "s of training steps", name);
    return Charts.lines(
        List.of(
            curve("AP against steps", AxisName.STEP, CurvePoint::step, p -> Amount.orNaN(p.ap())),
            curve("AP against time", time, p -> p.seconds() / unit, p -> Amount.orNaN(p.ap())),
            curve(
                "AP50 against steps",
                AxisName.STEP,
                CurvePoint::step,
                p -> Amount.orNaN(p.ap50()))));
  }

  /** The terms of the losses. */
  Html terms() {
    List<LineChart> charts = new ArrayList<>();
    for (String term : names(RunResult::curve, CurvePoint::terms)) {
      charts.add(
          curve(
              TERMS.getOrDefault(term, term) + " term",
              AxisName.STEP,
              CurvePoint::step,
              p -> p.terms().getOrDefault(term, Double.NaN)));
    }
    charts.add(curve("Total", AxisName.STEP, CurvePoint::step, p -> Amount.orNaN(p.loss())));
    return Charts.lines(charts);
  }

  /** Norms of the terms' gradients, and how often targets change their query. */
  Html probes() {
    List<LineChart> charts = new ArrayList<>();
    for (String term : names(RunResult::probes, ProbePoint::gradientNorms)) {
      charts.add(
          probe(
              TERMS.getOrDefault(term, term) + " gradient",
              "norm at the network's outputs",
              p -> p.gradientNorms().getOrDefault(term, Double.NaN)));
    }
    charts.add(
        probe(
            "Changed matches",
            "share of objects with another query than at the evaluation before",
            p -> Amount.orNaN(p.changed())));
    return Charts.lines(charts);
  }

  private <T> List<String> names(
      Function<RunResult, List<T>> points, Function<T, Map<String, Double>> values) {
    return result.variants().stream()
        .flatMap(variant -> variant.runs().stream())
        .flatMap(run -> points.apply(run).stream())
        .flatMap(point -> values.apply(point).keySet().stream())
        .distinct()
        .toList();
  }

  private LineChart curve(
      String title, AxisName axis, ToDoubleFunction<CurvePoint> x, ToDoubleFunction<CurvePoint> y) {
    return chart(title, note(), axis, RunResult::curve, x, y);
  }

  private LineChart probe(String title, String note, ToDoubleFunction<ProbePoint> y) {
    return chart(title, note, AxisName.STEP, RunResult::probes, ProbePoint::step, y);
  }

  private String note() {
    return result.plan().seeds().size() > 1
        ? "mean of the seeds; thin lines are seeds"
        : "one seed";
  }

  private <T> LineChart chart(
      String title,
      String note,
      AxisName axis,
      Function<RunResult, List<T>> points,
      ToDoubleFunction<T> x,
      ToDoubleFunction<T> y) {
    List<Series> thin = new ArrayList<>();
    List<Series> means = new ArrayList<>();
    for (VariantResult variant : result.variants()) {
      int style = means.size() % Marker.STYLES;
      List<Series> seeds =
          variant.runs().stream()
              .filter(run -> !points.apply(run).isEmpty())
              .map(run ->
                  line(variant.name() + ", seed " + run.seed(), style, points.apply(run), x, y))
              .toList();
      if (seeds.size() > 1) {
        thin.addAll(seeds);
      }
      List<RunResult> whole = variant.finished().isEmpty() ? variant.runs() : variant.finished();
      means.add(mean(variant.name(), style, whole.stream().map(points).toList(), x, y));
    }
    thin.addAll(means);
    return new LineChart(title, note, thin, Double.NaN, axis);
  }

  private static <T> Series line(
      String name, int style, List<T> points, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
    return finite(
        name,
        style,
        points.stream().mapToDouble(x).toArray(),
        points.stream().mapToDouble(y).toArray(),
        true);
  }

  /** Means over the trainings point by point, as far as all of them go. */
  private static <T> Series mean(
      String name, int style, List<List<T>> runs, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
    int count = runs.stream().mapToInt(List::size).min().orElse(0);
    double[] xs = new double[count];
    double[] ys = new double[count];
    for (int i = 0; i < count; i++) {
      int at = i;
      xs[i] = runs.stream().mapToDouble(run -> x.applyAsDouble(run.get(at))).average().orElse(0);
      ys[i] =
          runs.stream()
              .mapToDouble(run -> y.applyAsDouble(run.get(at)))
              .average()
              .orElse(Double.NaN);
    }
    return finite(name, style, xs, ys, false);
  }

  private static Series finite(String name, int style, double[] x, double[] y, boolean faint) {
    double[] xs = new double[x.length];
    double[] ys = new double[y.length];
    int count = 0;
    for (int i = 0; i < x.length; i++) {
      if (Double.isFinite(y[i])) {
        xs[count] = x[i];
        ys[count++] = y[i];
      }
    }
    return new Series(name, Arrays.copyOf(xs, count), Arrays.copyOf(ys, count), style, faint);
  }
}
