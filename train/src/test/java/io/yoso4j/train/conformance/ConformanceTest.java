package io.yoso4j.train.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.Explanation;
import io.yoso4j.criterion.Pins;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.train.conformance.AssignmentCheck.Outcome;
import io.yoso4j.train.conformance.CaseReport.Verdict;
import io.yoso4j.train.conformance.Deviation.Kind;
import io.yoso4j.train.criterion.TensorLossEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConformanceTest {
  /** Cases in which float32 leaves several choices of points. */
  private static final Set<String> TIED_POINTS =
      Set.of("yoso_all_zero_logits", "yoso_saturated_pm8");

  @TempDir private Path folder;

  @TestFactory
  List<DynamicTest> recordedCasesAgree() {
    Path golden = golden();
    Assumptions.assumeTrue(golden != null, "shared/golden not found above the working directory");
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : List.of("core", "big")) {
      for (Path each : CaseFolders.under(golden.resolve(name))) {
        tests.add(DynamicTest.dynamicTest(each.getFileName().toString(), () -> agrees(each)));
      }
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(56);
    return tests;
  }

  private static void agrees(Path golden) {
    CaseReport report = Conformance.check(golden);
    assertThat(report.problem()).isNull();
    assertThat(report.exceeded()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.notCompared()).isEmpty();
    assertThat(report.deviations())
        .allSatisfy(deviation -> {
          if (deviation.kind() != Kind.POINTS) {
            assertThat(deviation.value()).isLessThanOrEqualTo(Conformance.TOLERANCE);
          }
        });
    assertThat(report.pinned().stream().anyMatch(pin -> pin.contains("points")))
        .isEqualTo(TIED_POINTS.contains(report.name()));
  }

  private static @Nullable Path golden() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/golden");
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  @Test
  void aCaseWorkedByHandAgreesInEverything() {
    CaseReport report = Conformance.check(MiniCases.baseline(folder).folder);

    assertThat(report.problem()).isNull();
    assertThat(report.exceeded()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.deviations()).hasSize(1 + 6 + 2);
    assertThat(report.assignments())
        .containsExactly(new AssignmentCheck("c0", 0, Outcome.IDENTICAL));
    assertThat(report.notCompared()).isEmpty();
    assertThat(report.pinned()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anOwnFocalLossOnMasksIsCompared(boolean tensors) {
    LossEngine engine = tensors ? TensorLossEngine.on(Device.CPU) : LossEngine.setCriterion();
    CaseWriter mini = MiniCases.focalMasks(folder);
    CaseReport report = Conformance.of(engine, Conformance.TOLERANCE).compare(folder);
    assertThat(report.problem()).isNull();
    assertThat(report.exceeded()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.deviations()).hasSize(1 + 6 + 2);

    String meta = new String(mini.read("meta.json"), StandardCharsets.UTF_8);
    mini.meta(meta.replace("\"mask_alpha\": 0.4", "\"mask_alpha\": 0.5"));
    assertExceeds(mini, "c0 loss_mask unweighted", "c0 loss_mask weighted", "grad.c0.pred_masks");
    mini.meta(meta.replace(", \"mask_gamma\": 1", ""));
    assertExceeds(mini, "c0 loss_mask unweighted", "c0 loss_mask weighted", "grad.c0.pred_masks");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yoso", "hybrid"})
  void focalMasksAtPointsAreReadToo(String family) {
    CaseWriter mini = MiniCases.yoso(folder);
    String meta = new String(mini.read("meta.json"), StandardCharsets.UTF_8);
    mini.meta(
        meta.replace("yoso", family)
            .replace("\"C\": 2", "\"C\": 2, \"mask_term\": \"focal\", \"mask_alpha\": -1")
            .replace("0.6931472", "0.1732868")); // a quarter of ln 2
    assertThat(Conformance.check(folder).problem()).isNull();
    assertThat(Conformance.check(folder).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void aMinimalCaseComparesWhatIsThere() {
    CaseReport report = Conformance.check(MiniCases.yoso(folder).folder);

    assertThat(report.problem()).isNull();
    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.deviations())
        .singleElement()
        .satisfies(deviation -> {
          assertThat(deviation.name()).isEqualTo("c0 loss_mask unweighted");
          assertThat(deviation.reference()).isEqualTo("f32");
          assertThat(deviation.value()).isLessThan(1e-7);
        });
    assertThat(report.notCompared())
        .containsExactly("c0.b0.cost", "c0.b0.src", "grad.c0.pred_masks");
  }

  @Test
  void aWrongTermCostOrGradientFails() {
    CaseWriter mini = MiniCases.baseline(folder);
    String meta = new String(mini.read("meta.json"), StandardCharsets.UTF_8);
    mini.meta(
        meta.replace(
            "\"loss_mask\": {\"unweighted_f64\": 0.693",
            "\"loss_mask\": {\"unweighted_f64\": 0.694"));
    assertExceeds(mini, "c0 loss_mask unweighted");
    mini.meta(meta.replace("loss_dice", "loss_bbox"));
    assertExceeds(mini, "c0 loss_bbox unweighted", "c0 loss_bbox weighted");
    MiniCases.baseline(folder).doubles("c0.b0.cost.f64", new int[] {2, 1}, 1, 2);
    assertExceeds(mini, "c0.b0.cost");
    MiniCases.baseline(folder).doubles("grad.c0.pred_logits.f64", new int[] {1, 2, 1}, 1, 2);
    assertExceeds(mini, "grad.c0.pred_logits");
    assertThat(Conformance.of(LossEngine.setCriterion(), 10).compare(folder).verdict())
        .isEqualTo(Verdict.PASS);
  }

  private static void assertExceeds(CaseWriter mini, String... names) {
    CaseReport report = Conformance.check(mini.folder);
    assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(report.exceeded()).extracting(Deviation::name).containsExactly(names);
  }

  @Test
  void anotherAssignmentFails() {
    MiniCases.baseline(folder).longs("c0.b0.src", 1);

    CaseReport report = Conformance.check(folder);

    assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(report.assignments())
        .containsExactly(new AssignmentCheck("c0", 0, Outcome.DIFFERENT));
  }

  @Test
  void whatFloat32CannotGiveIsAllowedAndSaid() {
    CaseWriter mini = MiniCases.baseline(folder);
    double right = NpyReader.read(folder.resolve("c0.b0.cost.f64.npy")).value(1);
    double first = NpyReader.read(folder.resolve("c0.b0.cost.f64.npy")).value(0);
    // The original's float32 is 4e-3 off; ours differs from the recorded float64 by a quarter of
    // it.
    mini.doubles("c0.b0.cost.f64", new int[] {2, 1}, first, right * (1 + 1e-3))
        .floats("c0.b0.cost", new int[] {2, 1}, first, right * (1 - 3e-3));

    CaseReport report = Conformance.check(folder);

    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.notes())
        .singleElement()
        .asString()
        .contains("c0.b0.cost", "the original's own float32 is 4.0e-03 off");
  }

  @Test
  void aWrongExpectationIsNotExcusedByTheFloat32ValueBesideIt() {
    CaseWriter mini = MiniCases.baseline(folder);
    double[] right = NpyReader.read(folder.resolve("c0.b0.cost.f64.npy")).doubles();
    mini.floats("c0.b0.cost", new int[] {2, 1}, right)
        .doubles("c0.b0.cost.f64", new int[] {2, 1}, right[0], right[1] + 1);
    assertExceeds(mini, "c0.b0.cost");
  }

  @Test
  void equallyGoodPairsAreTakenFromTheCase() {
    // Both queries are the same: either may be matched, and the recorded cost matrix decides.
    CaseWriter mini = MiniCases.baseline(folder);
    double cost = NpyReader.read(folder.resolve("c0.b0.cost.f64.npy")).value(0);
    double[] logits = NpyReader.read(folder.resolve("grad.c0.pred_logits.f64.npy")).doubles();
    mini.floats("c0.pred_masks", new int[] {1, 2, 2, 2}, new double[8])
        .doubles("c0.b0.cost.f64", new int[] {2, 1}, cost, cost)
        .floats("c0.b0.cost", new int[] {2, 1}, cost + 1e-6, cost)
        .doubles("grad.c0.pred_logits.f64", new int[] {1, 2, 1}, logits[1], logits[0])
        .longs("c0.b0.src", 1)
        .delete("grad.c0.pred_masks.f64.npy");

    CaseReport report = Conformance.check(folder);

    assertThat(report.exceeded()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.assignments()).containsExactly(new AssignmentCheck("c0", 0, Outcome.TIED));
    assertThat(report.pinned())
        .containsExactly("c0 image 0: assignment, since the one found costs as much");
  }

  @Test
  void equallyUncertainPointsAreTakenFromTheCase() {
    CaseWriter mini =
        MiniCases.yoso(folder).floats("c0.coords", new int[] {1, 2, 2}, 0.9, 0.9, 0.5, 0.25);
    for (CaseReport report :
        List.of(Conformance.check(folder), Conformance.of(silent(), 1e-5).compare(folder))) {
      assertThat(report.verdict()).isEqualTo(Verdict.PASS);
      assertThat(report.pinned()).singleElement().asString().startsWith("c0: points");
    }
    // Now the recorded point is far less uncertain than the one that is chosen.
    mini.floats("c0.pred_masks", new int[] {1, 2, 2, 2}, 1, 1, 1, 9, 1, 1, 1, 9);
    CaseReport report = Conformance.check(folder);
    assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(report.exceeded()).extracting(Deviation::kind).contains(Kind.POINTS);
  }

  /** An engine that says nothing of its costs and points. */
  private static LossEngine silent() {
    return (config, stages, targets, draws, gradients, pins) ->
        new Explanation(
            LossEngine.setCriterion()
                .evaluate(config, stages, targets, draws, gradients, pins)
                .result(),
            List.of());
  }

  @Test
  void otherEnginesCanBeCompared() {
    MiniCases.baseline(folder);
    LossEngine wrong =
        (config, stages, targets, draws, gradients, _) ->
            LossEngine.setCriterion().evaluate(config, stages, targets, draws, gradients, second());

    CaseReport report = Conformance.of(wrong, 1e-5).compare(folder);

    assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(report.assignments())
        .containsExactly(new AssignmentCheck("c0", 0, Outcome.DIFFERENT));
    assertThat(Conformance.of(silent(), 1e-5).compare(folder).notCompared())
        .containsExactly("c0.b0.cost");
  }

  private static Pins second() {
    return new Pins() {
      @Override
      public Assignment assignment(int stage, int image) {
        return new Assignment(new int[] {1}, new int[] {0}, new int[0]);
      }

      @Override
      public float @Nullable [] points(int stage, int image, int target) {
        return null;
      }
    };
  }

  @Test
  void foldersAreSearchedTwoLevelsDeep() throws IOException {
    MiniCases.baseline(folder.resolve("b/one"));
    MiniCases.baseline(folder.resolve("a"));
    MiniCases.baseline(folder.resolve("b/deep/too_deep"));
    Files.createDirectories(folder.resolve("c"));

    assertThat(CaseFolders.under(folder))
        .containsExactly(folder.resolve("a"), folder.resolve("b/one"));
    assertThat(CaseFolders.under(folder.resolve("a"))).containsExactly(folder.resolve("a"));
  }
}
