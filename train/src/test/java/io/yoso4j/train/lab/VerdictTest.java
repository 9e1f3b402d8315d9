package io.yoso4j.train.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerdictTest {
  private static LabPlan plan(int seeds, int images) {
    return new LabPlan(
        "data",
        100,
        images,
        List.of("a"),
        "",
        "",
        List.of(
            new VariantPlan("set", "", Map.of(), 100, 10, 1),
            new VariantPlan("other", "", Map.of(), 100, 10, 1)),
        "set",
        LongStream.range(0, seeds).boxed().toList(),
        new LabBudget(LabBudget.Unit.STEPS, 100),
        1,
        100);
  }

  /** Two evaluations, the AP half-way and at the end. */
  private static VariantResult variant(String name, double halfWay, double ap, int seeds) {
    List<RunResult> runs = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      runs.add(
          new RunResult(
              seed,
              "",
              100,
              10,
              Map.of(),
              List.of(
                  new CurvePoint(50, 5, halfWay, halfWay, 1.0, Map.of()),
                  new CurvePoint(100, 10, ap, ap, 1.0, Map.of())),
              List.of(),
              new Accuracy(Map.of("AP", ap), List.of()),
              ap,
              100L,
              null));
    }
    return new VariantResult(name, runs, Map.of("AP", new Spread(ap, 0, ap, ap, seeds)));
  }

  private static PairedComparison comparison(double low, double high, int seeds) {
    double difference = (low + high) / 2;
    return new PairedComparison(
        "set",
        "other",
        500,
        seeds,
        Map.of(
            "AP",
            new PairedDifference(
                0.4, 0.4 + difference, difference, low, high, low > 0 || high < 0)),
        List.of());
  }

  private static List<String> sentences(int seeds, double ap, double low, double high) {
    return new Verdict(
            plan(seeds, 500),
            List.of(variant("set", ap, ap, seeds), variant("other", ap, ap, seeds)),
            List.of(comparison(low, high, seeds)))
        .sentences();
  }

  @Test
  void aClearDifferenceIsShown() {
    assertThat(sentences(5, 0.4, -0.09, -0.01))
        .containsExactly(
            "other is worse than set: AP 0.350 against 0.400, a difference of -0.050 (95% interval -0.090 to -0.010, 5 seeds).",
            "This holds for this network, these data and 100 steps, not for trainings of another length.");
    assertThat(sentences(5, 0.4, 0.01, 0.09).getFirst()).startsWith("other is better than set");
  }

  @Test
  void anIntervalAroundZeroShowsNothing() {
    assertThat(sentences(5, 0.4, -0.03, 0.04).getFirst())
        .isEqualTo(
            "Between other and set no difference is shown: AP 0.405 against 0.400, a difference of +0.005 (95% interval -0.030 to +0.040, 5 seeds); one below about 0.035 could not be seen here.");
    assertThat(sentences(5, 0.4, 0, 0).getFirst())
        .contains("no difference is shown", "a difference of 0.000");
  }

  @Test
  void oneSeedShowsNothing() {
    List<String> sentences = sentences(1, 0.4, 0.01, 0.09);

    assertThat(sentences.getFirst()).contains("no difference is shown", "one seed cannot tell");
    assertThat(sentences)
        .contains("1 seed is few: with more, smaller differences could be seen.")
        .noneMatch(s -> s.contains("could not be seen"));
  }

  @Test
  void whatHasNotLearnedShowsNothing() {
    assertThat(sentences(5, 0.04, 0.01, 0.03))
        .first()
        .asString()
        .startsWith("Nothing is shown: no variant reached a mask AP of 0.050 in 100 steps");
    assertThat(sentences(5, 0.04, 0.01, 0.03).get(1))
        .contains("no difference is shown")
        .doesNotContain("could not be seen");
  }

  @Test
  void risingCurvesAreNamed() {
    List<String> sentences =
        new Verdict(
                plan(2, 500),
                List.of(variant("set", 0.1, 0.4, 2), variant("other", 0.39, 0.4, 2)),
                List.of(comparison(0.01, 0.02, 2)))
            .sentences();

    assertThat(sentences).anyMatch(s -> s.startsWith("AP of set was still rising at the end"));
  }

  @ParameterizedTest
  @CsvSource({
    "the loss is not finite,since the loss was not finite",
    "out of memory,for want of memory"
  })
  void failuresAndFewImagesAreNamed(String failure, String said) {
    VariantResult good = variant("other", 0.4, 0.4, 2);
    RunResult failed =
        new RunResult(1, "", 3, 1, Map.of(), List.of(), List.of(), null, null, null, failure);
    VariantResult half =
        new VariantResult("other", List.of(good.runs().getFirst(), failed), good.summary());

    List<String> sentences =
        new Verdict(
                plan(2, 30),
                List.of(variant("set", 0.4, 0.4, 2), half),
                List.of(comparison(0.01, 0.02, 1)))
            .sentences();

    assertThat(sentences)
        .contains(
            "1 of 2 trainings of other broke down " + said + "; its numbers are of the others.")
        .contains(
            "2 seeds and 30 validation images are few: with more, smaller differences could be seen.");
  }

  private static VariantResult failed(String name, int seeds) {
    List<RunResult> runs = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      runs.add(
          new RunResult(
              seed, "", 3, 1, Map.of(), List.of(), List.of(), null, null, null, "not finite"));
    }
    return new VariantResult(name, runs, Map.of());
  }

  /** Of each difference its own: not that of the pair with the widest interval. */
  @Test
  void whatCouldNotBeSeenIsOfThePairItself() {
    PairedComparison narrow = comparison(-0.01, 0.02, 5);
    PairedComparison wide =
        new PairedComparison(
            "other",
            "third",
            500,
            5,
            Map.of("AP", new PairedDifference(0.4, 0.4, 0.0, -0.3, 0.3, false)),
            List.of());

    List<String> sentences =
        new Verdict(
                plan(5, 500),
                List.of(variant("set", 0.4, 0.4, 5), variant("other", 0.4, 0.4, 5)),
                List.of(narrow, wide))
            .sentences();

    assertThat(sentences)
        .hasSize(2)
        .first()
        .asString()
        .endsWith("one below about 0.015 could not be seen here.");
  }

  @Test
  void aReferenceWithoutResultIsSaid() {
    PairedComparison others =
        new PairedComparison(
            "other",
            "third",
            500,
            5,
            Map.of("AP", new PairedDifference(0.4, 0.5, 0.1, 0.05, 0.15, true)),
            List.of());

    assertThat(
            new Verdict(
                    plan(5, 500),
                    List.of(
                        failed("set", 5),
                        variant("other", 0.4, 0.4, 5),
                        variant("third", 0.5, 0.5, 5)),
                    List.of(others))
                .sentences())
        .containsExactly(
            "set, the reference, has no result; the other losses are compared with each other alone.",
            "third is better than other: AP 0.500 against 0.400, a difference of +0.100 (95% interval +0.050 to +0.150, 5 seeds).",
            "All 5 trainings of set broke down since the loss was not finite; it has no numbers.",
            "This holds for this network, these data and 100 steps, not for trainings of another length.");
    assertThat(
            new Verdict(
                    plan(5, 500),
                    List.of(failed("set", 5), variant("other", 0.4, 0.4, 5)),
                    List.of())
                .sentences())
        .startsWith(
            "set, the reference, has no result.",
            "other reached AP 0.400 (5 seeds); there is nothing to compare it with.");
  }

  @Test
  void oneLossIsComparedWithNothing() {
    assertThat(
            new Verdict(plan(5, 500), List.of(variant("set", 0.4, 0.4, 5)), List.of()).sentences())
        .containsExactly(
            "set reached AP 0.400 (5 seeds); there is nothing to compare it with.",
            "This holds for this network, these data and 100 steps, not for trainings of another length.");
  }

  @Test
  void withoutAnyResultNothingHolds() {
    assertThat(new Verdict(plan(1, 500), List.of(failed("set", 1)), List.of()).sentences())
        .containsExactly(
            "Nothing is shown: no training came to its end.",
            "The training of set broke down since the loss was not finite; it has no numbers.");
  }

  @Test
  void trainingsWithoutACommonSeedCannotBeCompared() {
    assertThat(
            new Verdict(
                    plan(5, 500),
                    List.of(variant("set", 0.4, 0.4, 1), variant("other", 0.4, 0.4, 1)),
                    List.of())
                .sentences()
                .getFirst())
        .isEqualTo(
            "other and set cannot be compared: with no seed both trainings came to their end.");
  }
}
