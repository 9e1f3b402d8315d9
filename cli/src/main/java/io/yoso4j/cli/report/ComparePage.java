package io.yoso4j.cli.report;

import io.yoso4j.train.lab.LabPlan;
import io.yoso4j.train.lab.LabResult;
import io.yoso4j.train.lab.Spread;
import io.yoso4j.train.lab.VariantResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the page of a comparison of losses. */
public final class ComparePage {
  private static final Template PAGE = Template.load("compare.html");
  private static final String MANY =
      "Where there is no difference, about one in twenty is marked by chance all the same: with twelve numbers and many classes, expect some.";

  private final LabResult result;

  private ComparePage(LabResult result) {
    this.result = result;
  }

  /**
   * Writes the page, whole or not at all. It holds everything it shows, and links to those reports
   * of trainings that are in their folders beside it.
   *
   * @throws io.yoso4j.data.DataException naming the file when it cannot be written
   */
  public static void write(LabResult result, Path file) {
    HtmlPage.write(new ComparePage(result).render(file), file);
  }

  private Html render(Path file) {
    CompareAccount account =
        new CompareAccount(
            result, folder -> Files.exists(file.resolveSibling(folder).resolve("report.html")));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("verdict", result.verdict().stream().map(text -> Map.of("text", text)).toList());
    values.put("limits", account.limits().stream().map(text -> Map.of("text", text)).toList());
    values.put("tiles", tiles().render());
    values.put("claims", new CompareClaims(result).rows());
    values.put("sections", new Html(String.join("\n", sections())));
    values.putAll(account.values());
    return HtmlPage.scripted(
        "comparison of losses", "Losses on " + result.plan().data(), lead(), PAGE.render(values));
  }

  private String lead() {
    LabPlan plan = result.plan();
    return "%s, trained from the same weights on the same images in the same order: %d images to train on, %d to evaluate on, %s."
        .formatted(
            plan.variants().size() == 1 ? "One loss" : plan.variants().size() + " losses",
            plan.trainImages(),
            plan.valImages(),
            plan.classes().size() == 1 ? "1 class" : plan.classes().size() + " classes");
  }

  private Tiles tiles() {
    Tiles tiles = new Tiles();
    for (VariantResult variant : result.variants()) {
      Spread ap = variant.summary().get("AP");
      String value = ap == null ? "–" : Amount.of(ap.mean());
      String hint =
          ap == null
              ? "no training ended"
              : ap.count() == 1
                  ? "mask AP, one seed"
                  : "mask AP, ± %s over %d seeds".formatted(Amount.of(ap.deviation()), ap.count());
      if (variant.name().equals(result.plan().reference())) {
        tiles.addMain(variant.name() + " (reference)", value, hint);
      } else {
        tiles.add(variant.name(), value, hint);
      }
    }
    return tiles;
  }

  private List<String> sections() {
    CompareCurves curves = new CompareCurves(result);
    CompareLearning learning = new CompareLearning(result);
    CompareResults results = new CompareResults(result);
    CompareCosts costs = new CompareCosts(result);
    List<String> sections = new ArrayList<>();
    add(
        sections,
        "Results",
        "Of the weights after the last step. Means over the seeds, with the least and the most of them; best AP is the highest of all evaluations. A dash: there are no such objects.",
        results.numbers());
    Html differences = results.differences();
    if (!differences.markup().isEmpty()) {
      add(
          sections,
          "Differences",
          "From the reference, with 95%% intervals: images by a paired bootstrap, %s. A filled diamond: shown, as in the verdict; that takes an interval that leaves out 0, two seeds and some loss with AP 0.05. An open circle: nothing is shown. %s"
              .formatted(
                  result.plan().seeds().size() == 1
                      ? "one seed says nothing of others"
                      : "seeds by Student's distribution",
                  MANY),
          differences,
          CompareAccount.folded("Between the other losses", results.otherDifferences()));
    }
    add(
        sections,
        "Accuracy in the course of training",
        "Time is that of training steps, evaluations left out. The target is %d%% of the highest mean final AP. %s"
            .formatted(Math.round(100 * result.convergence().share()), schedules()),
        curves.accuracy(),
        learning.speed());
    add(
        sections,
        "Loss terms",
        "Weighted, summed over the stages. Terms of different losses have different scales: compare their courses, not their heights.",
        curves.terms());
    add(
        sections,
        "Gradients, matching and points",
        "On %d validation images, the same at every evaluation. Points are looked at in the last probe: near an outline is within one cell of the predicted mask."
            .formatted(Math.min(result.plan().probeImages(), result.plan().valImages())),
        curves.probes(),
        learning.focus());
    add(
        sections,
        "Per class",
        "Mask AP; below it the difference from the reference, * where it is shown. " + MANY,
        results.classes(),
        results.classDifferences());
    if (!costs.isEmpty()) {
      add(
          sections,
          "What the losses cost",
          costs.about(),
          costs.bars(),
          costs.growth(),
          CompareAccount.folded("All numbers", costs.table()));
    }
    return sections;
  }

  /** What lies between the curves over steps and over time. */
  private String schedules() {
    return switch (result.plan().budget().unit()) {
      case STEPS ->
          "The means over time end where the fastest training does, with others in the middle of their learning rate's schedule: compare losses by steps.";
      case MINUTES ->
          "The means over steps end where the slowest training does, with others in the middle of their learning rate's schedule: compare losses by time.";
    };
  }

  private static void add(List<String> sections, String heading, String words, Html... bodies) {
    sections.add(ReportTable.section(heading, words, bodies).markup());
  }
}
