package io.yoso4j.cli.report;

import io.yoso4j.cli.Durations;
import io.yoso4j.cli.report.ReportTable.Cell;
import io.yoso4j.cli.report.ReportTable.Row;
import io.yoso4j.train.lab.Accuracy;
import io.yoso4j.train.lab.LabBudget;
import io.yoso4j.train.lab.LabEnvironment;
import io.yoso4j.train.lab.LabPlan;
import io.yoso4j.train.lab.LabResult;
import io.yoso4j.train.lab.RunResult;
import io.yoso4j.train.lab.Spread;
import io.yoso4j.train.lab.VariantPlan;
import io.yoso4j.train.lab.VariantResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was done, on what, at what cost, and what is missing from it. */
final class CompareAccount {
  private static final Template FOLDED = Template.load("folded.html");
  private static final Map<String, String> SIZES =
      Map.of("APs", "small", "APm", "medium", "APl", "large");

  private final LabResult result;
  private final LabPlan plan;
  private final Predicate<String> hasReport;

  /**
   * @param hasReport of a training's folder, relative to the page
   */
  CompareAccount(LabResult result, Predicate<String> hasReport) {
    this.result = result;
    this.hasReport = hasReport;
    this.plan = result.plan();
  }

  /** Something that readers open if they want it; nothing where there is nothing. */
  static Html folded(String summary, Html content) {
    return content.markup().isEmpty()
        ? content
        : FOLDED.render(Map.of("summary", summary, "content", content));
  }

  /** What readers would look for and not find, each in a sentence. */
  List<String> limits() {
    List<String> limits = new ArrayList<>();
    if (plan.seeds().size() == 1) {
      limits.add(
          "There is one seed: how much other seeds would change the numbers is not known here.");
    }
    for (VariantResult variant : result.variants()) {
      for (RunResult run : variant.runs()) {
        if (run.failure() != null) {
          limits.add(
              "%s, seed %d, ended at step %d and is not in the results: %s"
                  .formatted(variant.name(), run.seed(), run.steps(), run.failure()));
        }
      }
    }
    List<Accuracy> accuracies =
        result.variants().stream()
            .flatMap(variant -> variant.runs().stream())
            .map(RunResult::accuracy)
            .filter(Objects::nonNull)
            .toList();
    for (Map.Entry<String, String> size :
        SIZES.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
      if (!accuracies.isEmpty()
          && accuracies.stream().allMatch(each -> each.segm().get(size.getKey()) == null)) {
        limits.add(
            "The validation images hold no %s objects, so there is no %s."
                .formatted(size.getValue(), size.getKey()));
      }
    }
    String absent =
        accuracies.stream()
            .limit(1)
            .flatMap(accuracy -> accuracy.classes().stream())
            .filter(each -> each.objects() == 0)
            .map(each -> each.name())
            .collect(Collectors.joining(", "));
    if (!absent.isEmpty()) {
      limits.add("The validation images hold no objects of: " + absent + ".");
    }
    return limits;
  }

  /** What the template asks for. */
  Map<String, ?> values() {
    LabEnvironment environment = result.environment();
    return Map.of(
        "plan", plan(),
        "variants", variants(),
        "seeds", plan.seeds().stream().map(seed -> Map.of("seed", seed)).toList(),
        "runRows", runs(),
        "command", environment.command(),
        "config", plan.config(),
        "facts", facts().render());
  }

  private String plan() {
    LabBudget budget = plan.budget();
    String length =
        budget.unit() == LabBudget.Unit.STEPS
            ? "%.0f steps".formatted(budget.amount())
            : "%s minutes of its own steps".formatted(Amount.fixed(budget.amount(), 1));
    return "Every loss was trained with %s, %s each: %s. The trainings took turns, so that what else the machine does hits all alike. Milliseconds of a step, seconds of a training and the share of them that went to the loss are as measured in the trainings. Intervals come from %d resamples of the images%s."
        .formatted(
            plan.seeds().size() == 1 ? "one seed" : plan.seeds().size() + " seeds",
            length,
            plan.settings(),
            plan.resamples(),
            plan.seeds().size() == 1 ? "" : " and Student's distribution for the seeds");
  }

  private Html variants() {
    List<Row> rows = new ArrayList<>();
    for (VariantPlan variant : plan.variants()) {
      String keys =
          variant.loss().entrySet().stream()
              .map(entry -> entry.getKey() + ": " + entry.getValue())
              .collect(Collectors.joining(", "));
      Map<String, Spread> measured = result.variant(variant.name()).summary();
      rows.add(
          new Row(
              variant.name(),
              List.of(
                  Cell.text(variant.description()),
                  Cell.text(keys),
                  Cell.count(variant.steps()),
                  measured(measured.get("ms_per_step"), 1, ""),
                  measured(measured.get("seconds"), 1, ""),
                  measured(measured.get("criterion_share"), 100, "%"))));
    }
    return new ReportTable(
            "",
            "",
            "",
            List.of(
                "Loss",
                "What it is",
                "Keys of section loss",
                "Steps",
                "ms a step",
                "Seconds",
                "Loss's share of a step"),
            rows)
        .render();
  }

  /** The mean of the trainings that ended, and where they are several, the least and the most. */
  private static Cell measured(@Nullable Spread spread, double factor, String unit) {
    if (spread == null) {
      return Cell.text("–");
    }
    int decimals = factor * spread.mean() < 10 ? 1 : 0;
    String range =
        spread.count() > 1
            ? Amount.fixed(factor * spread.least(), decimals)
                + " to "
                + Amount.fixed(factor * spread.most(), decimals)
            : "";
    return new Cell(Amount.fixed(factor * spread.mean(), decimals) + unit, "", range);
  }

  private List<Map<String, ?>> runs() {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (VariantResult variant : result.variants()) {
      List<Map<String, ?>> cells = new ArrayList<>();
      for (RunResult run : variant.runs()) {
        Accuracy accuracy = run.accuracy();
        cells.add(
            Map.of(
                "seed",
                run.seed(),
                "folder",
                hasReport.test(run.folder()) ? run.folder() : "",
                "ap",
                accuracy == null ? "not ended" : Amount.of(accuracy.segm().get("AP")),
                "failure",
                Objects.requireNonNullElse(run.failure(), "")));
      }
      rows.add(Map.of("name", variant.name(), "runs", cells));
    }
    return rows;
  }

  private Facts facts() {
    LabEnvironment environment = result.environment();
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("yoso4j", environment.yoso4j());
    machine.put("commit", Objects.requireNonNullElse(environment.commit(), "–"));
    machine.put("Java", environment.java());
    machine.put("libtorch", environment.libtorch());
    machine.put("system", environment.system());
    machine.put("device", environment.device());
    machine.put("threads", Integer.toString(environment.threads()));
    machine.put("processors", Integer.toString(environment.processors()));
    Map<String, String> cost = new LinkedHashMap<>();
    cost.put("started", result.cost().started());
    cost.put("finished", result.cost().finished());
    cost.put("at work", Durations.words(result.cost().totalSeconds()));
    cost.put("of it in training steps", Durations.words(result.cost().trainingSeconds()));
    cost.put("interruptions", Integer.toString(result.cost().interruptions()));
    Facts facts = new Facts();
    facts.add("Ran on", machine);
    facts.add("Cost", cost);
    return facts;
  }
}
