package io.yoso4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.EngineOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The operator sequence gives what the original Python code gave on the same draws. */
final class OperatorGoldenTest {
  private static final double TOLERANCE = 1e-4;

  /** Ties, where the rounding of a libtorch version decides. */
  private static final Set<String> TIED =
      Set.of("yoso_all_zero_logits", "yoso_saturated_pm8", "yoso_duplicate_targets");

  @TestFactory
  List<DynamicTest> sameAsOriginal() throws IOException {
    Path core = golden();
    Assumptions.assumeTrue(core != null, "shared/golden not found above the working directory");
    Engine.start(EngineOptions.defaults());
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> cases = Files.list(core)) {
      cases
          .filter(path -> path.getFileName().toString().matches("(yoso|baseline|hybrid)_.*"))
          .filter(path -> !TIED.contains(path.getFileName().toString()))
          .sorted()
          .forEach(path ->
              tests.add(DynamicTest.dynamicTest("" + path.getFileName(), () -> check(path))));
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(40);
    return tests;
  }

  private static @Nullable Path golden() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/golden/core");
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  private static void check(Path folder) {
    for (GoldenLevel golden : GoldenLevel.of(folder)) {
      String what = golden.caseName() + " " + golden.level();
      try (OperatorScope _ = new OperatorScope()) {
        OperatorBatch batch = OperatorBatch.of(List.of(golden.prediction()), golden.targets());
        OperatorCriterion criterion =
            new OperatorCriterion(golden.config(), golden.draws(), new PhaseClock());
        OperatorResult.Stage stage = criterion.evaluate(batch).stages().getFirst();
        checkTerm(what + " loss_ce", stage.crossEntropy(), golden.term("loss_ce"));
        checkTerm(what + " loss_mask", stage.mask(), golden.term("loss_mask"));
        checkTerm(what + " loss_dice", stage.dice(), golden.term("loss_dice"));
        checkPairs(what, stage.pairs(), golden.pairs());
        checkGradient(what + " masks", stage.gradMasks(), golden.gradient("pred_masks"));
        checkGradient(what + " logits", stage.gradLogits(), golden.gradient("pred_logits"));
      }
    }
  }

  private static void checkTerm(String what, double actual, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(actual).as(what).isNaN();
    } else {
      assertThat(actual)
          .as(what)
          .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
    }
  }

  private static void checkPairs(String what, MatchedPairs actual, List<int[]> expected) {
    assertThat(actual.count()).as(what).isEqualTo(expected.size());
    for (int pair = 0; pair < expected.size(); pair++) {
      assertThat(new int[] {actual.image(pair), actual.query(pair), actual.target(pair)})
          .as("%s pair %d", what, pair)
          .isEqualTo(expected.get(pair));
    }
  }

  private static void checkGradient(
      String what, @Nullable Tensor actual, double @Nullable [] expected) {
    if (actual == null || !actual.defined()) {
      assertThat(expected).as(what).isNull();
      return;
    }
    float[] values = new float[Math.toIntExact(actual.numel())];
    actual.contiguous().data_ptr_float().get(values);
    double largest = 0;
    double worst = 0;
    for (int i = 0; i < values.length; i++) {
      double wanted = expected == null ? 0 : expected[i];
      largest = Math.max(largest, Math.abs(wanted));
      worst = Math.max(worst, Math.abs(values[i] - wanted));
    }
    assertThat(worst).as(what).isLessThanOrEqualTo(TOLERANCE * largest);
  }
}
