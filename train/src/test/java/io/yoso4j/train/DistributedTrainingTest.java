package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.train.conformance.CaseReport;
import io.yoso4j.train.conformance.Conformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Trainings by real processes on the loopback. */
class DistributedTrainingTest {
  @TempDir private static Path temp;

  private static Path shapes;

  @BeforeAll
  static void writeData() {
    shapes = temp.resolve("shapes");
    RankTrainings.writeData(shapes);
  }

  /** A batch of 5 is divided unevenly by every number of ranks but 5. */
  @ParameterizedTest
  @CsvSource({"2, 1", "3, 2"})
  void ranksTakeTheStepsOfOneProcess(int ranks, int accumulate) throws Exception {
    String more = "train.accumulate=" + accumulate;
    Path one = RankTrainings.alone(shapes, temp.resolve("one-" + accumulate), more);
    Path several = temp.resolve("several-" + ranks);
    try (RankProcesses processes =
        RankProcesses.start(
            ranks, shapes, several, RunMode.NEW, List.of(RankTrainings.sets(more)))) {
      assertThat(processes.codes()).as("%s", processes.said(0)).containsOnly(0);
    }
    RankTrainings.assertClose(several, one);
    assertThat(RankTrainings.evaluations(several))
        .hasSize(2)
        .isEqualTo(RankTrainings.evaluations(one));
    try (Stream<Path> logs = Files.list(several.resolve("logs"))) {
      assertThat(logs.map(p -> p.getFileName().toString())).containsExactly("ranks.lock");
    }
  }

  /** The same weights, so the same results, to the last digit. */
  @Test
  void evaluationDividedAmongRanksIsThatOfOne() throws Exception {
    String[] sets = {"train.steps=2", "eval.score_threshold=0", "eval.every=1"};
    RunPaths run = new RunPaths(RankTrainings.alone(shapes, temp.resolve("evaluated"), sets));
    byte[] results = Files.readAllBytes(run.results());
    JsonNode numbers = numbers(run);
    assertThat(JsonMapper.shared().readTree(results)).hasSizeGreaterThan(20);
    Files.delete(run.results());
    Files.delete(run.metrics());
    try (RankProcesses processes =
        RankProcesses.start(
            3, shapes, run.root(), RunMode.RESUME, List.of(RankTrainings.sets(sets)))) {
      assertThat(processes.codes()).as("%s", processes).containsOnly(0);
    }
    assertThat(run.results()).hasBinaryContent(results);
    assertThat(numbers(run)).isEqualTo(numbers);
  }

  private static JsonNode numbers(RunPaths run) throws IOException {
    JsonNode all = JsonMapper.shared().readTree(Files.readString(run.metrics()));
    assertThat(all.path("segm").path("AP").isNumber()).isTrue();
    return all.path("segm");
  }

  @Test
  void ranksThatWereStartedDifferentlyDoNotTrain() throws Exception {
    Path out = temp.resolve("different");
    try (RankProcesses processes =
        RankProcesses.start(
            2,
            shapes,
            out,
            RunMode.NEW,
            List.of(RankTrainings.sets(), RankTrainings.sets("train.steps=21")))) {
      assertThat(processes.codes()).containsOnly(1);
      assertThat(processes.said(0))
          .containsExactly("error: rank 1 has \"steps: 21\" where rank 0 has \"steps: 20\"");
      assertThat(processes.said(1)).isEqualTo(processes.said(0));
    }
    assertThat(out).doesNotExist();
  }

  /** A rank fails before the first step, with nobody holding a lock yet; the others know why. */
  @ParameterizedTest
  @CsvSource({"2, 0", "3, 1"})
  void theReasonOfAFailureAtTheStartIsTold(int size, int failing) throws Exception {
    Path missing = temp.resolve("no-such-annotations.json");
    List<List<String>> sets = new ArrayList<>();
    for (int rank = 0; rank < size; rank++) {
      sets.add(
          rank == failing
              ? RankTrainings.sets("data.train_annotations=" + missing)
              : RankTrainings.sets());
    }
    Path out = temp.resolve("failing-at-the-start-" + size + failing);
    try (RankProcesses processes = RankProcesses.start(size, shapes, out, RunMode.NEW, sets)) {
      assertThat(processes.codes()).containsOnly(1);
      for (int rank = 0; rank < size; rank++) {
        assertThat(processes.said(rank))
            .as("%s", processes)
            .singleElement()
            .asString()
            .contains(missing.toString())
            .startsWith(
                rank == failing
                    ? "error: "
                    : "error: rank %d: at the start, rank %d failed (".formatted(rank, failing));
      }
    }
    assertThat(out).doesNotExist();
  }

  /** What a rank records is its own part of the step, which is divided by what all ranks have. */
  @Test
  void aStepThatIsNotFiniteIsRecordedByTheRankThatHasIt() throws Exception {
    Path out = temp.resolve("poisoned");
    List<String> sets =
        RankTrainings.sets("train.accumulate=2", "loss.points=uncertain", "poison=1:3");
    try (RankProcesses processes =
        RankProcesses.start(2, shapes, out, RunMode.NEW, List.of(sets))) {
      assertThat(processes.codes()).as("%s", processes).containsOnly(1);
      for (int each = 0; each < 2; each++) {
        assertThat(processes.said(each))
            .singleElement()
            .asString()
            .startsWith("error: step 2: the loss is not finite (");
      }
    }
    Path failure = out.resolve("failures/step-2");
    CaseReport report = Conformance.check(failure);
    assertThat(report.exceeded()).isEmpty();
    assertThat(report.verdict()).isEqualTo(CaseReport.Verdict.PASS);
    assertThat(report.deviations()).hasSizeGreaterThan(5).allMatch(d -> d.value() < 1e-7);
    JsonNode meta = JsonMapper.shared().readTree(Files.readString(failure.resolve("meta.json")));
    assertThat(meta.at("/run/rank").asInt()).isEqualTo(1);
    assertThat(meta.at("/draws/image_ids").size()).isEqualTo(2);
  }

  /** Rank 0 tells why rank 1, which alone meets the file, cannot go on. */
  @Test
  void theReasonOfAnotherRanksFailureIsTold() throws Exception {
    Path broken = temp.resolve("broken");
    ShapesDataset.write(broken, ShapesOptions.DEFAULT.withCounts(2, 1).withSize(64));
    Path image = broken.resolve("train/000001.png");
    Files.write(image, new byte[] {1, 2, 3});
    Path out = temp.resolve("failing");
    try (RankProcesses processes =
        RankProcesses.start(
            2, broken, out, RunMode.NEW, List.of(RankTrainings.sets("train.batch_size=2")))) {
      assertThat(processes.codes()).containsOnly(1);
      List<String> both = new ArrayList<>(processes.said(0));
      both.addAll(processes.said(1));
      assertThat(both).hasSize(2).allMatch(line -> line.contains("000001.png"));
    }
  }
}
