package io.yoso4j.train.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import io.yoso4j.data.DataException;
import io.yoso4j.train.RunMode;
import io.yoso4j.train.RunPaths;
import io.yoso4j.train.SmallRuns;
import io.yoso4j.train.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LabTest {
  @TempDir static Path temp;

  private static Path shapes;
  private static LabResult undisturbed;

  @BeforeAll
  static void runOnce() {
    shapes = SmallLab.shapes(temp);
    undisturbed = run("undisturbed");
  }

  private static LabResult run(String folder) {
    return Lab.run(request(folder), new LabListener() {}).orElseThrow();
  }

  private static LabRequest request(String folder) {
    return SmallLab.request(SmallLab.common(shapes), temp.resolve(folder));
  }

  @Test
  void everyVariantHasItsTrainings() {
    assertThat(undisturbed.variants())
        .extracting(VariantResult::name)
        .containsExactly("set", "baseline");
    for (VariantResult variant : undisturbed.variants()) {
      assertThat(variant.runs()).extracting(RunResult::seed).containsExactly(0L, 1L);
      for (RunResult run : variant.runs()) {
        assertThat(run.curve()).extracting(CurvePoint::step).containsExactly(2L, 4L, 6L);
        assertThat(run.curve()).extracting(CurvePoint::seconds).isSorted().allMatch(s -> s > 0);
        assertThat(run.curve())
            .allSatisfy(point -> {
              assertThat(point.terms()).containsOnlyKeys("class", "mask", "dice");
              assertThat(point.loss())
                  .isCloseTo(
                      point.terms().values().stream().mapToDouble(v -> v).sum(), within(1e-3));
            });
        assertThat(run.probes()).extracting(ProbePoint::step).containsExactly(2L, 4L, 6L);
        assertThat(run.probes().getFirst().changed()).isNull();
        assertThat(run.probes().getLast().changed()).isBetween(0.0, 1.0);
        assertThat(run.probes()).allMatch(p -> p.targets() > 0);
        assertThat(run.seconds()).isEqualTo(run.curve().getLast().seconds());
        assertThat(run.secondsByPart().values().stream().mapToDouble(v -> v).sum())
            .isCloseTo(run.seconds(), within(1e-6));
        assertThat(Objects.requireNonNull(run.accuracy()).segm().get("AP"))
            .as("the last evaluation is of the last weights")
            .isEqualTo(run.curve().getLast().ap());
      }
    }
  }

  @Test
  void otherSeedsAndLossesDiffer() {
    List<Double> first =
        undisturbed.variants().stream()
            .flatMap(variant -> variant.runs().stream())
            .map(run -> run.probes().getFirst().gradientNorms().get("mask"))
            .toList();
    assertThat(first).doesNotHaveDuplicates();
  }

  @Test
  void losesAreTimedAndCompared() {
    assertThat(undisturbed.efficiency()).extracting(Efficiency::maskHeight).contains(8, 16, 32, 64);
    assertThat(undisturbed.efficiency())
        .allMatch(row -> row.totalMs() > 0 && row.samples() >= 5)
        .allMatch(row -> Objects.requireNonNull(row.allocatedBytes()) > 0)
        .allMatch(row -> row.asTrained() == (row.maskWidth() == 8))
        .allMatch(row -> Objects.equals(row.threads(), 1))
        .allMatch(row -> row.batch() == 2 && row.trainedBatch() == 2);
    assertThat(undisturbed.efficiency().stream().filter(Efficiency::asTrained))
        .as("the full mask is timed with points too, which were not trained")
        .extracting(Efficiency::variant, row -> row.shareOfStep() != null)
        .containsExactly(
            tuple("set", true), tuple("baseline", true), tuple("baseline at points", false));
    Claim points = undisturbed.claims().getFirst();
    assertThat(points.second()).isEqualTo("baseline at points");
    assertThat(points.why())
        .contains("baseline at points is baseline but for its points, and was timed, not trained.");
    assertThat(points.numbers().getFirst().label())
        .isEqualTo("loss and gradient, masks of 8 x 8 (size as trained; 2 images, 1 thread)");
    assertThat(undisturbed.comparisons()).hasSize(1);
    assertThat(undisturbed.comparisons().getFirst().seeds()).isEqualTo(2);
    assertThat(undisturbed.claims()).hasSize(3);
    assertThat(undisturbed.verdict().getFirst())
        .as("six steps are too few to learn anything")
        .startsWith("Nothing is shown");
    assertThat(undisturbed.claims().getLast().outcome()).isEqualTo(Claim.Outcome.NOT_SHOWN);
  }

  @Test
  void theResultIsOnDiskAndRunsAreOrdinaryOnes() {
    LabPaths paths = new LabPaths(temp.resolve("undisturbed"));
    assertThat(LabFile.read(paths.result())).isEqualTo(undisturbed);
    RunPaths run =
        new RunPaths(
            paths.root().resolve(undisturbed.variants().getFirst().runs().getFirst().folder()));
    assertThat(run.config()).exists();
    assertThat(run.metrics()).exists();
    assertThat(run.results()).exists();
    assertThat(run.resumable()).isTrue();
    assertThat(paths.warmUp()).doesNotExist();
  }

  @Test
  void takingTurnsChangesNothing() {
    LabPaths paths = new LabPaths(temp.resolve("undisturbed"));
    Path turns = paths.run("baseline-seed1");
    Path straight = temp.resolve("straight");
    TrainConfig config =
        io.yoso4j.train.config.ConfigLoader.read(turns.resolve("config.yaml"), List.of());
    assertThat(config.loss().points().name()).isEqualTo("FULL");
    assertThat(config.seed()).isEqualTo(1);

    SmallRuns.train(config, straight, RunMode.NEW);

    assertThat(SmallRuns.state(turns)).isEqualTo(SmallRuns.state(straight));
  }

  /** Stopped as by Ctrl-C, or dead in the middle of a step. */
  @ParameterizedTest
  @CsvSource({"2,true", "9,true", "6,false", "24,false"})
  void goingOnChangesNothing(int afterSteps, boolean politely) {
    String folder = "broken-" + afterSteps + "-" + politely;
    Breaking breaking = new Breaking(afterSteps, politely);
    if (politely) {
      assertThat(Lab.run(request(folder), breaking)).isEmpty();
    } else {
      assertThatThrownBy(() -> Lab.run(request(folder), breaking)).hasMessage("power cut");
    }

    LabResult result = run(folder);

    assertThat(result.cost().interruptions()).isEqualTo(1);
    requireSame(result, folder);
  }

  private static void requireSame(LabResult result, String folder) {
    assertThat(result.plan().variants()).hasSize(2);
    for (int v = 0; v < 2; v++) {
      for (int s = 0; s < SmallLab.SEEDS; s++) {
        RunResult expected = undisturbed.variants().get(v).runs().get(s);
        RunResult actual = result.variants().get(v).runs().get(s);
        assertThat(actual.accuracy()).isEqualTo(expected.accuracy());
        assertThat(actual.probes()).isEqualTo(expected.probes());
        assertThat(actual.steps()).isEqualTo(expected.steps());
        assertThat(actual.curve()).hasSameSizeAs(expected.curve());
        for (int i = 0; i < expected.curve().size(); i++) {
          requireSame(actual.curve().get(i), expected.curve().get(i));
        }
        assertThat(SmallRuns.state(temp.resolve(folder).resolve(actual.folder())))
            .isEqualTo(SmallRuns.state(temp.resolve("undisturbed").resolve(expected.folder())));
      }
    }
    assertThat(result.comparisons()).isEqualTo(undisturbed.comparisons());
  }

  private static void requireSame(CurvePoint actual, CurvePoint expected) {
    assertThat(actual.step()).isEqualTo(expected.step());
    assertThat(actual.ap()).isEqualTo(expected.ap());
    assertThat(actual.loss())
        .isCloseTo(Objects.requireNonNull(expected.loss()), withPercentage(1e-9));
    expected
        .terms()
        .forEach((term, value) ->
            assertThat(actual.terms().get(term)).as(term).isCloseTo(value, withPercentage(1e-9)));
  }

  /** As after a power cut between the record of a turn and the state it is about. */
  @Test
  void recordsAheadOfTheStateAreDropped() {
    String folder = "ahead";
    assertThat(Lab.run(request(folder), new Breaking(9, true))).isEmpty();
    LabPaths paths = new LabPaths(temp.resolve(folder));
    for (String name : List.of("set-seed0", "baseline-seed1")) {
      RunState state =
          Files.exists(paths.state(name))
              ? LabFile.readJson(paths.state(name), RunState.class)
              : RunState.EMPTY;
      List<RunState.Turn> turns = new ArrayList<>(state.turns());
      turns.add(
          new RunState.Turn(
              state.step() + 2, 1e6, 0, java.util.Map.of(), 1.0, java.util.Map.of(), 0.9, 0.9));
      LabFile.writeJson(new RunState(turns, state.probes(), false, null), paths.state(name));
    }

    LabResult result = run(folder);

    requireSame(result, folder);
    assertThat(result.variants())
        .flatExtracting(VariantResult::runs)
        .extracting(RunResult::seconds)
        .allMatch(seconds -> seconds < 1e5);
  }

  /** Ends a comparison after some steps. */
  private static final class Breaking implements LabListener {
    private final int after;
    private final boolean politely;
    private int steps;

    Breaking(int after, boolean politely) {
      this.after = after;
      this.politely = politely;
    }

    @Override
    public void onStep(String run, long done, long all) {
      steps++;
      if (!politely && steps == after) {
        throw new IllegalStateException("power cut");
      }
    }

    @Override
    public boolean stopRequested() {
      return politely && steps >= after;
    }
  }

  @Test
  void minutesBecomeSteps() {
    LabRequest request =
        SmallLab.request(
            SmallLab.common(shapes),
            temp.resolve("minutes"),
            List.of("set"),
            List.of("cheap: set, points.num=4"),
            "0.002min",
            false);
    List<Long> steps = new ArrayList<>();

    Optional<LabResult> result =
        Lab.run(
            request,
            new LabListener() {
              @Override
              public void onPlan(LabPlan plan, double seconds, long stepsDone) {
                steps.add(plan.steps());
                assertThat(seconds).isPositive();
              }
            });

    assertThat(steps.getFirst()).isPositive();
    assertThat(result.orElseThrow().plan().variants())
        .allSatisfy(variant ->
            assertThat(variant.steps())
                .isEqualTo(Math.max(1, (int) (120 / variant.millisPerStep()))));
  }

  @Test
  void aWrongValueIsSaidBeforeAnythingIsWritten() {
    Path out = temp.resolve("wrong");

    assertThatThrownBy(() ->
            Lab.run(
                SmallLab.request(
                    SmallLab.common(shapes),
                    out,
                    List.of(),
                    List.of("mine: set, points.num=0"),
                    "6steps",
                    false),
                new LabListener() {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("variant mine: loss.num_points=0")
        .message()
        .hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  @Test
  void otherComparisonsAndOtherFoldersAreLeftAlone() throws IOException {
    Path other = temp.resolve("undisturbed");
    assertThatThrownBy(() ->
            Lab.run(
                SmallLab.request(
                    SmallLab.common(shapes),
                    other,
                    List.of("set", "hybrid"),
                    List.of(),
                    "6steps",
                    false),
                new LabListener() {}))
        .isInstanceOf(LabFolderException.class)
        .hasMessageContaining("holds a comparison with other losses: set, baseline");
    assertThatThrownBy(() ->
            Lab.run(
                SmallLab.request(
                    SmallLab.common(shapes),
                    other,
                    List.of("set", "baseline"),
                    List.of(),
                    "7steps",
                    false),
                new LabListener() {}))
        .hasMessageContaining("a budget of 6 steps");
    Path photos = Files.createDirectory(temp.resolve("photos"));
    Files.writeString(photos.resolve("cat.jpg"), "");
    for (boolean overwrite : new boolean[] {false, true}) {
      assertThatThrownBy(() ->
              Lab.run(
                  SmallLab.request(
                      SmallLab.common(shapes),
                      photos,
                      List.of("set"),
                      List.of(),
                      "6steps",
                      overwrite),
                  new LabListener() {}))
          .isInstanceOf(LabFolderException.class)
          .hasMessageContaining("holds no comparison");
    }
    assertThat(photos.resolve("cat.jpg")).exists();
  }

  @Test
  void withoutValidationImagesNothingCanBeCompared() {
    TrainConfig common =
        SmallLab.common(shapes, "data.val_images=null", "data.val_annotations=null");

    assertThatThrownBy(
            () -> Lab.run(SmallLab.request(common, temp.resolve("noval")), new LabListener() {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the data has none");
  }
}
