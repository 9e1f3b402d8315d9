package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.weights.WeightTensor;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.criterion.DeviceCriterion;
import io.yoso4j.train.distributed.RankEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whole trainings on a few small generated images. */
class TrainerTest {
  private static final int STEPS = SmallRuns.STEPS;

  @TempDir static Path temp;

  private static Path shapes;

  @BeforeAll
  static void writeShapes() {
    shapes = temp.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(12, 4).withSize(64));
  }

  private static TrainConfig config(String... sets) {
    return SmallRuns.config(shapes, sets);
  }

  private static RunSummary train(TrainConfig config, Path out, RunMode mode) {
    return Trainer.run(config, out, mode, new TrainListener() {}, "test");
  }

  private static Map<String, WeightTensor> weights(Path out) {
    return WeightFile.read(new RunPaths(out).lastCheckpoint()).tensors();
  }

  @Test
  void writesARunThatOpens() throws IOException {
    Path out = temp.resolve("whole");
    RunSummary summary = train(config(), out, RunMode.NEW);

    assertThat(summary.steps()).isEqualTo(STEPS);
    assertThat(summary.interrupted()).isFalse();
    RunPaths paths = new RunPaths(out);
    JsonNode metrics = JsonMapper.shared().readTree(Files.readString(paths.metrics()));
    assertThat(metrics.at("/segm/AP").asDouble()).isEqualTo(summary.segm().get("AP"));
    assertThat(metrics.at("/train/steps").asInt()).isEqualTo(STEPS);
    assertThat(metrics.at("/per_class").size()).isEqualTo(5);
    assertThat(metrics.at("/dataset/train/images").asInt()).isEqualTo(12);
    List<String> lines = Files.readAllLines(paths.metricsLog());
    assertThat(lines).filteredOn(l -> l.contains("\"type\":\"step\"")).hasSize(STEPS);
    assertThat(lines).filteredOn(l -> l.contains("\"type\":\"eval\"")).hasSize(2);
    assertThat(paths.results()).isRegularFile();
    assertThat(paths.tensorboard()).isNotEmptyDirectory();

    TrainConfig stored = ConfigLoader.read(paths.config(), List.of());
    assertThat(stored).isEqualTo(config());
    try (TrainedModel model = TrainedModel.open(out, TrainedModel.Weights.BEST, stored)) {
      assertThat(model.categories()).isEqualTo(ShapesDataset.categories());
      assertThat(model.step()).isPositive();
      SegmenterOptions options = model.segmenter().options();
      byte[] rgb = new byte[3 * 64 * 48];
      new SplittableRandom(1).nextBytes(rgb);
      RgbImage image = RgbImage.of(64, 48, rgb);
      try (Segmenter opened = Segmenter.open(out, _ -> options)) {
        assertThat(opened.assumed()).isEmpty();
        assertThat(opened.classes().stream().map(PanopticCategory::name))
            .containsExactlyElementsOf(model.categories().stream().map(Category::name).toList());
        assertThat(opened.segment(image)).isEqualTo(model.segmenter().segment(image));
      }
      try (Segmenter opened = Segmenter.open(out)) {
        assertThat(opened.options().inputSize()).isEqualTo(options.inputSize());
      }
    }
  }

  @Test
  void sameSeedSameWeightsAndResumeChangesNothing() {
    TrainConfig config = config("engine.threads=1");
    Path straight = temp.resolve("straight");
    train(config, straight, RunMode.NEW);
    Path again = temp.resolve("again");
    train(config, again, RunMode.NEW);
    assertThat(weights(again)).isEqualTo(weights(straight));

    Path resumed = temp.resolve("resumed");
    RunSummary first =
        Trainer.run(
            config,
            resumed,
            RunMode.NEW,
            new TrainListener() {
              private long last;

              @Override
              public void onStep(StepMetrics metrics) {
                last = metrics.step();
              }

              @Override
              public boolean stopRequested() {
                return last == 3;
              }
            },
            "test");
    assertThat(first.interrupted()).isTrue();
    assertThat(first.steps()).isEqualTo(3);
    train(config, resumed, RunMode.RESUME);
    assertThat(weights(resumed)).isEqualTo(weights(straight));
  }

  @Test
  void deviceCriterionTrainsAsTheFusedOne() {
    TrainConfig config = config("data.val_images=null", "data.val_annotations=null");
    List<StepMetrics> fused = new ArrayList<>();
    List<StepMetrics> device = new ArrayList<>();
    Trainer.run(config, temp.resolve("fused"), RunMode.NEW, collecting(fused), "test");
    Trainer.run(
        config,
        temp.resolve("device"),
        RunMode.NEW,
        collecting(device),
        "test",
        RankEnvironment.alone(),
        DeviceCriterion::create);
    assertThat(device).hasSize(STEPS);
    for (int step = 0; step < STEPS; step++) {
      double tolerance = 1e-3;
      StepMetrics actual = device.get(step);
      assertThat(actual.losses().keySet()).isEqualTo(fused.get(step).losses().keySet());
      assertThat(actual.gradientNorm())
          .isCloseTo(fused.get(step).gradientNorm(), withinPercentage(100 * tolerance));
      fused
          .get(step)
          .losses()
          .forEach((term, value) ->
              assertThat(actual.losses().get(term))
                  .as("step %d %s", actual.step(), term)
                  .isCloseTo(value, within(tolerance * Math.max(1, value))));
    }
  }

  private static TrainListener collecting(List<StepMetrics> steps) {
    return new TrainListener() {
      @Override
      public void onStep(StepMetrics metrics) {
        steps.add(metrics);
      }
    };
  }

  @Test
  void otherSeedOtherWeights() {
    Path one = temp.resolve("seed1");
    Path two = temp.resolve("seed2");
    train(config("seed=1", "train.steps=1"), one, RunMode.NEW);
    train(config("seed=2", "train.steps=1"), two, RunMode.NEW);
    assertThat(weights(two)).isNotEqualTo(weights(one));
  }

  @Test
  void neverOverwritesUnasked() {
    Path out = temp.resolve("kept");
    train(config("train.steps=1"), out, RunMode.NEW);
    assertThatThrownBy(() -> train(config(), out, RunMode.NEW))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining(out.toString())
        .hasMessageContaining("--overwrite");
    train(config("train.steps=2"), out, RunMode.OVERWRITE);
    assertThat(Checkpoint.read(new RunPaths(out).lastCheckpoint()).info().step()).isEqualTo(2);
  }

  @Test
  void refusesToOverwriteWhatIsNoRun() throws IOException {
    Path out = Files.createDirectories(temp.resolve("photos"));
    Path photo = Files.writeString(out.resolve("holiday.txt"), "precious");
    assertThatThrownBy(() -> train(config(), out, RunMode.OVERWRITE))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("holiday.txt");
    assertThat(photo).hasContent("precious");
  }

  @Test
  void saysWhenThereIsNothingToResume() {
    Path out = temp.resolve("absent");
    assertThatThrownBy(() -> train(config(), out, RunMode.RESUME))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("nothing to resume");
    assertThat(out).doesNotExist();
  }

  @Test
  void namesImageAndTermOfANonFiniteLoss() {
    assertThatThrownBy(() ->
            train(
                config("optim.lr=9.9", "optim.clip_norm=0", "optim.warmup_steps=0"),
                temp.resolve("nan"),
                RunMode.NEW))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("not finite")
        .hasMessageContaining("optim.lr");
  }

  @Test
  void checkpointOfAnotherNetworkNamesTheTensor() {
    Path out = temp.resolve("wider");
    train(config("train.steps=1"), out, RunMode.NEW);
    TrainConfig wider = config("model.num_queries=13");
    assertThatThrownBy(() -> TrainedModel.open(out, TrainedModel.Weights.LAST, wider))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("yoso_head.kernels.weight")
        .hasMessageContaining("[12, 64, 1, 1]");
  }

  @Test
  void trainsWithoutValidationImages() {
    Path out = temp.resolve("noval");
    RunSummary summary =
        train(
            config("data.val_images=null", "data.val_annotations=null", "train.steps=2"),
            out,
            RunMode.NEW);
    assertThat(summary.segm()).isEmpty();
    assertThat(new RunPaths(out).bestCheckpoint()).isRegularFile();
    assertThat(new RunPaths(out).results()).doesNotExist();
  }
}
