package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.conformance.CaseReport;
import io.yoso4j.train.conformance.Conformance;
import io.yoso4j.train.criterion.StepCriterion;
import io.yoso4j.train.distributed.RankEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Steps whose loss is made NaN. */
class NonFiniteStepTest {
  @TempDir static Path temp;

  private static Path shapes;

  @BeforeAll
  static void writeShapes() {
    shapes = temp.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(5, 2).withSize(48));
  }

  private static RunSummary train(
      TrainConfig config, Path out, Set<Integer> at, List<String> warnings) {
    return train(
        config,
        out,
        at,
        new TrainListener() {
          @Override
          public void onWarning(String message) {
            warnings.add(message);
          }
        });
  }

  private static RunSummary train(
      TrainConfig config, Path out, Set<Integer> at, TrainListener listener) {
    return Trainer.run(
        config,
        out,
        RunMode.NEW,
        listener,
        "test",
        RankEnvironment.alone(),
        (SetCriterionConfig loss) -> new Poisoned(StepCriterion.create(loss, Device.CPU), at));
  }

  private static TrainConfig config(String... sets) {
    List<String> all = new ArrayList<>(List.of("model.num_queries=12", "train.batch_size=2"));
    all.addAll(List.of(sets));
    return SmallRuns.smallest(shapes, all.toArray(String[]::new));
  }

  @Test
  void stopsWithARecordThatIsReplayed() throws IOException {
    Path out = temp.resolve("stopped");
    Path failure = out.resolve("failures/step-4");
    assertThatExceptionOfType(TrainException.class)
        .isThrownBy(() -> train(config(), out, Set.of(4), new ArrayList<>()))
        .withMessageStartingWith("step 4: the loss is not finite (")
        .withMessageContaining("of stage s2, query 1, image ")
        .withMessageContaining(".png)")
        .withMessageContaining("optim.lr")
        .withMessageEndingWith("'./yoso4j conformance " + failure + "' replays it")
        .extracting(TrainException::kind)
        .isEqualTo(TrainException.Kind.NON_FINITE);
    assertThat(Checkpoint.read(new RunPaths(out).lastCheckpoint()).info().step()).isEqualTo(2);

    CaseReport report = Conformance.check(failure);
    assertThat(report.problem()).isNull();
    assertThat(report.exceeded()).isEmpty();
    assertThat(report.verdict()).isEqualTo(CaseReport.Verdict.PASS);
    assertThat(report.notes()).anyMatch(note -> note.contains("step 4: the loss is not finite"));
    assertThat(report.notes()).anyMatch(note -> note.startsWith("not finite: "));
    assertThat(failure.resolve("config.yaml")).content().contains("num_queries: 12");
    assertThat(failure.resolve("b1.png")).isRegularFile();
    JsonNode meta = JsonMapper.shared().readTree(Files.readString(failure.resolve("meta.json")));
    assertThat(meta.at("/draws/step").asInt()).isEqualTo(3);
    assertThat(meta.at("/draws/image_ids").size()).isEqualTo(2);
    assertThat(meta.at("/run/saved_step").asInt()).isEqualTo(2);
  }

  /** The recorded batch was divided by what the whole step has. */
  @ParameterizedTest
  @CsvSource({"3, cross_entropy", "4, cross_entropy", "3, focal"})
  void oneOfSeveralBatchesIsReplayed(int evaluation, String classification) throws IOException {
    Path out = temp.resolve("accumulated-%d-%s".formatted(evaluation, classification));
    TrainConfig config = config("train.accumulate=2", "loss.classification=" + classification);
    assertThatExceptionOfType(TrainException.class)
        .isThrownBy(() -> train(config, out, Set.of(evaluation), new ArrayList<>()))
        .withMessageStartingWith("step 2: the loss is not finite (");
    Path failure = out.resolve("failures/step-2");
    CaseReport report = Conformance.check(failure);
    assertThat(report.problem()).isNull();
    assertThat(report.exceeded()).isEmpty();
    assertThat(report.verdict()).isEqualTo(CaseReport.Verdict.PASS);
    assertThat(report.deviations()).hasSizeGreaterThan(5).allMatch(d -> d.value() == 0);
    JsonNode meta = JsonMapper.shared().readTree(Files.readString(failure.resolve("meta.json")));
    assertThat(meta.at("/draws/image_ids").size()).isEqualTo(2);
    assertThat(meta.at("/run/batch").asInt()).isEqualTo(evaluation - 3);
    assertThat(meta.at("/divisors/num_masks").isNumber()).isTrue();
    assertThat(meta.at("/divisors/class_weights").isNumber())
        .isEqualTo(classification.equals("cross_entropy"));
  }

  @Test
  void leavesStepsOutAndGoesOn() throws IOException {
    Path out = temp.resolve("skipped");
    List<String> warnings = new ArrayList<>();
    List<Long> made = new ArrayList<>();
    List<Long> skipped = new ArrayList<>();
    RunSummary summary =
        train(
            config("train.on_non_finite=skip"),
            out,
            Set.of(2, 3, 5),
            new TrainListener() {
              @Override
              public void onStep(StepMetrics metrics) {
                made.add(metrics.step());
              }

              @Override
              public void onSkippedStep(long step) {
                skipped.add(step);
              }

              @Override
              public void onWarning(String message) {
                warnings.add(message);
              }
            });
    assertThat(made).containsExactly(1L, 4L, 6L);
    assertThat(skipped).containsExactly(2L, 3L, 5L);
    assertThat(summary.steps()).isEqualTo(SmallRuns.STEPS);
    assertThat(summary.interrupted()).isFalse();
    assertThat(warnings)
        .filteredOn(warning -> warning.contains("the step is left out"))
        .extracting(warning -> warning.substring(0, 6))
        .containsExactly("step 2", "step 3", "step 5");
    assertThat(warnings.getLast())
        .startsWith("3 steps were left out because their loss or gradient was not finite: step 2");
    JsonNode metrics = JsonMapper.shared().readTree(Files.readString(new RunPaths(out).metrics()));
    assertThat(metrics.at("/incidents/skipped_steps/count").asInt()).isEqualTo(3);
    WeightFile state = WeightFile.read(new RunPaths(out).lastCheckpoint());
    assertThat(state.tensors().values())
        .allSatisfy(tensor -> {
          for (float value : tensor.toFloats()) {
            assertThat(value).as(tensor.name()).isFinite();
          }
        });
    assertThat(state.tensors().get("optimizer.step.yoso_head.kernels.weight").toFloats())
        .containsExactly(3);
  }

  /** A step that is left out must leave nothing behind in the normalisation layers either. */
  @Test
  void aStepLeftOutChangesNothing() {
    Path all = temp.resolve("all-out");
    TrainConfig config = config("train.on_non_finite=skip", "train.steps=2", "eval.every=0");
    train(config, all, Set.of(1, 2), new ArrayList<>());
    Path none = temp.resolve("none-made");
    Trainer.run(
        config("train.steps=1", "optim.lr=0.0001"),
        none,
        RunMode.NEW,
        new TrainListener() {},
        "test");
    String mean = "backbone.stem.conv1.norm.running_mean";
    assertThat(SmallRuns.state(all).get(mean).toFloats()).containsOnly(0f);
    assertThat(SmallRuns.state(none).get(mean).toFloats()).doesNotContain(0f);
  }

  @Test
  void tooManyInARowStopTheTraining() {
    List<String> warnings = new ArrayList<>();
    assertThatExceptionOfType(TrainException.class)
        .isThrownBy(() ->
            train(
                config("train.on_non_finite=skip", "train.max_skips=2", "train.steps=9"),
                temp.resolve("too-many"),
                Set.of(1, 3, 4, 6, 7, 8),
                warnings))
        .withMessageStartingWith("step 8: ")
        .withMessageContaining("3 times in a row (train.max_skips)");
    assertThat(temp.resolve("too-many/failures")).isDirectoryContaining("glob:**step-4");
    assertThat(temp.resolve("too-many/failures").toFile().list()).hasSize(3);
  }
}
