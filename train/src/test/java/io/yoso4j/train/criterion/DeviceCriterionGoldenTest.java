package io.yoso4j.train.criterion;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.model.tensor.Device;
import io.yoso4j.train.conformance.CaseFolders;
import io.yoso4j.train.conformance.CaseReport;
import io.yoso4j.train.conformance.CaseReport.Verdict;
import io.yoso4j.train.conformance.Conformance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Costs, assignments, terms and gradients of the original code, from its inputs and its draws. */
class DeviceCriterionGoldenTest {
  /** Equal uncertainties: which points are kept is libtorch's choice, on this machine. */
  private static final Set<String> TIED_POINTS =
      Set.of("yoso_all_zero_logits", "yoso_saturated_pm8");

  /** Small enough that the cases are evaluated in several turns. */
  private static final long FEW_ELEMENTS = 1000;

  @TestFactory
  List<DynamicTest> sameAsOriginal() {
    return tests(DeviceCriterion.MAX_ELEMENTS, List.of("core", "big"));
  }

  @TestFactory
  List<DynamicTest> sameInTurns() {
    return tests(FEW_ELEMENTS, List.of("core"));
  }

  private static List<DynamicTest> tests(long maxElements, List<String> folders) {
    Path golden = golden();
    Assumptions.assumeTrue(golden != null, "shared/golden not found above the working directory");
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : folders) {
      for (Path each : CaseFolders.under(golden.resolve(name))) {
        tests.add(
            DynamicTest.dynamicTest(
                each.getFileName().toString(), () -> agrees(each, maxElements)));
      }
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(55);
    return tests;
  }

  private static void agrees(Path golden, long maxElements) {
    CaseReport report =
        Conformance.of(TensorLossEngine.on(Device.CPU, maxElements), Conformance.TOLERANCE)
            .compare(golden);
    assertThat(report.problem()).isNull();
    assertThat(report.exceeded()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.notCompared()).isEmpty();
    if (!TIED_POINTS.contains(report.name())) {
      assertThat(report.pinned()).noneMatch(pin -> pin.contains("points"));
    }
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
}
