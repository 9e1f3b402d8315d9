package io.yoso4j.cli.report;

import io.yoso4j.cli.report.ReportTable.Cell;
import io.yoso4j.cli.report.ReportTable.Row;
import io.yoso4j.eval.PanopticClassResult;
import io.yoso4j.eval.PanopticEvaluation;
import io.yoso4j.eval.PanopticQuality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the page of a panoptic evaluation. */
public final class PanopticPage {

  private PanopticPage() {}

  /**
   * Writes the page, whole or not at all.
   *
   * @param truthFile the annotations, to be named
   * @param resultFile the results, to be named
   * @throws io.yoso4j.data.DataException naming the file when it cannot be written
   */
  public static void write(
      Path target, Path truthFile, Path resultFile, PanopticEvaluation evaluation) {
    PanopticQuality all = evaluation.all();
    EvaluationPage page =
        new EvaluationPage(
            resultFile.getFileName().toString(),
            "Panoptic segments of %d classes in %d images, against %s."
                .formatted(all.classes(), evaluation.images(), truthFile.getFileName()));
    page.tiles().addMain("PQ", Amount.of(all.pq()), "panoptic quality of all classes");
    page.tiles().add("SQ", Amount.of(all.sq()), "mean IoU of what is matched");
    page.tiles().add("RQ", Amount.of(all.rq()), "F1 score of finding segments");
    page.tiles().add("PQ of things", Amount.of(evaluation.things().pq()), "counted one by one");
    page.tiles().add("PQ of stuff", Amount.of(evaluation.stuff().pq()), "sky, grass and the like");
    page.table(means(evaluation));
    page.table(classes(evaluation));
    page.warnings(evaluation.warnings());
    page.write(target);
  }

  private static ReportTable means(PanopticEvaluation evaluation) {
    return new ReportTable(
        "Panoptic quality",
        "Means over the classes that have segments. A dash: there are no such classes.",
        "",
        List.of("Classes", "PQ", "SQ", "RQ", "Number"),
        List.of(
            mean("all", evaluation.all()),
            mean("things", evaluation.things()),
            mean("stuff", evaluation.stuff())));
  }

  private static Row mean(String name, PanopticQuality quality) {
    return new Row(
        name,
        List.of(
            Cell.bar(quality.pq()),
            Cell.value(quality.sq()),
            Cell.value(quality.rq()),
            Cell.count(quality.classes())));
  }

  private static ReportTable classes(PanopticEvaluation evaluation) {
    List<Row> rows = new ArrayList<>();
    for (PanopticClassResult each : evaluation.classes()) {
      if (!each.isPresent()) {
        continue;
      }
      rows.add(
          new Row(
              each.category().name(),
              List.of(
                  new Cell(each.category().thing() ? "thing" : "stuff", ""),
                  Cell.bar(each.pq()),
                  Cell.value(each.sq()),
                  Cell.value(each.rq()),
                  Cell.count(each.truePositives()),
                  Cell.count(each.falsePositives()),
                  Cell.count(each.missed()))));
    }
    int absent = evaluation.classes().size() - rows.size();
    return new ReportTable(
        "Per class",
        absent == 0
            ? ""
            : "Left out are classes without any segment, annotated or predicted: %d."
                .formatted(absent),
        "sortable",
        List.of("Class", "Kind", "PQ", "SQ", "RQ", "Matched", "Wrong", "Missed"),
        rows);
  }
}
