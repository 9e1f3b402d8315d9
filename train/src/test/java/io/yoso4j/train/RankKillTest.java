package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One process of a training is killed (SIGKILL) at a random moment: all others end with one line
 * and the state is saved; any number of processes goes on to the weights of an undisturbed run.
 *
 * <p>{@code -Dyoso4j.rank.kills=50} sets how often, {@code -Dyoso4j.rank.kills.seed=N} repeats the
 * choices of a run (not its timing).
 */
class RankKillTest {
  private static final int KILLS = Integer.getInteger("yoso4j.rank.kills", 2);
  private static final long SEED = Long.getLong("yoso4j.rank.kills.seed", System.nanoTime());

  @TempDir private static Path temp;

  private static Path shapes;
  private static Path undisturbed;

  /**
   * One way of losing a process.
   *
   * @param ranks processes
   * @param victim the one that is killed
   * @param steps it has made then
   * @param millis and how much later
   * @param resumedBy how many processes go on
   */
  private record Loss(int ranks, int victim, int steps, int millis, int resumedBy) {}

  @BeforeAll
  static void trainWithoutLoss() {
    System.out.printf("RankKillTest: %d kills, -Dyoso4j.rank.kills.seed=%d%n", KILLS, SEED);
    shapes = temp.resolve("shapes");
    RankTrainings.writeData(shapes);
    undisturbed = RankTrainings.alone(shapes, temp.resolve("undisturbed"));
  }

  static List<Loss> losses() {
    SplittableRandom random = new SplittableRandom(SEED);
    return IntStream.range(0, KILLS)
        .mapToObj(i -> {
          int ranks = 2 + i % 2;
          // The first rank, which writes and holds the meeting point, and one that does not.
          int victim = i / 2 % 2 == i % 2 ? 0 : 1 + random.nextInt(ranks - 1);
          return new Loss(ranks, victim, 1 + random.nextInt(13), random.nextInt(250), 1 + i % 3);
        })
        .toList();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aKilledRankEndsTheOthersAndLosesNothing(Loss loss) throws Exception {
    Path out = temp.resolve("run-" + System.nanoTime());
    RunMode mode = RunMode.RESUME;
    try (RankProcesses processes =
        RankProcesses.start(loss.ranks, shapes, out, RunMode.NEW, List.of(RankTrainings.sets()))) {
      boolean killed = processes.kill(loss.victim, loss.steps, loss.millis);
      long since = System.nanoTime();
      List<Integer> codes = processes.codes();
      // Far below the time-out of 300 s: the connections break at once.
      assertThat((System.nanoTime() - since) / 1e9).as("%s", processes).isLessThan(120);
      int made = 0;
      for (int rank = 0; rank < loss.ranks; rank++) {
        if (rank != loss.victim && killed) {
          made = Math.max(made, processes.steps(rank));
          if (codes.get(rank) == 0) {
            // Killed after all had been said and done.
            assertThat(processes.said(rank)).isEmpty();
            assertThat(processes.steps(rank)).isEqualTo(RankTrainings.STEPS);
            continue;
          }
          assertThat(codes.get(rank)).as("%s", processes).isEqualTo(1);
          assertThat(processes.said(rank))
              .as("%s", processes)
              .singleElement()
              .asString()
              .matches(
                  "error: rank %d: .*rank %d is gone: (no step was taken yet|step \\d+ is saved;"
                          .formatted(rank, loss.victim)
                      + " go on with --resume, also with another number of processes)");
        }
      }
      if (made == 0 && killed) {
        mode = RunMode.OVERWRITE;
      } else {
        long saved = Checkpoint.read(new RunPaths(out).lastCheckpoint()).info().step();
        assertThat(saved).as("%s", processes).isGreaterThanOrEqualTo(made);
        CheckpointsTest.assertNamesTellTheSteps(new RunPaths(out), saved);
      }
    }
    if (loss.resumedBy == 1) {
      SmallRuns.train(
          SmallRuns.smallest(shapes, RankTrainings.sets().toArray(String[]::new)), out, mode);
    } else {
      try (RankProcesses processes =
          RankProcesses.start(loss.resumedBy, shapes, out, mode, List.of(RankTrainings.sets()))) {
        assertThat(processes.codes()).as("%s", processes).containsOnly(0);
      }
    }
    RankTrainings.assertClose(out, undisturbed);
    assertThat(RankTrainings.evaluations(out).getLast())
        .isEqualTo(RankTrainings.evaluations(undisturbed).getLast());
  }

  /**
   * A process that hangs, or whose machine is lost without a word, is waited for. With a time-out
   * that would be too short for processes to meet on a busy machine, so only on request.
   */
  @Test
  @EnabledIfSystemProperty(named = "yoso4j.rank.kills", matches = ".+")
  void aSilentRankIsGivenUpAfterTheTimeout() throws Exception {
    Path out = temp.resolve("silent");
    try (RankProcesses processes =
        RankProcesses.start(
            2,
            shapes,
            out,
            RunMode.NEW,
            List.of(RankTrainings.sets("distributed.timeout_seconds=30")))) {
      processes.suspend(0, 3);
      assertThat(processes.code(1)).isEqualTo(1);
      assertThat(processes.said(1))
          .singleElement()
          .asString()
          .matches(
              "error: rank 1: step \\d+, another rank did not answer within 30 s: step \\d+ is saved;"
                  + " go on with --resume, also with another number of processes");
    }
  }
}
