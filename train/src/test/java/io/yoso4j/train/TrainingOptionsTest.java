package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.weights.WeightTensor;
import io.yoso4j.train.config.TrainConfig;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ways of optimising promise, in whole trainings of a few steps. */
final class TrainingOptionsTest {
  @TempDir static Path temp;

  private static Path shapes;

  @BeforeAll
  static void writeShapes() {
    shapes = temp.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(9, 3).withSize(48));
  }

  private static TrainConfig config(String... sets) {
    return SmallRuns.smallest(shapes, sets);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optim.ema_decay=0.9",
        "train.accumulate=3",
        "engine.precision=bfloat16",
        "optim.optimizer=sgd;optim.lr=0.01",
        "optim.optimizer=sgd;optim.nesterov=true;optim.clip_value=0.01;optim.ema_decay=0.99"
      })
  void resumingChangesNothing(String options) throws IOException {
    TrainConfig config = config(options.split(";"));
    Path straight = temp.resolve("straight" + options.hashCode());
    SmallRuns.train(config, straight, RunMode.NEW);
    Path broken = temp.resolve("broken" + options.hashCode());
    RunSummary first = Trainer.run(config, broken, RunMode.NEW, StoppingListener.after(4), "test");
    assertThat(first.interrupted()).isTrue();
    SmallRuns.train(config, broken, RunMode.RESUME);

    assertThat(SmallRuns.state(broken)).isEqualTo(SmallRuns.state(straight));
    assertThat(best(broken)).isEqualTo(best(straight));
    assertThat(SmallRuns.metrics(broken)).isEqualTo(SmallRuns.metrics(straight));
  }

  private static Map<String, WeightTensor> best(Path run) {
    return WeightFile.read(new RunPaths(run).bestCheckpoint()).tensors();
  }

  private static List<StepMetrics> steps(String... sets) {
    List<String> all =
        new ArrayList<>(List.of("data.val_images=null", "data.val_annotations=null"));
    all.addAll(List.of(sets));
    TrainConfig config = config(all.toArray(String[]::new));
    List<StepMetrics> steps = new ArrayList<>();
    TrainListener listener =
        new TrainListener() {
          @Override
          public void onStep(StepMetrics metrics) {
            steps.add(metrics);
          }
        };
    Path out = temp.resolve("steps" + List.of(sets).hashCode());
    Trainer.run(config, out, RunMode.NEW, listener, "test");
    return steps;
  }

  /** Averages are replayed here from the weights of every step, which checkpoints hold. */
  @Test
  void evaluationAndBestWeightsAreAverages() throws IOException {
    double decay = 0.3;
    String name = "yoso_head.kernels.weight";
    double expected = Double.NaN;
    Path out = temp.resolve("replayed");
    for (int step = 0; step <= 2; step++) {
      Path until = step == 2 ? out : temp.resolve("until" + step);
      SmallRuns.train(
          config(
              "train.steps=" + Math.max(1, step),
              "optim.schedule=constant",
              "optim.lr=" + (step == 0 ? "1e-30" : "0.01"),
              "optim.ema_decay=" + decay,
              "eval.every=0"),
          until,
          RunMode.NEW);
      double weight = first(SmallRuns.state(until).get(name));
      double rate = Math.min(decay, (1.0 + step) / (10.0 + step));
      expected = step == 0 ? weight : rate * expected + (1 - rate) * weight;
    }
    assertThat(first(SmallRuns.state(out).get("ema." + name))).isCloseTo(expected, within(1e-6));
    assertThat(first(best(out).get(name))).isCloseTo(expected, within(1e-6));
    assertThat(best(out)).doesNotContainKey("ema." + name);
    assertThat(first(SmallRuns.state(out).get(name))).isNotCloseTo(expected, within(1e-4));
  }

  @Test
  void theLastWeightsToLookAtAreAveragesToo() {
    TrainConfig config = config("optim.ema_decay=0.9", "optim.lr=0.01", "eval.every=0");
    Path out = temp.resolve("last");
    SmallRuns.train(config, out, RunMode.NEW);
    Map<String, WeightTensor> state = SmallRuns.state(out);
    // Without earlier evaluations the last weights are the best ones.
    best(out)
        .forEach((name, tensor) ->
            assertThat(
                    tensor
                        .data()
                        .mismatch(state.getOrDefault("ema." + name, state.get(name)).data()))
                .as(name)
                .isEqualTo(-1));
    try (TrainedModel last = TrainedModel.open(out, TrainedModel.Weights.LAST, config)) {
      assertThat(last.step()).isEqualTo(SmallRuns.STEPS);
    }
  }

  @Test
  void endsEarlyAndStaysEnded() throws IOException {
    // The rate is so small that no evaluation differs from the first.
    String[] sets = {
      "model.norm=frozen", "optim.lr=1e-30", "eval.every=1", "eval.patience=2", "checkpoint.every=0"
    };
    TrainConfig config = config(sets);
    Path out = temp.resolve("ended");
    RunSummary summary = SmallRuns.train(config, out, RunMode.NEW);
    assertThat(summary.steps()).isEqualTo(3);
    assertThat(summary.interrupted()).isFalse();
    assertThat(summary.segm()).containsKey("AP");
    assertThat(new RunPaths(out).metricsLog()).content().contains("ended early");
    assertThat(new RunPaths(out).results()).isRegularFile();

    assertThat(SmallRuns.train(config, out, RunMode.RESUME).steps()).isEqualTo(3);
    List<String> patient = new ArrayList<>(List.of(sets));
    patient.add("eval.patience=4");
    TrainConfig more = config(patient.toArray(String[]::new));
    assertThat(SmallRuns.train(more, out, RunMode.RESUME).steps()).isEqualTo(5);
  }

  @Test
  void bfloat16TrainsCloseToFloat32() {
    String[] sets = {
      "augment.image_size=64",
      "model.stem_channels=16",
      "model.res2_channels=16",
      "model.hidden_dim=32",
      "loss.num_points=128",
      "loss.matcher_num_points=128",
      "train.batch_size=4",
      "train.steps=30",
      "optim.lr=0.002"
    };
    List<StepMetrics> exact = steps(sets);
    List<String> shorter = new ArrayList<>(List.of(sets));
    shorter.add("engine.precision=bfloat16");
    List<StepMetrics> rounded = steps(shorter.toArray(String[]::new));

    double first = exact.getFirst().loss();
    assertThat(rounded.getFirst().loss()).isCloseTo(first, within(0.01 * first));
    assertThat(rounded.getFirst().loss()).isNotEqualTo(first);
    assertThat(rounded.getFirst().gradientNorm())
        .isCloseTo(exact.getFirst().gradientNorm(), withinPercentage(2));
    assertThat(last10(rounded))
        .isLessThan(0.9 * first)
        .isCloseTo(last10(exact), within(0.1 * first));
  }

  private static double last10(List<StepMetrics> steps) {
    return steps.subList(steps.size() - 10, steps.size()).stream()
        .mapToDouble(StepMetrics::loss)
        .average()
        .orElseThrow();
  }

  private static double first(WeightTensor tensor) {
    return tensor.data().get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0);
  }
}
