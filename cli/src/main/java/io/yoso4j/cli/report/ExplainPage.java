package io.yoso4j.cli.report;

import io.yoso4j.train.explain.ExplainedLoss;
import io.yoso4j.train.explain.ExplainedPair;
import io.yoso4j.train.explain.ExplainedStage;
import io.yoso4j.train.explain.ExplainedView;
import io.yoso4j.train.explain.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes the page that takes the loss of one image apart. */
public final class ExplainPage {
  private static final Template CONTENT = Template.load("explain.html");
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
    detailed = loss.detailed();
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
    values.put(
        "unchosen",
        IntStream.range(0, loss.objects().size())
            .anyMatch(
                i -> !detailed.contains(i) && loss.objects().get(i).matchedIn(loss.stages())));
    values.put("matching", List.of(new MatchingTable(loss).scope()));
    ObjectsOnGrid grid = new ObjectsOnGrid(loss);
    values.put("outlines", outlines(grid));
    values.put("stages", stages(grid));
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
    values.put("tile", tile == null ? "" : tile(tile));
  }

  private static String tile(ExplainedView.Tile tile) {
    return tile.whole()
        ? "The model cuts images into tiles and looks at the whole image besides, scaled to a tile. This is the whole image, tile %d of %d. Small objects may be found in another tile: --tile N shows it."
            .formatted(tile.number(), tile.count())
        : "The model cuts images into tiles. This is tile %d of %d: %d × %d pixels from column %d, row %d.%s Objects at its border may be found whole in another tile."
            .formatted(
                tile.number(),
                tile.count(),
                tile.side(),
                tile.side(),
                tile.left(),
                tile.top(),
                outside(tile.outside()));
  }

  private static String outside(int objects) {
    return switch (objects) {
      case 0 -> "";
      case 1 -> " 1 object of the image has no pixel in it.";
      default -> " %d objects of the image have no pixel in it.".formatted(objects);
    };
  }

  private void pictures(Map<String, Object> values) {
    ExplainPictures pictures = new ExplainPictures(loss, words);
    values.put("truth", pictures.truth());
    values.put("prediction", pictures.prediction());
    values.put("threshold", ExplainWords.fixed(loss.threshold()));
    values.put("pictureWidth", pictures.areaSize().width());
    values.put("pictureHeight", pictures.areaSize().height());
    values.put("areas", pictures.areas());
  }

  private List<Map<String, ?>> choices() {
    List<Map<String, ?>> choices = new ArrayList<>();
    int first = first();
    for (int object : detailed) {
      Verdict verdict = loss.verdicts().get(object);
      choices.add(
          Map.of(
              "object",
              object,
              "number",
              loss.objects().get(object).number(),
              "class",
              words.category(loss.objects().get(object).category()),
              "state",
              verdict.found() == null ? "missed" : "found",
              "checked",
              object == first));
    }
    return choices;
  }

  /** What the page opens with, if it can an object that has maps at the stage it opens with. */
  private int first() {
    return detailed.stream()
        .filter(object -> loss.verdicts().get(object).matched() != null)
        .findFirst()
        .orElse(detailed.isEmpty() ? -1 : detailed.getFirst());
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

  /** The outline of each object that has maps, which all stages show. */
  private List<Map<String, ?>> outlines(ObjectsOnGrid grid) {
    return detailed.stream()
        .filter(object -> loss.objects().get(object).matchedIn(loss.stages()))
        .<Map<String, ?>>map(object -> Map.of("object", object, "truthPath", grid.path(object)))
        .toList();
  }

  private List<Map<String, ?>> stages(ObjectsOnGrid grid) {
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
      PairPanel panel = new PairPanel(loss, stage, i, grid);
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
        .limit(Math.max(MOST_COLUMNS, detailed.size()))
        .sorted()
        .toList();
  }
}
