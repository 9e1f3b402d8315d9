package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.matching.Golden;
import io.yoso4j.criterion.matching.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

/** Costs, assignments, terms and gradients of the original code, from its inputs and its draws. */
class GoldenConformanceTest {
  private static final double TOLERANCE = 1e-5;

  /** Equal uncertainties: which points are kept is torch's choice, so the saved points are used. */
  private static final Set<String> TIED_POINTS =
      Set.of("yoso_all_zero_logits", "yoso_saturated_pm8");

  /** Equal columns of cost: rounding decides, so the saved float32 cost is solved. */
  private static final Set<String> TIED_ASSIGNMENT = Set.of("yoso_duplicate_targets");

  @TestFactory
  List<DynamicTest> sameAsOriginal() throws IOException {
    Path golden = Golden.folder().orElse(null);
    Assumptions.assumeTrue(golden != null, "shared/golden not found above the working directory");
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : List.of(golden.resolve("core"), golden.resolve("big"))) {
      try (Stream<Path> cases = Files.list(folder)) {
        cases
            .filter(path -> path.getFileName().toString().matches("(yoso|baseline|hybrid|detr)_.*"))
            .sorted()
            .map(GoldenCase::new)
            .forEach(each -> tests.add(DynamicTest.dynamicTest(each.name, () -> check(each))));
      }
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(54);
    return tests;
  }

  private static void check(GoldenCase golden) {
    for (String level : golden.levels()) {
      checkCosts(golden, level);
      checkLosses(golden, level);
    }
  }

  private static void checkCosts(GoldenCase golden, String level) {
    StagePrediction stage = golden.prediction(level);
    List<ImageTargets> targets = golden.targets();
    Explanation explanation =
        SetCriterion.create(golden.config(level))
            .explain(
                List.of(stage),
                targets,
                golden.draws(level),
                Arena.ofAuto(),
                pins(golden, level, targets));
    for (int image = 0; image < targets.size(); image++) {
      double[] expected = golden.array(level + ".b" + image + ".cost.f64").values();
      double[] actual = explanation.images().get(image).costs().total();
      assertThat(actual).as("%s %s image %d", golden.name, level, image).hasSameSizeAs(expected);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i])
            .as("%s %s image %d cost %d", golden.name, level, image, i)
            .isCloseTo(expected[i], within(TOLERANCE * Math.max(1, Math.abs(expected[i]))));
      }
    }
  }

  private static void checkLosses(GoldenCase golden, String level) {
    StagePrediction stage = golden.prediction(level);
    List<ImageTargets> targets = golden.targets();
    CriterionResult result =
        SetCriterion.create(golden.config(level))
            .evaluate(
                List.of(stage),
                targets,
                golden.draws(level),
                Arena.ofAuto(),
                pins(golden, level, targets));
    StageResult only = result.stages().getFirst();
    var expected = golden.terms(level);
    // DETR has class_error for the last layer only.
    assertThat(only.losses().keySet()).as(golden.name).containsAll(expected.keySet());
    expected.forEach((term, values) -> {
      close(golden.name + " " + level + " " + term, only.losses().get(term), values[0]);
      if (!Double.isNaN(values[1])) {
        close(
            golden.name + " " + level + " weighted " + term, only.weighted().get(term), values[1]);
      }
    });
    for (int image = 0; image < targets.size(); image++) {
      Assignment assignment = golden.assignment(level, image, targets.get(image).count());
      assertThat(only.assignments().get(image).queries())
          .as(golden.name)
          .isEqualTo(assignment.queries());
      assertThat(only.assignments().get(image).targets())
          .as(golden.name)
          .isEqualTo(assignment.targets());
    }
    assertThat(result.nonFinite()).as(golden.name).isEmpty();
    checkGradient(golden, level + ".pred_masks", only.gradMasks());
    checkGradient(golden, level + ".pred_logits", only.gradLogits());
    checkGradient(golden, level + ".pred_boxes", only.gradBoxes());
  }

  private static Pins pins(GoldenCase golden, String level, List<ImageTargets> targets) {
    return new Pins() {
      @Override
      public @Nullable Assignment assignment(int stage, int image) {
        if (!TIED_ASSIGNMENT.contains(golden.name)) {
          return null;
        }
        Npy cost = golden.array(level + ".b" + image + ".cost");
        return Assignment.solve(cost.values(), cost.shape()[0], targets.get(image).count());
      }

      @Override
      public float @Nullable [] points(int stage, int image, int target) {
        return TIED_POINTS.contains(golden.name) ? golden.points(level, image, target) : null;
      }
    };
  }

  private static void close(String what, double actual, double expected) {
    assertThat(actual)
        .as(what)
        .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
  }

  private static void checkGradient(
      GoldenCase golden, String tensor, @Nullable MemorySegment gradient) {
    if (gradient == null) {
      assertThat(golden.has(tensor)).as(golden.name + " " + tensor).isFalse();
      return;
    }
    double[] expected =
        golden.has("grad." + tensor + ".f64")
            ? golden.array("grad." + tensor + ".f64").values()
            : new double[(int) (gradient.byteSize() / Float.BYTES)];
    float[] actual = gradient.toArray(ValueLayout.JAVA_FLOAT);
    assertThat(actual).as(golden.name + " " + tensor).hasSize(expected.length);
    double max = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      max = Math.max(max, Math.abs(expected[i]));
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
    }
    assertThat(worst)
        .as("%s: largest difference of grad.%s", golden.name, tensor)
        .isLessThanOrEqualTo(TOLERANCE * max);
  }
}
