package io.yoso4j.train.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.yoso4j.train.conformance.CaseReport.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelConformanceTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"model", "infer"})
  void recordedCasesAgree(String kind) {
    Path golden = golden(kind);
    List<Path> cases = CaseFolders.under(golden);
    assertThat(cases).isNotEmpty();
    for (Path each : cases) {
      CaseReport report = Conformance.check(each);
      assertThat(report.verdict()).as("%s %s", each, report.exceeded()).isEqualTo(Verdict.PASS);
    }
  }

  private static Path golden(String kind) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/golden").resolve(kind);
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    return Assumptions.abort("shared/golden not found above the working directory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "full.neck",
        "train.grad.yoso_head.kernels.weight",
        "train.sgd.final.yoso_head.kernels.weight"
      })
  void aWrongRecordingIsNamed(String array) throws IOException {
    Path golden = golden("model/small_r50w8");
    try (Stream<Path> files = Files.list(golden)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith(array + ".")) {
          Files.copy(file, folder.resolve(name));
        }
      }
    }
    CaseFiles original = new CaseFiles(golden);
    NpyArray values = NpyReader.read(original.path(array));
    double[] changed = values.doubles();
    changed[changed.length / 2] += 0.01 * Arrays.stream(changed).map(Math::abs).max().orElseThrow();
    new CaseWriter(folder).floats(array, values.shape(), changed);
    CaseReport report = Conformance.check(folder);
    assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(report.exceeded()).extracting(Deviation::name).containsExactly(array);
  }

  @Test
  void aNetworkIsComparedPartByPart() {
    ModelCaseFiles.network(folder);
    CaseReport report = Conformance.check(folder);
    assertThat(report.verdict())
        .as("%s %s", report.problem(), report.exceeded())
        .isEqualTo(Verdict.PASS);
    assertThat(report.deviations())
        .extracting(Deviation::name)
        .containsExactly("a.backbone.res5", "a.neck", "a.head.s1.masks");
    assertThat(report.notCompared())
        .contains("a.backbone.res2", "a.head.cls", "a.instances0.masks");
  }

  @Test
  void whatAPartGivesOtherwiseIsNamed() {
    CaseWriter files = ModelCaseFiles.network(folder);
    NpyArray neck = NpyReader.read(folder.resolve("a.neck.npy"));
    double[] values = neck.doubles();
    values[3] += 1;
    files.floats("a.neck", neck.shape(), values);
    CaseReport report = Conformance.check(folder);
    assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(report.exceeded()).extracting(Deviation::name).containsExactly("a.neck");
    ModelTolerances loose = ModelTolerances.USUAL.withValues(2);
    assertThat(
            Conformance.of(LossEngine.setCriterion(), 1)
                .withModelTolerances(loose)
                .compare(folder)
                .verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void whatCannotBeUsedIsAnErrorOfOneLine() {
    CaseWriter files = ModelCaseFiles.network(folder);
    files.floats("a.neck", new int[] {1, 2}, 0, 0);
    error("a.neck.npy", "[1, 2]");
    files.floats("a.backbone.input", new int[] {1, 3, 1, 2}, 0, 0, 0, 0, 0, 0);
    error("multiples of 32");
    byte[] weights = files.read("weights.pth");
    files.write("weights.pth", Arrays.copyOf(weights, weights.length / 2));
    error("weights.pth");
    files.delete("weights.pth");
    error("weights.pth");
    files.meta("{\"config\": {\"MODEL\": {\"YOSO\": {}}}}");
    error("needs the field");
    files.meta("{\"config\": {\"MODEL\": 5}}");
    error("MODEL");
  }

  private void error(String... parts) {
    CaseReport report = Conformance.check(folder);
    assertThat(report.verdict()).as("%s", report).isEqualTo(Verdict.ERROR);
    assertThat(report.problem()).contains(parts).hasLineCount(1);
  }

  @Test
  void inferenceFromRecordedOutputs() {
    ModelCaseFiles.inference(folder);
    CaseReport report = Conformance.check(folder);
    assertThat(report.verdict())
        .as("%s %s", report.problem(), report.exceeded())
        .isEqualTo(Verdict.PASS);
    assertThat(report.deviations())
        .extracting(Deviation::name)
        .containsExactly("instances.scores", "instances.masks", "panoptic_seg");
  }

  @Test
  void otherInstancesAndSegmentsAreNamed() {
    CaseWriter files = ModelCaseFiles.inference(folder);
    files.floats("instances.scores", new int[] {2}, ModelCaseFiles.score() + 0.001, 0);
    fails("instances.scores");
    files.longs("instances.query", 1, 0);
    fails("instances query 1 class 0");
    files = ModelCaseFiles.inference(folder);
    files.bytes("instances.masks", new int[] {2, 2, 2}, 1, 0, 1, 1, 0, 0, 0, 0);
    fails("instances.masks");
    files = ModelCaseFiles.inference(folder);
    files.longs("instances.classes", 1, 0);
    fails("instances query 0 class 0");
    files = ModelCaseFiles.inference(folder);
    files.npy(
        "panoptic_seg",
        CaseWriter.header("<i4", "False", "2, 2,"),
        new byte[] {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0});
    fails("panoptic_seg");
  }

  private void fails(String name) {
    CaseReport report = Conformance.check(folder);
    assertThat(report.verdict()).as("%s", report.problem()).isEqualTo(Verdict.FAIL);
    assertThat(report.exceeded()).extracting(Deviation::name).contains(name);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, 0, 0", "0, NaN, 0, 0", "0, 0, Infinity, 0", "0, 0, 0, -0.5"})
  void tolerancesAreChecked(double values, double scores, double pixels, double weights) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelTolerances(values, scores, pixels, weights))
        .withMessageContaining("must be finite and at least 0");
  }
}
