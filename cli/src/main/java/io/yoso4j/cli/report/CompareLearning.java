package io.yoso4j.cli.report;

import io.yoso4j.cli.report.ReportTable.Cell;
import io.yoso4j.cli.report.ReportTable.Row;
import io.yoso4j.train.lab.LabResult;
import io.yoso4j.train.lab.PointFocus;
import io.yoso4j.train.lab.ProbePoint;
import io.yoso4j.train.lab.RunResult;
import io.yoso4j.train.lab.VariantConvergence;
import io.yoso4j.train.lab.VariantResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How fast the losses learned, and where their mask terms looked. */
final class CompareLearning {
  private final LabResult result;

  CompareLearning(LabResult result) {
    this.result = result;
  }

  /** Steps and seconds to the target AP, and areas under the curves. */
  Html speed() {
    List<Row> rows = new ArrayList<>();
    for (VariantConvergence each : result.convergence().variants()) {
      rows.add(
          new Row(
              each.variant(),
              List.of(
                  seeds(each.stepsToTarget(), 0),
                  seeds(each.secondsToTarget(), 1),
                  seeds(each.areaBySteps(), 3),
                  seeds(each.areaBySeconds(), 3))));
    }
    String target = "AP " + Amount.of(result.convergence().targetAp());
    List<String> columns =
        List.of(
            "Loss",
            "Steps to " + target,
            "Seconds to " + target,
            "Mean AP over steps",
            "… over time");
    return new ReportTable("", "", "sortable", columns, rows).render();
  }

  /** The mean of the seeds that have a value, and how many of them have. */
  private static Cell seeds(List<@Nullable Double> values, int decimals) {
    double[] known =
        values.stream()
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    if (known.length == 0) {
      return new Cell("–", "", "in no training");
    }
    double sum = 0;
    for (double value : known) {
      sum += value;
    }
    String mean = Amount.fixed(sum / known.length, decimals);
    if (known.length < values.size()) {
      return new Cell(mean, "", "in %d of %d trainings".formatted(known.length, values.size()));
    }
    String range =
        known.length == 1
            ? ""
            : Amount.fixed(known[0], decimals)
                + " to "
                + Amount.fixed(known[known.length - 1], decimals);
    return new Cell(mean, "", range);
  }

  /** Where the points of the mask terms lay at the last probe, beside uniform ones. */
  Html focus() {
    List<Row> rows = new ArrayList<>();
    for (VariantResult variant : result.variants()) {
      List<PointFocus> last =
          variant.runs().stream()
              .map(RunResult::probes)
              .filter(probes -> !probes.isEmpty())
              .map(List::getLast)
              .map(ProbePoint::points)
              .toList();
      rows.add(
          new Row(
              variant.name(),
              List.of(
                  Cell.text(percent(mean(last, PointFocus::nearBoundary))),
                  Cell.text(percent(mean(last, PointFocus::uniformNearBoundary))),
                  Cell.value(mean(last, PointFocus::loss)),
                  Cell.value(mean(last, PointFocus::uniformLoss)))));
    }
    List<String> columns =
        List.of(
            "Loss",
            "Near an outline",
            "… of uniform points",
            "Cross-entropy",
            "… of uniform points");
    return new ReportTable("", "", "", columns, rows).render();
  }

  private static double mean(
      List<PointFocus> points, Function<PointFocus, @Nullable Double> value) {
    return points.stream()
        .map(value)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(Double.NaN);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : Amount.fixed(100 * share, 1) + "%";
  }
}
