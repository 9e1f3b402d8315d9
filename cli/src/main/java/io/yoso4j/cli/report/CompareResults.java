package io.yoso4j.cli.report;

import io.yoso4j.cli.report.ReportTable.Cell;
import io.yoso4j.cli.report.ReportTable.Row;
import io.yoso4j.train.lab.ClassAccuracy;
import io.yoso4j.train.lab.ClassDifference;
import io.yoso4j.train.lab.LabResult;
import io.yoso4j.train.lab.PairedComparison;
import io.yoso4j.train.lab.PairedDifference;
import io.yoso4j.train.lab.RunResult;
import io.yoso4j.train.lab.Spread;
import io.yoso4j.train.lab.VariantResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How good the losses are in the end: numbers, and differences with their intervals. */
final class CompareResults {
  private static final List<String> MEASURES =
      List.of("AP", "AP50", "AP75", "APs", "APm", "APl", "AR100", "best_AP");
  private static final int MOST_CLASSES = 30;

  private final LabResult result;

  CompareResults(LabResult result) {
    this.result = result;
  }

  /** AP of all kinds, with the spread over seeds. */
  Html numbers() {
    List<Row> rows = new ArrayList<>();
    for (VariantResult variant : result.variants()) {
      List<Cell> cells = new ArrayList<>();
      for (String measure : MEASURES) {
        cells.add(spread(variant.summary().get(measure)));
      }
      rows.add(new Row(variant.name(), cells));
    }
    List<String> columns = new ArrayList<>(List.of("Loss"));
    MEASURES.forEach(measure -> columns.add(measure.replace('_', ' ')));
    return new ReportTable("", "", "sortable", columns, rows).render();
  }

  /** A value and, where there are several seeds, the least and the most of them. */
  private static Cell spread(@Nullable Spread spread) {
    if (spread == null) {
      return Cell.value(Double.NaN);
    }
    return new Cell(
        Amount.of(spread.mean()),
        "",
        spread.count() > 1 ? Amount.of(spread.least()) + " to " + Amount.of(spread.most()) : "");
  }

  /** Differences from the reference, a chart per loss. */
  Html differences() {
    return charts(true);
  }

  /** Differences between the other losses; nothing without such. */
  Html otherDifferences() {
    return charts(false);
  }

  private Html charts(boolean withReference) {
    List<Html> charts =
        result.comparisons().stream()
            .filter(pair -> pair.first().equals(result.plan().reference()) == withReference)
            .filter(pair -> !pair.metrics().isEmpty())
            .map(pair ->
                new ForestChart(
                        pair.second() + " less " + pair.first(),
                        note(pair),
                        pair.metrics().entrySet().stream()
                            .map(entry -> row(entry.getKey(), entry.getValue(), pair))
                            .toList())
                    .render())
            .toList();
    return Charts.grid(charts);
  }

  private static String note(PairedComparison pair) {
    return "right of 0: %s is better; %d images, %s"
        .formatted(
            pair.second(), pair.images(), pair.seeds() == 1 ? "1 seed" : pair.seeds() + " seeds");
  }

  private ForestChart.Row row(String name, PairedDifference value, PairedComparison pair) {
    return new ForestChart.Row(
        name,
        Amount.orNaN(value.difference()),
        Amount.orNaN(value.low()),
        Amount.orNaN(value.high()),
        result.shown(pair, value),
        "%s %s, %s %s"
            .formatted(
                pair.first(), Amount.of(value.first()), pair.second(), Amount.of(value.second())));
  }

  /** AP of each class. */
  Html classes() {
    List<String> names = result.plan().classes();
    List<Row> rows = new ArrayList<>();
    for (String name : names) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(objects(name)));
      for (VariantResult variant : result.variants()) {
        cells.add(classCell(variant, name));
      }
      rows.add(new Row(name, cells));
    }
    List<String> columns = new ArrayList<>(List.of("Class", "Objects"));
    result.variants().forEach(variant -> columns.add(variant.name()));
    return new ReportTable("", "", "sortable", columns, rows).render();
  }

  private String objects(String name) {
    return accuracies(name, result.variants())
        .findFirst()
        .map(accuracy -> Integer.toString(accuracy.objects()))
        .orElse("–");
  }

  private Cell classCell(VariantResult variant, String name) {
    double ap =
        accuracies(name, List.of(variant))
            .map(ClassAccuracy::ap)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(Double.NaN);
    String note =
        result.comparisons().stream()
            .filter(pair ->
                pair.first().equals(result.plan().reference())
                    && pair.second().equals(variant.name()))
            .flatMap(pair ->
                pair.classes().stream()
                    .filter(each -> each.name().equals(name) && each.ap().difference() != null)
                    .map(each ->
                        Amount.signed(Amount.orNaN(each.ap().difference()))
                            + (result.shown(pair, each.ap()) ? " *" : "")))
            .findFirst()
            .orElse("");
    return new Cell(Amount.of(ap), "", note);
  }

  private static Stream<ClassAccuracy> accuracies(String name, List<VariantResult> variants) {
    return variants.stream()
        .flatMap(variant -> variant.runs().stream())
        .map(RunResult::accuracy)
        .filter(Objects::nonNull)
        .flatMap(accuracy -> accuracy.classes().stream())
        .filter(each -> each.name().equals(name));
  }

  /** Differences of the classes from the reference, a chart per loss. */
  Html classDifferences() {
    List<Html> charts = new ArrayList<>();
    for (PairedComparison pair : result.comparisons()) {
      List<ForestChart.Row> rows =
          pair.classes().stream()
              .filter(each -> each.ap().difference() != null)
              .sorted(
                  Comparator.comparingDouble(
                      (ClassDifference each) -> -Math.abs(Amount.orNaN(each.ap().difference()))))
              .limit(MOST_CLASSES)
              .map(each -> row(each.name(), each.ap(), pair))
              .toList();
      if (pair.first().equals(result.plan().reference()) && !rows.isEmpty()) {
        String most = rows.size() < MOST_CLASSES ? "" : "; those that differ most";
        charts.add(
            new ForestChart(pair.second() + " less " + pair.first(), "AP of classes" + most, rows)
                .render());
      }
    }
    return Charts.grid(charts);
  }
}
