package io.yoso4j.cli.report;

import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.train.explain.ExplainedLoss;
import io.yoso4j.train.explain.ExplainedObject;
import io.yoso4j.train.explain.ExplainedPair;
import io.yoso4j.train.explain.ExplainedStage;
import io.yoso4j.train.explain.ExplainedView;
import io.yoso4j.train.explain.QueryResult;
import io.yoso4j.train.explain.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Writes the page that takes the loss of one image apart. */
public final class ExplainPage {
  private static final Template CONTENT = Template.load("explain.html");
  private static final int OUTLINE_SIDE = 160;
  private static final int MOST_COLUMNS = 24;
  private static final int MOST_VERDICTS = 6;

  private final ExplainedLoss loss;
  private final String origin;
  private final ExplainWords words;
  private final List<Integer> detailed;

  private ExplainPage(ExplainedLoss loss, String origin) {
    this.loss = loss;
    this.origin = origin;
    words = new ExplainWords(loss);
    Set<Integer> chosen = new HashSet<>();
    for (ExplainedStage stage : loss.stages()) {
      stage.pairs().forEach(pair -> chosen.add(pair.object()));
    }
    detailed = chosen.stream().sorted().toList();
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @param origin where the weights come from, such as the run's folder
   * @throws io.yoso4j.data.DataException naming the file when it cannot be written
   */
  public static void write(Path target, ExplainedLoss loss, String origin) {
    HtmlPage.write(new ExplainPage(loss, origin).render(), target);
  }

  Html render() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("css", new Html(Template.Resources.text("explain.css")));
    values.put("js", new Html(Template.Resources.text("explain.js")));
    verdicts(values);
    pictures(values);
    values.put("setting", new ExplainSetting(loss, origin).rows());
    values.put("choices", choices());
    values.put("stageChoices", stageChoices());
    values.put("unchosen", loss.objects().size() > detailed.size());
    values.put("matching", List.of(new MatchingTable(loss).scope()));
    values.put("stages", stages());
    return HtmlPage.scripted(
        "explanation", loss.image().fileName(), words.summary(), CONTENT.render(values));
  }

  private void verdicts(Map<String, Object> values) {
    List<Map<String, ?>> lines = new ArrayList<>();
    loss.verdicts().stream()
        .sorted(
            Comparator.comparing((Verdict verdict) -> verdict.found() != null)
                .thenComparing(verdict -> loss.objects().get(verdict.object()).visible() < 0.5))
        .forEach(verdict ->
            lines.add(
                Map.of(
                    "state", verdict.found() == null ? "missed" : "found",
                    "text", words.verdict(verdict),
                    "object", verdict.object(),
                    "number", loss.objects().get(verdict.object()).number(),
                    "detailed", detailed.contains(verdict.object()))));
    int shown = Math.min(MOST_VERDICTS, lines.size());
    values.put("verdicts", lines.subList(0, shown));
    values.put("moreVerdicts", lines.subList(shown, lines.size()));
    values.put("moreCount", lines.size() - shown);
    values.put(
        "wrong",
        loss.falseDetections().stream().map(each -> Map.of("text", words.wrong(each))).toList());
    values.put("wrongCount", loss.falseDetections().size());
    ExplainedView.Tile tile = loss.view().tile();
    values.put(
        "tile",
        tile == null
            ? ""
            : "The model cuts images into tiles. This is tile %d of %d: %d × %d pixels from column %d, row %d.%s Objects at its border may be found whole in another tile."
                .formatted(
                    tile.number(),
                    tile.count(),
                    tile.side(),
                    tile.side(),
                    tile.left(),
                    tile.top(),
                    outside(tile.outside())));
  }

  private static String outside(int objects) {
    return switch (objects) {
      case 0 -> "";
      case 1 -> " 1 object of the image has no pixel in it.";
      default -> " %d objects of the image have no pixel in it.".formatted(objects);
    };
  }

  private void pictures(Map<String, Object> values) {
    List<OverlayInstance> truth = new ArrayList<>();
    for (int i = 0; i < loss.objects().size(); i++) {
      ExplainedObject object = loss.objects().get(i);
      truth.add(
          new OverlayInstance(
              "%d %s".formatted(object.number(), words.category(object.category())),
              i,
              object.mask().toBitmap()));
    }
    int next = truth.size();
    for (Rle crowd : loss.crowds()) {
      truth.add(new OverlayInstance("crowd", next++, crowd.toBitmap()));
    }
    List<OverlayInstance> found = new ArrayList<>();
    for (QueryResult detection : loss.detections()) {
      int owner =
          loss.verdicts().stream()
              .filter(verdict -> {
                QueryResult by = verdict.found();
                return by != null && by.query() == detection.query();
              })
              .mapToInt(Verdict::object)
              .findFirst()
              .orElse(-1);
      found.add(
          new OverlayInstance(
              "q%d %s %s"
                  .formatted(
                      detection.query(),
                      words.category(detection.category()),
                      ExplainWords.fixed(detection.score())),
              owner >= 0 ? owner : next++,
              detection.mask().toBitmap()));
    }
    values.put("truth", Gallery.picture(loss.view().pixels(), truth));
    values.put("prediction", Gallery.picture(loss.view().pixels(), found));
    values.put("threshold", ExplainWords.fixed(loss.threshold()));
    int width = loss.view().pixels().width();
    int height = loss.view().pixels().height();
    double shrink = Math.min(1, (double) OUTLINE_SIDE / Math.max(width, height));
    int columns = Math.max(1, (int) Math.round(width * shrink));
    int rows = Math.max(1, (int) Math.round(height * shrink));
    values.put("pictureWidth", columns);
    values.put("pictureHeight", rows);
    List<Map<String, ?>> areas = new ArrayList<>();
    for (int i = 0; i < loss.objects().size(); i++) {
      Bitmap mask = loss.objects().get(i).mask().resize(rows, columns).toBitmap();
      areas.add(
          Map.of(
              "object", i,
              "name", words.object(i),
              "path", MaskOutline.path(columns, rows, mask::get)));
    }
    values.put("areas", areas);
  }

  private List<Map<String, ?>> choices() {
    List<Map<String, ?>> choices = new ArrayList<>();
    for (int object : detailed) {
      Verdict verdict = loss.verdicts().get(object);
      choices.add(
          Map.of(
              "object", object,
              "number", loss.objects().get(object).number(),
              "class", words.category(loss.objects().get(object).category()),
              "state", verdict.found() == null ? "missed" : "found",
              "checked", choices.isEmpty()));
    }
    return choices;
  }

  private List<Map<String, ?>> stageChoices() {
    List<Map<String, ?>> choices = new ArrayList<>();
    int last = loss.stages().size() - 1;
    for (int i = 0; i <= last; i++) {
      choices.add(
          Map.of(
              "stage",
              i,
              "name",
              loss.stages().get(i).name(),
              "note",
              i == last ? "used for detections" : "",
              "checked",
              i == last));
    }
    return choices;
  }

  private List<Map<String, ?>> stages() {
    List<Integer> columns = columns();
    List<Map<String, ?>> stages = new ArrayList<>();
    long targets = loss.objects().stream().filter(object -> object.target() >= 0).count();
    for (int i = 0; i < loss.stages().size(); i++) {
      ExplainedStage stage = loss.stages().get(i);
      Map<String, Object> values = new LinkedHashMap<>(new CostTable(loss, stage, columns).scope());
      values.put("stage", i);
      values.put("name", stage.name());
      values.put("hasTargets", !columns.isEmpty());
      values.put("columnCount", columns.size());
      values.put("targetCount", targets);
      values.put("someColumns", columns.size() < targets);
      StagePulls pulls = new StagePulls(loss, stage);
      values.put("terms", pulls.terms());
      values.put("pulls", pulls.maps());
      values.put("silent", pulls.silent());
      values.put("background", pulls.background());
      PairPanel panel = new PairPanel(loss, stage, i);
      List<Map<String, ?>> panels = new ArrayList<>();
      for (int object : detailed) {
        ExplainedPair pair =
            stage.pairs().stream().filter(p -> p.object() == object).findFirst().orElse(null);
        panels.add(pair == null ? panel.without(object) : panel.of(pair));
      }
      values.put("panels", panels);
      stages.add(values);
    }
    return stages;
  }

  /** Detailed objects first, then missed ones, back in their order. */
  private List<Integer> columns() {
    return IntStream.range(0, loss.objects().size())
        .filter(i -> loss.objects().get(i).target() >= 0)
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> !detailed.contains(i))
                .thenComparing(i -> loss.verdicts().get(i).found() != null))
        .limit(MOST_COLUMNS)
        .sorted()
        .toList();
  }
}
