package io.yoso4j.cli.report;

import io.yoso4j.cli.Durations;
import io.yoso4j.cli.report.ReportTable.Cell;
import io.yoso4j.cli.report.ReportTable.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Fills the page template from a run. */
final class ReportPage {

  private static final Template PAGE = Template.load("page.html");
  private static final List<String> MEASURES =
      List.of(
          "AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl");

  private final RunReport run;
  private final JsonNode metrics;

  ReportPage(RunReport run) {
    this.run = run;
    this.metrics = run.metrics();
  }

  /**
   * @param galleryNote why there are no pictures; empty when there are
   * @param state as {@link HtmlPage#live} takes it; empty for a page that stays as it is
   */
  Html render(List<Map<String, ?>> galleries, String galleryNote, String state) {
    ProgressTiles unfinished = new ProgressTiles(run.progress());
    boolean finished = run.progress().finished();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bars", finished ? List.of() : unfinished.bar());
    values.put("tiles", (finished ? tiles() : unfinished.tiles()).render());
    values.put("charts", TrainingCharts.of(run.history()));
    values.put("classes", classes());
    values.put("galleries", galleries);
    values.put("galleryNote", galleryNote);
    values.put("numbers", numbers());
    values.put("warnings", warnings());
    values.put("command", metrics.path("command").asString(""));
    values.put("facts", facts().render());
    values.put("config", run.configText());
    String kind = "training report";
    String lead = finished ? lead() : unfinished.lead();
    Html content = PAGE.render(values);
    return state.isEmpty()
        ? HtmlPage.scripted(kind, run.name(), lead, content)
        : HtmlPage.live(kind, run.name(), lead, content, state);
  }

  private String lead() {
    double ap = metrics.path("segm").path("AP").asDouble(Double.NaN);
    if (Double.isNaN(ap)) {
      return "The training has ended at step %d. There was nothing to measure its accuracy on."
          .formatted(run.progress().step());
    }
    double ap50 = metrics.path("segm").path("AP50").asDouble(Double.NaN);
    return String.format(
        Locale.ROOT,
        "On images it has not been trained on, the best checkpoint reaches a mask AP of %.3f (0 is"
            + " useless, 1 is perfect). Asking only for half overlap (AP50), it is %.3f.",
        ap,
        ap50);
  }

  private Tiles tiles() {
    Tiles tiles = new Tiles();
    String maskAp = measure("segm", "AP");
    if (!maskAp.isEmpty()) {
      tiles.addMain("Mask AP", maskAp, "mean over IoU 0.50 to 0.95");
    }
    add(tiles, "Mask AP50", measure("segm", "AP50"), "half overlap counts");
    add(tiles, "Mask AP75", measure("segm", "AP75"), "tight outlines count");
    add(tiles, "Box AP", measure("bbox", "AP"), "bounding boxes");
    JsonNode train = metrics.path("train");
    if (train.path("seconds").isNumber()) {
      String steps = train.path("steps").isNumber() ? train.path("steps").asLong() + " steps" : "";
      tiles.add("Training time", Durations.words(train.path("seconds").asDouble()), steps);
    }
    if (train.path("images_per_s").isNumber()) {
      tiles.add(
          "Speed", Amount.fixed(train.path("images_per_s").asDouble(), 1), "images per second");
    }
    if (train.path("peak_rss_mb").isNumber()) {
      tiles.add(
          "Peak memory",
          Amount.fixed(train.path("peak_rss_mb").asDouble() / 1024, 2) + " GB",
          "resident");
    }
    return tiles;
  }

  private static void add(Tiles tiles, String label, String value, String hint) {
    if (!value.isEmpty()) {
      tiles.add(label, value, hint);
    }
  }

  private String measure(String type, String name) {
    JsonNode value = metrics.path(type).path(name);
    return value.isNumber() && value.asDouble() >= 0 ? Amount.fixed(value.asDouble(), 3) : "";
  }

  private Html classes() {
    List<Row> rows = new ArrayList<>();
    for (JsonNode row : metrics.path("per_class")) {
      rows.add(
          new Row(
              row.path("name").asString("class " + row.path("id").asString("?")),
              List.of(
                  Cell.text(
                      row.path("instances").isNumber() ? row.path("instances").asString() : "–"),
                  Cell.bar(row.path("AP").asDouble(Double.NaN)),
                  Cell.bar(row.path("AP50").asDouble(Double.NaN)))));
    }
    return table(
        "Accuracy per class",
        "",
        "sortable",
        List.of("Class", "Objects", "Mask AP", "Mask AP50"),
        rows);
  }

  private Html numbers() {
    List<Row> rows = new ArrayList<>();
    for (String type : List.of("segm", "bbox")) {
      if (metrics.path(type).isObject()) {
        rows.add(
            new Row(
                type.equals("segm") ? "masks" : "boxes",
                MEASURES.stream()
                    .map(name -> Cell.value(metrics.path(type).path(name).asDouble(Double.NaN)))
                    .toList()));
      }
    }
    List<String> columns = new ArrayList<>(List.of("Outlines"));
    columns.addAll(MEASURES);
    return table(
        "All COCO numbers",
        "AP: mean over IoU 0.50 to 0.95. s, m, l: objects under 32², under 96² and above, in pixels. AR: recall with at most 1, 10, 100 detections per image. A dash: no such objects.",
        "",
        columns,
        rows);
  }

  private static Html table(
      String heading, String explanation, String look, List<String> columns, List<Row> rows) {
    return rows.isEmpty()
        ? new Html("")
        : new ReportTable(heading, explanation, look, columns, rows).section();
  }

  private List<Map<String, ?>> warnings() {
    List<Map<String, ?>> rows = new ArrayList<>();
    run.history().warnings().stream()
        .distinct()
        .limit(200)
        .forEach(text -> rows.add(Map.of("text", text)));
    if (run.history().unreadableLines() > 0) {
      rows.add(
          Map.of(
              "text",
              "%d lines of metrics.jsonl are not whole and were left out"
                  .formatted(run.history().unreadableLines())));
    }
    return rows;
  }

  private Facts facts() {
    Facts facts = new Facts();
    facts.add("Data set", metrics.path("dataset"), Set.of());
    facts.add("Training", metrics.path("train"), Set.of());
    facts.add("Could not be used", metrics.path("incidents"), Set.of());
    facts.add("Provenance", metrics.path("provenance"), Set.of("command"));
    return facts;
  }
}
