package io.yoso4j.cli.report;

import io.yoso4j.cli.report.ReportTable.Cell;
import io.yoso4j.cli.report.ReportTable.Row;
import io.yoso4j.data.dataset.Category;
import io.yoso4j.eval.CategoryResult;
import io.yoso4j.eval.CocoEvaluation;
import io.yoso4j.eval.CocoGroundTruth;
import io.yoso4j.eval.ConfusionMatrix;
import io.yoso4j.eval.EvalSlice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes the page of an evaluation of masks, boxes or boundaries. */
public final class InstancePage {
  private static final int MOST_CLASS_CHARTS = 100;
  private static final int MOST_MATRIX_CLASSES = 100;
  private static final int MOST_CONFUSIONS = 20;
  private static final int ALL_CLASSES = -1;
  private static final List<String> AREAS = List.of("all", "small", "medium", "large");
  private static final LineChart.AxisName RECALL = new LineChart.AxisName("recall", "recall");

  private final Path truthFile;
  private final CocoEvaluation evaluation;
  private final List<String> names;
  private final List<CategoryResult> classes;

  private InstancePage(CocoGroundTruth truth, CocoEvaluation evaluation) {
    this.truthFile = truth.file();
    this.evaluation = evaluation;
    this.names = truth.categories().stream().map(Category::name).toList();
    this.classes = evaluation.categories();
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @param truth the annotations
   * @param resultFile the results, to be named
   * @param confusion of the same categories
   * @throws io.yoso4j.data.DataException naming the file when it cannot be written
   */
  public static void write(
      Path target,
      CocoGroundTruth truth,
      Path resultFile,
      CocoEvaluation evaluation,
      ConfusionMatrix confusion) {
    InstancePage content = new InstancePage(truth, evaluation);
    EvaluationPage page = new EvaluationPage(resultFile.getFileName().toString(), content.lead());
    content.tiles(page);
    page.table(content.sizes());
    page.chart(
        content.chart("By overlap", "at single IoU thresholds, and the mean of all", ALL_CLASSES));
    page.chart(content.sizeChart());
    page.table(content.perClass());
    content.confusion(page, confusion);
    content.classCharts(page);
    page.printed(evaluation.summary());
    page.write(target);
  }

  private String lead() {
    long objects = classes.stream().mapToLong(CategoryResult::instances).sum();
    return "%s of %d objects of %d classes in %d images, against %s."
        .formatted(
            switch (evaluation.type()) {
              case SEGM -> "Masks";
              case BBOX -> "Boxes";
              case BOUNDARY -> "Mask boundaries";
            },
            objects,
            present(),
            evaluation.imageScores().size(),
            truthFile.getFileName());
  }

  private long present() {
    return classes.stream().filter(each -> each.instances() > 0).count();
  }

  private void tiles(EvaluationPage page) {
    String type = type();
    page.tiles().addMain(type + " AP", Amount.of(evaluation.ap()), "mean over all IoU thresholds");
    page.tiles().add(type + " AP50", Amount.of(evaluation.ap50()), "half overlap counts");
    page.tiles().add(type + " AP75", Amount.of(evaluation.ap75()), "tight outlines count");
    page.tiles().add(type + " AR", Amount.of(evaluation.ar()), "share of objects found");
  }

  private String type() {
    return switch (evaluation.type()) {
      case SEGM -> "Mask";
      case BBOX -> "Box";
      case BOUNDARY -> "Boundary";
    };
  }

  private ReportTable sizes() {
    List<Row> rows = new ArrayList<>();
    for (int area = 0; area < AREAS.size(); area++) {
      EvalSlice all = evaluation.slice(area);
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.bar(evaluation.precision(all)));
      for (double iou : List.of(0.5, 0.75)) {
        int threshold = threshold(iou);
        cells.add(
            Cell.value(
                threshold < 0 ? -1 : evaluation.precision(evaluation.slice(area, threshold))));
      }
      cells.add(Cell.value(evaluation.recall(all)));
      rows.add(new Row(AREAS.get(area), cells));
    }
    return new ReportTable(
        "By size of objects",
        "Small: up to 32² pixels, medium: up to 96², large: above. A dash: there are no such objects.",
        "",
        List.of("Size", "AP", "AP50", "AP75", "AR"),
        rows);
  }

  private ReportTable perClass() {
    List<Row> rows = new ArrayList<>();
    for (int k = 0; k < classes.size(); k++) {
      CategoryResult each = classes.get(k);
      if (each.instances() == 0) {
        continue;
      }
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.count(each.instances()));
      cells.add(Cell.bar(each.ap()));
      cells.add(Cell.value(each.ap50()));
      cells.add(Cell.value(each.ap75()));
      cells.add(Cell.value(each.apSmall()));
      cells.add(Cell.value(each.apMedium()));
      cells.add(Cell.value(each.apLarge()));
      cells.add(Cell.value(each.ar()));
      rows.add(new Row(names.get(k), cells));
    }
    int absent = classes.size() - rows.size();
    return new ReportTable(
        "Per class",
        "s, m, l: small, medium and large objects."
            + (absent == 0 ? "" : " Left out are classes without objects: %d.".formatted(absent)),
        "sortable",
        List.of("Class", "Objects", "AP", "AP50", "AP75", "APs", "APm", "APl", "AR"),
        rows);
  }

  /** The chart of a class, or of {@link #ALL_CLASSES}. */
  private LineChart chart(String title, String note, int index) {
    Map<String, EvalSlice> parts = new LinkedHashMap<>();
    for (double iou : List.of(0.5, 0.75)) {
      if (threshold(iou) >= 0) {
        parts.put(String.format(Locale.ROOT, "IoU %.2f", iou), evaluation.slice(0, threshold(iou)));
      }
    }
    parts.put("mean", evaluation.slice(0));
    if (index != ALL_CLASSES) {
      parts.replaceAll((_, part) -> part.ofCategory(index));
    }
    return chart(title, note, parts);
  }

  private LineChart sizeChart() {
    Map<String, EvalSlice> parts = new LinkedHashMap<>();
    for (int area = 1; area < AREAS.size(); area++) {
      parts.put(AREAS.get(area), evaluation.slice(area));
    }
    return chart("By size of objects", "mean of all IoU thresholds", parts);
  }

  private LineChart chart(String title, String note, Map<String, EvalSlice> parts) {
    double[] levels = IntStream.rangeClosed(0, 100).mapToDouble(level -> level / 100.0).toArray();
    List<Series> lines = new ArrayList<>();
    parts.forEach((name, part) -> {
      double[] curve = evaluation.precisionCurve(part);
      if (curve[0] >= 0) {
        lines.add(new Series(name, levels, curve, lines.size(), false));
      }
    });
    return new LineChart(title, note, lines, 1, RECALL);
  }

  private void classCharts(EvaluationPage page) {
    int[] shown = mostObjects(MOST_CLASS_CHARTS);
    List<LineChart> charts = new ArrayList<>();
    for (int k : shown) {
      charts.add(
          chart(
              names.get(k),
              "%d objects, AP %s"
                  .formatted(classes.get(k).instances(), Amount.of(classes.get(k).ap())),
              k));
    }
    page.classCharts(
        shown.length < present()
            ? "The %d classes with the most objects.".formatted(shown.length)
            : "Every class that has objects.",
        charts);
  }

  private void confusion(EvaluationPage page, ConfusionMatrix matrix) {
    if (names.isEmpty()) {
      return;
    }
    int[] shown = mostObjects(MOST_MATRIX_CLASSES);
    int all = names.size();
    if (all <= MOST_MATRIX_CLASSES) {
      shown = IntStream.range(0, all).toArray();
    }
    String explanation =
        "Annotated classes down, found classes across, at IoU 0.5 and scores from %s. Shades are shares of a row: blue is right, orange is wrong. The last column holds missed objects, the last row detections where nothing is."
            .formatted(Amount.fixed(evaluation.config().imageScoreThreshold(), 2));
    page.confusion(
        shown.length < all
            ? explanation
                + " Drawn are the %d classes with the most objects.".formatted(shown.length)
            : explanation,
        new ConfusionChart(matrix, names, shown).render(),
        confusions(matrix));
  }

  private ReportTable confusions(ConfusionMatrix matrix) {
    List<Row> rows =
        matrix.cells().stream()
            .filter(cell ->
                cell.truth() != cell.predicted()
                    && cell.truth() != matrix.background()
                    && cell.predicted() != matrix.background())
            .sorted(
                Comparator.comparingLong(ConfusionMatrix.Cell::count)
                    .thenComparingDouble(cell -> (double) cell.count() / matrix.total(cell.truth()))
                    .reversed())
            .limit(MOST_CONFUSIONS)
            .map(cell ->
                new Row(
                    names.get(cell.truth()),
                    List.of(
                        Cell.text(names.get(cell.predicted())),
                        Cell.count(cell.count()),
                        Cell.text(
                            Amount.fixed(100.0 * cell.count() / matrix.total(cell.truth()), 1)
                                + "%"))))
            .toList();
    return new ReportTable(
        "Most frequent confusions",
        "",
        "narrow",
        List.of("Annotated", "Found as", "Objects", "Share"),
        rows);
  }

  /** Indices of the classes with the most objects, ascending; classes without any are left out. */
  private int[] mostObjects(int limit) {
    return IntStream.range(0, classes.size())
        .filter(k -> classes.get(k).instances() > 0)
        .boxed()
        .sorted(Comparator.comparingInt((Integer k) -> classes.get(k).instances()).reversed())
        .limit(limit)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  private int threshold(double iou) {
    return evaluation.config().iouThresholds().indexOf(iou);
  }
}
