package io.yoso4j.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The charts of a training run: accuracy, total loss, each loss term with one line per stage,
 * learning rate, gradient norm.
 */
final class TrainingCharts {

  private static final Pattern TERM = Pattern.compile("(.+?)_loss_(.+)");
  private static final Map<String, String> TERM_TITLES =
      Map.of("ce", "Class loss", "mask", "Mask loss", "dice", "Dice loss");
  private static final Map<String, String> TERM_NOTES =
      Map.of(
          "ce", "the class of each query",
          "mask", "pixel by pixel",
          "dice", "overlap of the whole outline");

  private TrainingCharts() {}

  static List<Map<String, ?>> of(RunHistory history) {
    List<LineChart> charts = new ArrayList<>();
    charts.add(accuracy(history.evals()));
    List<StepPoint> steps = history.steps();
    double span = Math.clamp(steps.size() / 25.0, 1, 200);
    charts.add(totalLoss(steps, span));
    charts.addAll(terms(steps, span));
    charts.add(
        new LineChart(
            "Learning rate",
            "of the head",
            List.of(Series.of("rate", 0, steps, StepPoint::step, StepPoint::learningRate)),
            Double.NaN));
    Series norm = Series.of("norm", 0, steps, StepPoint::step, StepPoint::gradNorm);
    charts.add(
        new LineChart(
            "Gradient norm",
            "before clipping",
            List.of(norm.asFaint(), norm.smoothed(span)),
            Double.NaN));
    List<Map<String, ?>> rendered = new ArrayList<>();
    for (LineChart chart : charts) {
      if (!chart.isEmpty()) {
        rendered.add(Map.of("chart", chart.render()));
      }
    }
    return rendered;
  }

  private static LineChart accuracy(List<EvalPoint> evals) {
    return new LineChart(
        "Accuracy",
        "on held-out images; 1 is perfect",
        List.of(
            evals("mask AP", 0, evals, true, "AP"),
            evals("AP50", 1, evals, true, "AP50"),
            evals("AP75", 2, evals, true, "AP75"),
            evals("box AP", 3, evals, false, "AP")),
        1);
  }

  private static Series evals(
      String name, int style, List<EvalPoint> evals, boolean masks, String key) {
    return Series.of(
        name,
        style,
        evals,
        EvalPoint::step,
        e -> (masks ? e.segm() : e.bbox()).getOrDefault(key, Double.NaN));
  }

  private static LineChart totalLoss(List<StepPoint> steps, double span) {
    Series total = Series.of("total", 0, steps, StepPoint::step, StepPoint::loss);
    return new LineChart(
        "Total loss",
        "all terms and stages",
        List.of(total.asFaint(), total.smoothed(span)),
        Double.NaN);
  }

  private static List<LineChart> terms(List<StepPoint> steps, double span) {
    Map<String, Set<String>> stagesByTerm = new TreeMap<>();
    for (StepPoint step : steps) {
      for (String name : step.losses().keySet()) {
        Matcher matcher = TERM.matcher(name);
        if (matcher.matches()) {
          stagesByTerm
              .computeIfAbsent(matcher.group(2), _ -> new TreeSet<>())
              .add(matcher.group(1));
        }
      }
    }
    List<LineChart> charts = new ArrayList<>();
    stagesByTerm.forEach((term, stages) -> {
      List<Series> lines = new ArrayList<>();
      for (String stage : stages) {
        String key = stage + "_loss_" + term;
        Series line =
            Series.of(
                stageName(stage),
                style(stage, lines.size()),
                steps,
                StepPoint::step,
                s -> s.losses().getOrDefault(key, Double.NaN));
        lines.add(line.smoothed(span));
      }
      charts.add(
          new LineChart(
              TERM_TITLES.getOrDefault(term, "Loss " + term),
              TERM_NOTES.getOrDefault(term, "one line per stage"),
              lines,
              Double.NaN));
    });
    return charts;
  }

  private static String stageName(String stage) {
    return stage.matches("s\\d+") ? "stage " + stage.substring(1) : stage;
  }

  /** The same stage looks the same in every chart. */
  private static int style(String stage, int fallback) {
    return (stage.matches("s\\d") ? stage.charAt(1) - '0' : fallback) % 8;
  }
}
