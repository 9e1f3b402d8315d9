package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.model.weights.WeightTensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings by real processes on the loopback. */
class DistributedTrainingTest {
  private static final double TOLERANCE = 1e-5;
  private static final int STEPS = 20;

  @TempDir private static Path temp;

  private static Path shapes;

  @BeforeAll
  static void writeData() {
    shapes = temp.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(9, 5).withSize(64));
  }

  /**
   * Settings under which rounding stays rounding: with plain momentum, points that do not depend on
   * predictions and steps of bounded length, 20 steps move weights by about 5e-3, which is what the
   * tolerance must be seen against. Under Adam, gradients that are zero but for rounding become
   * full steps, and a changed last bit may swap two pairs or points.
   */
  private static List<String> sets(String... more) {
    List<String> sets =
        new ArrayList<>(
            List.of(
                "augment.image_size=64",
                "eval.input_size=64",
                "train.batch_size=5",
                "train.steps=" + STEPS,
                "eval.every=10",
                "checkpoint.every=1000",
                "log.tensorboard=false",
                "loss.points=full",
                "optim.optimizer=sgd",
                "optim.lr=2e-3",
                "optim.clip_norm=0.01",
                "model.norm=sync",
                "distributed.timeout_seconds=120",
                "engine.threads=1"));
    Collections.addAll(sets, more);
    return sets;
  }

  /** A run of one process. */
  private static Path alone(String name, String... more) {
    Path out = temp.resolve(name);
    if (!Files.exists(out)) {
      SmallRuns.train(
          SmallRuns.smallest(shapes, sets(more).toArray(String[]::new)), out, RunMode.NEW);
    }
    return out;
  }

  /** A batch of 5 is divided unevenly by every number of ranks but 5. */
  @ParameterizedTest
  @CsvSource({"2, 1", "3, 2"})
  void ranksTakeTheStepsOfOneProcess(int ranks, int accumulate) throws Exception {
    String more = "train.accumulate=" + accumulate;
    Path one = alone("one-" + accumulate, more);
    Path several = temp.resolve("several-" + ranks);
    try (RankProcesses processes =
        RankProcesses.start(ranks, shapes, several, RunMode.NEW, List.of(sets(more)))) {
      assertThat(processes.codes()).as("%s", processes.said(0)).containsOnly(0);
    }
    assertClose(several, one);
    assertThat(evaluations(several)).hasSize(2).isEqualTo(evaluations(one));
    try (Stream<Path> logs = Files.list(several.resolve("logs"))) {
      assertThat(logs.map(p -> p.getFileName().toString())).containsExactly("ranks.lock");
    }
  }

  /** What is lost is the step that was being made; any number of ranks goes on. */
  @ParameterizedTest
  @CsvSource({"2, 0, 1", "2, 1, 3", "3, 0, 2", "3, 1, 1"})
  void aKilledRankEndsTheOthersAndLosesNothing(int ranks, int victim, int resumedBy)
      throws Exception {
    Path one = alone("one-1", "train.accumulate=1");
    Path out = temp.resolve("killed-%d-%d".formatted(ranks, victim));
    try (RankProcesses processes =
        RankProcesses.start(ranks, shapes, out, RunMode.NEW, List.of(sets()))) {
      processes.kill(victim, 6);
      long killed = System.nanoTime();
      List<Integer> codes = processes.codes();
      // Far below the time-out of 120 s: the connections break at once.
      assertThat((System.nanoTime() - killed) / 1e9).isLessThan(60);
      for (int rank = 0; rank < ranks; rank++) {
        if (rank != victim) {
          assertThat(codes.get(rank)).isEqualTo(1);
          assertThat(processes.said(rank)).singleElement().asString()
              .matches(
                  "error: rank %d: .*, rank %d is gone: step \\d+ is saved; go on with --resume,"
                      .formatted(rank, victim)
                      + " also with another number of processes");
        }
      }
    }
    long saved = Checkpoint.read(new RunPaths(out).lastCheckpoint()).info().step();
    assertThat(saved).isBetween(6L, (long) STEPS - 1);
    System.out.println("DIAG saved " + saved);
    if (resumedBy == 1) {
      SmallRuns.train(
          SmallRuns.smallest(shapes, sets().toArray(String[]::new)), out, RunMode.RESUME);
    } else {
      try (RankProcesses processes =
          RankProcesses.start(resumedBy, shapes, out, RunMode.RESUME, List.of(sets()))) {
        assertThat(processes.codes()).as("%s", processes.said(0)).containsOnly(0);
      }
    }
    assertClose(out, one);
    assertThat(evaluations(out).getLast()).isEqualTo(evaluations(one).getLast());
  }

  @Test
  void ranksThatWereStartedDifferentlyDoNotTrain() throws Exception {
    Path out = temp.resolve("different");
    try (RankProcesses processes =
        RankProcesses.start(
            2, shapes, out, RunMode.NEW, List.of(sets(), sets("train.steps=21")))) {
      assertThat(processes.codes()).containsOnly(1);
      assertThat(processes.said(0))
          .containsExactly("error: rank 1 has \"steps: 21\" where rank 0 has \"steps: 20\"");
      assertThat(processes.said(1)).isEqualTo(processes.said(0));
    }
    assertThat(out).doesNotExist();
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
            2, broken, out, RunMode.NEW, List.of(sets("train.batch_size=2")))) {
      assertThat(processes.codes()).containsOnly(1);
      List<String> both = new ArrayList<>(processes.said(0));
      both.addAll(processes.said(1));
      assertThat(both).hasSize(2).allMatch(line -> line.contains("000001.png"));
    }
  }

  private static List<String> evaluations(Path out) throws IOException {
    return SmallRuns.metrics(out).stream().filter(line -> line.contains("\"eval\"")).toList();
  }

  private static void assertClose(Path actual, Path expected) {
    Map<String, WeightTensor> mine = SmallRuns.state(actual);
    Map<String, WeightTensor> others = SmallRuns.state(expected);
    assertThat(mine).containsOnlyKeys(others.keySet());
    double[] worst = {0}; String[] at = {""};
    others.forEach((name, tensor) -> { float[] w = tensor.data().toArray(ValueLayout.JAVA_FLOAT), h = mine.get(name).data().toArray(ValueLayout.JAVA_FLOAT); for (int i = 0; i < w.length; i++) if (Math.abs(w[i]-h[i]) > worst[0]) { worst[0] = Math.abs(w[i]-h[i]); at[0] = name + " " + w[i]; } });
    System.out.println("DIAG worst " + worst[0] + " " + at[0]);
    others.forEach((name, tensor) -> {
      float[] want = tensor.data().toArray(ValueLayout.JAVA_FLOAT);
      float[] have = mine.get(name).data().toArray(ValueLayout.JAVA_FLOAT);
      for (int i = 0; i < want.length; i++) {
        double bound = TOLERANCE * Math.max(1, Math.abs(want[i]));
        assertThat(Math.abs(have[i] - want[i])).as("%s[%d]", name, i).isLessThanOrEqualTo((float) bound);
      }
    });
  }
}
