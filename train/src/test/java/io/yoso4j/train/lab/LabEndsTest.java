package io.yoso4j.train.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How comparisons begin, end early, and go on. */
class LabEndsTest {
  @TempDir static Path temp;

  private static Path shapes;

  @BeforeAll
  static void writeShapes() {
    shapes = SmallLab.shapes(temp);
  }

  private static LabRequest request(Path out, String budget, String... sets) {
    return SmallLab.request(
        SmallLab.common(shapes, sets), out, List.of("set", "baseline"), List.of(), budget, false);
  }

  private static LabRequest with(LabRequest like, int evaluations, int probes, int resamples) {
    return with(like, like.seeds(), evaluations, probes, resamples);
  }

  private static LabRequest with(
      LabRequest like, int seeds, int evaluations, int probes, int resamples) {
    return new LabRequest(
        like.data(),
        like.common(),
        like.variants(),
        seeds,
        like.budget(),
        evaluations,
        probes,
        resamples,
        like.out(),
        like.overwrite(),
        like.command());
  }

  /** Stops after some steps, or some announcements of what is measured. */
  private static final class Stopping implements LabListener {
    private final int steps;
    private final int measures;
    private int made;
    private int measured;
    private final List<String> warnings = new ArrayList<>();

    Stopping(int steps, int measures) {
      this.steps = steps;
      this.measures = measures;
    }

    @Override
    public void onStep(String run, long done, long all) {
      made++;
    }

    @Override
    public void onMeasure(String what) {
      measured++;
    }

    @Override
    public void onWarning(String message) {
      warnings.add(message);
    }

    @Override
    public boolean stopRequested() {
      return made >= steps || measured >= measures;
    }
  }

  private static LabPlan plan(Path out) {
    return LabFile.readJson(new LabPaths(out).plan(), LabPlan.class);
  }

  @ParameterizedTest
  @CsvSource({"6,2", "7,3", "8,3", "9,3", "2,1"})
  void asManyEvaluationsAsAskedForAtMost(int steps, int every) {
    Path out = temp.resolve("every-" + steps);

    assertThat(Lab.run(request(out, steps + "steps"), new Stopping(1, 9))).isEmpty();

    assertThat(plan(out).variants()).extracting(VariantPlan::evalEvery).containsOnly(every);
  }

  @Test
  void whatADeadWarmUpLeftIsNotInTheWay() throws IOException {
    Path out = temp.resolve("dead");
    Path left = new LabPaths(out).warmUp().resolve("set-0");
    Files.createDirectories(left);
    Files.writeString(left.resolve("config.yaml"), "seed: 0\n");

    assertThat(Lab.run(request(out, "6steps"), new Stopping(1, 9))).isEmpty();

    assertThat(new LabPaths(out).warmUp()).doesNotExist();
    assertThat(plan(out).variants()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void whatIsMeasuredAtTheEndCanBeStoppedToo(int measures) throws IOException {
    Path out = temp.resolve("measures-" + measures);
    LabRequest request = request(out, "2steps");

    boolean whole = Lab.run(request, new Stopping(Integer.MAX_VALUE, measures)).isPresent();

    LabPaths paths = new LabPaths(out);
    assertThat(Files.exists(paths.result())).isEqualTo(whole).isEqualTo(measures == 3);
    LabResult result = Lab.run(request, new LabListener() {}).orElseThrow();
    assertThat(LabFile.read(paths.result())).isEqualTo(result);
  }

  @Test
  void whatIsDoneIsNotDoneAgain() throws IOException {
    Path out = temp.resolve("done");
    LabRequest request = request(out, "2steps");
    LabResult first = Lab.run(request, new LabListener() {}).orElseThrow();
    List<String> measured = new ArrayList<>();

    LabResult again =
        Lab.run(
                request,
                new LabListener() {
                  @Override
                  public void onMeasure(String what) {
                    measured.add(what);
                  }
                })
            .orElseThrow();

    assertThat(again).isEqualTo(first);
    assertThat(measured).isEmpty();
    Files.writeString(new LabPaths(out).result(), "{\"format\": 0}");
    assertThat(Lab.run(request, new LabListener() {}).orElseThrow().variants())
        .isEqualTo(first.variants());
    LabResult finer = Lab.run(with(request, 3, 3, 200), new LabListener() {}).orElseThrow();
    assertThat(finer.plan().resamples()).isEqualTo(200);
    assertThat(finer.variants())
        .flatExtracting(VariantResult::runs)
        .isEqualTo(first.variants().stream().flatMap(v -> v.runs().stream()).toList());
  }

  @Test
  void moreSeedsGoOnWithWhatIsThere() {
    Path out = temp.resolve("seeds");
    LabRequest request = request(out, "2steps");
    LabRequest more = with(request, 3, 3, 3, 100);
    LabResult two = Lab.run(request, new LabListener() {}).orElseThrow();

    LabResult three = Lab.run(more, new LabListener() {}).orElseThrow();

    for (int v = 0; v < 2; v++) {
      assertThat(three.variants().get(v).runs())
          .hasSize(3)
          .startsWith(two.variants().get(v).runs().toArray(RunResult[]::new));
    }
    assertThat(three.comparisons().getFirst().seeds()).isEqualTo(3);
    assertThatThrownBy(() -> Lab.run(request, new LabListener() {}))
        .isInstanceOf(LabFolderException.class)
        .hasMessageContaining("holds a comparison with 3 seeds");
  }

  @ParameterizedTest
  @CsvSource({"1,3,another number of evaluations", "3,2,3 probe images"})
  void anotherComparisonDoesNotGoOn(int evaluations, int probes, String said) {
    Path out = temp.resolve("other-" + evaluations + "-" + probes);
    LabRequest request = request(out, "6steps");
    assertThat(Lab.run(request, new Stopping(1, 9))).isEmpty();

    assertThatThrownBy(() -> Lab.run(with(request, evaluations, probes, 100), new LabListener() {}))
        .isInstanceOf(LabFolderException.class)
        .hasMessageContaining(said);
  }

  /** Already in the warm-up. */
  @Test
  void lossesThatBreakDownAreAResult() {
    Path out = temp.resolve("broken");
    LabRequest request =
        request(
            out,
            "6steps",
            "optim.optimizer=sgd",
            "optim.lr=10",
            "optim.clip_norm=0",
            "optim.warmup_steps=0",
            "loss.mask_weight=1e6");

    LabResult result = Lab.run(request, new LabListener() {}).orElseThrow();

    assertThat(result.variants())
        .flatExtracting(VariantResult::runs)
        .extracting(RunResult::failure)
        .allSatisfy(failure -> assertThat(failure).contains("not finite"));
    assertThat(result.verdict())
        .anyMatch(sentence ->
            sentence.startsWith("All 2 trainings of set broke down since the loss was not finite"));
  }

  @Test
  void milestonesThatAreNeverReachedAreSaid() {
    Path out = temp.resolve("milestones");
    Stopping listener = new Stopping(1, 9);

    Lab.run(
        request(out, "6steps", "optim.schedule=step", "optim.milestones=[0.5, 327778]"), listener);

    assertThat(listener.warnings)
        .filteredOn(warning -> !warning.contains("model.num_queries"))
        .singleElement()
        .asString()
        .startsWith("optim.milestones [0.5, 327778.0] lie beyond");
  }

  /** A record without the weights it is about, and no turn to come that would mend it. */
  @Test
  void anEndWithoutItsStateIsSaid() {
    Path out = temp.resolve("stateless");
    LabRequest request = with(request(out, "2steps"), 2, 3, 100);
    assertThat(Lab.run(request, new Stopping(Integer.MAX_VALUE, 1))).isEmpty();
    Path state = new LabPaths(out).state("set-seed0");
    RunState known = LabFile.readJson(state, RunState.class);
    List<RunState.Turn> turns = known.upTo(1).turns();
    LabFile.writeJson(new RunState(turns, List.of(), true, null), state);

    assertThatThrownBy(() -> Lab.run(request, new LabListener() {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("set-seed0.json: ended at step 1, but ");
  }
}
