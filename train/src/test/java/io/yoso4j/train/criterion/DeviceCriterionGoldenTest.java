package io.yoso4j.train.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.Pins;
import io.yoso4j.criterion.StageResult;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.StageTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Assignments, terms and gradients of the original code, from its inputs and its draws. */
class DeviceCriterionGoldenTest {
  private static final double TOLERANCE = 1e-5;

  /** Equal uncertainties: which points are kept is torch's choice, so the saved points are used. */
  private static final Set<String> TIED_POINTS =
      Set.of("yoso_all_zero_logits", "yoso_saturated_pm8");

  /** Equal columns of cost: rounding decides, so the saved float32 cost is solved. */
  private static final Set<String> TIED_ASSIGNMENT = Set.of("yoso_duplicate_targets");

  /** Small enough that the cases are evaluated in several turns. */
  private static final long FEW_ELEMENTS = 1000;

  private static final List<String> TERMS =
      List.of(StageResult.LOSS_CE, StageResult.LOSS_MASK, StageResult.LOSS_DICE);

  @TestFactory
  List<DynamicTest> sameAsOriginal() throws IOException {
    return tests(1L << 25);
  }

  @TestFactory
  List<DynamicTest> sameInTurns() throws IOException {
    return tests(FEW_ELEMENTS);
  }

  private static List<DynamicTest> tests(long maxElements) throws IOException {
    Path golden = GoldenCase.root().orElse(null);
    Assumptions.assumeTrue(golden != null, "shared/golden not found above the working directory");
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : List.of(golden.resolve("core"), golden.resolve("big"))) {
      try (Stream<Path> cases = Files.list(folder)) {
        cases
            .filter(path -> path.getFileName().toString().matches("(yoso|baseline|hybrid)_.*"))
            .filter(path -> maxElements > FEW_ELEMENTS || !folder.endsWith("big"))
            .sorted()
            .map(GoldenCase::new)
            .forEach(each ->
                tests.add(DynamicTest.dynamicTest(each.name(), () -> check(each, maxElements))));
      }
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(46);
    return tests;
  }

  /** All levels are stages of one evaluation, except where the original weighted some of them. */
  private static void check(GoldenCase golden, long maxElements) {
    List<String> weighted = golden.levels().stream().filter(golden::weighted).toList();
    List<String> rest = golden.levels().stream().filter(l -> !golden.weighted(l)).toList();
    check(golden, weighted, true, maxElements);
    if (!rest.isEmpty()) {
      check(golden, rest, false, maxElements);
    }
  }

  private static void check(
      GoldenCase golden, List<String> levels, boolean weighted, long maxElements) {
    List<ImageTargets> targets = golden.targets();
    try (TensorScope _ = TensorScope.open();
        DeviceCriterion criterion = DeviceCriterion.create(golden.config(weighted), maxElements)) {
      List<StageTensors> stages = levels.stream().map(golden::stage).toList();
      Pins pins = pins(golden, levels, targets);
      LossReport report;
      try (StepLoss loss = criterion.evaluate(stages, targets, golden.draws(levels), pins)) {
        loss.backward();
        boolean matched = targets.stream().anyMatch(t -> t.count() > 0);
        assertThat(criterion.hostReads()).isEqualTo(matched ? 1 : 0);
        report = loss.report();
      }
      assertThat(report.nonFinite()).isEmpty();
      for (int stage = 0; stage < levels.size(); stage++) {
        String level = levels.get(stage);
        checkTerms(golden, level, report.stages().get(stage));
        checkAssignments(golden, level, report.stages().get(stage).assignments());
        checkGradient(golden, level + ".pred_masks", stages.get(stage).masks());
        checkGradient(golden, level + ".pred_logits", stages.get(stage).logits());
      }
    }
  }

  private static Pins pins(GoldenCase golden, List<String> levels, List<ImageTargets> targets) {
    return new Pins() {
      @Override
      public @Nullable Assignment assignment(int stage, int image) {
        return TIED_ASSIGNMENT.contains(golden.name())
            ? golden.solved(levels.get(stage), image, targets.get(image).count())
            : null;
      }

      @Override
      public float @Nullable [] points(int stage, int image, int target) {
        return TIED_POINTS.contains(golden.name())
            ? golden.points(levels.get(stage), image, target)
            : null;
      }
    };
  }

  private static void checkTerms(GoldenCase golden, String level, StageLoss actual) {
    for (String term : TERMS) {
      Double expected = golden.term(level, term).orElse(null);
      assertThat(actual.losses().containsKey(term))
          .as(level + " has " + term)
          .isEqualTo(expected != null);
      if (expected != null) {
        assertThat(actual.losses().get(term))
            .as(level + " " + term)
            .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
      }
    }
  }

  private static void checkAssignments(
      GoldenCase golden, String level, List<Assignment> assignments) {
    for (int image = 0; image < assignments.size(); image++) {
      assertThat(assignments.get(image).queries())
          .as("%s image %d", level, image)
          .isEqualTo(golden.matchedQueries(level, image));
      assertThat(assignments.get(image).targets())
          .as("%s image %d", level, image)
          .isEqualTo(golden.matchedTargets(level, image));
    }
  }

  private static void checkGradient(GoldenCase golden, String name, @Nullable Tensor leaf) {
    if (leaf == null) {
      assertThat(golden.has(name)).as(name).isFalse();
      return;
    }
    Tensor gradient = leaf.grad();
    assertThat(gradient).as("gradient of " + name).isNotNull();
    float[] actual = gradient.toFloats();
    String file = "grad." + name + ".f64";
    double[] expected = golden.has(file) ? golden.array(file).values() : new double[actual.length];
    assertThat(actual).as(name).hasSize(expected.length);
    double max = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      max = Math.max(max, Math.abs(expected[i]));
      double difference = Math.abs(actual[i] - expected[i]);
      worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
    }
    assertThat(worst)
        .as("largest difference of grad.%s, largest gradient %g", name, max)
        .isLessThanOrEqualTo(TOLERANCE * max);
  }
}
