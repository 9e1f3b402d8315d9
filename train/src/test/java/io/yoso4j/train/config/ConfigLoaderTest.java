package io.yoso4j.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigLoaderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "mnv2", "r18", "r50"})
  void presetsLoadAndRoundTrip(String preset) throws IOException {
    TrainConfig config =
        ConfigLoader.load(
            preset, null, List.of("data.train_images=a \"b\" \\c: #é", "optim.milestones=[]"));
    TrainConfig again = ConfigLoader.read(write(config.toYaml()), List.of());
    assertThat(again).isEqualTo(config);
    assertThat(again.toYaml()).isEqualTo(config.toYaml());
  }

  @ParameterizedTest
  @ValueSource(strings = {"torchvision:resnet50", "weights/r 50.pth", "C:\\weights.pth"})
  void backboneWeightsAreAFileOrAName(String weights) throws IOException {
    TrainConfig config =
        ConfigLoader.load("r50", null, List.of("model.backbone_weights=" + weights));
    assertThat(config.model().backboneWeights()).isEqualTo(weights);
    TrainConfig again = ConfigLoader.read(write(config.toYaml()), List.of());
    assertThat(again.model().backboneWeights()).isEqualTo(weights);
  }

  @Test
  void r50HasUpstreamsNumbers() {
    TrainConfig config = ConfigLoader.load("r50", null, List.of());
    assertThat(config.train())
        .extracting(LoopSettings::steps, LoopSettings::batchSize)
        .containsExactly(368_750, 16);
    assertThat(config.optim().milestones()).containsExactly(327_778.0, 355_092.0);
    assertThat(config.optim().clipNorm()).isEqualTo(0.01);
    assertThat(config.model().temperature()).isEqualTo(0.05);
    assertThat(config.loss().numPoints()).isEqualTo(112 * 112);
  }

  @Test
  void laterSourcesWin() throws IOException {
    Path yaml = write("train:\n  steps: 7\n  batch_size: 3\nseed: 5\n");
    TrainConfig config =
        ConfigLoader.load("tiny", yaml, List.of("train.steps=8", "train.steps=1_000"));
    assertThat(config.train())
        .extracting(LoopSettings::steps, LoopSettings::batchSize)
        .containsExactly(1000, 3);
    assertThat(config.seed()).isEqualTo(5);
  }

  @Test
  void everyKeyIsInTheBasePresetAndCanBeSet() {
    TrainConfig config = ConfigLoader.load("r18", null, List.of());
    for (String line : config.toYaml().lines().toList()) {
      assertThat(line.strip()).doesNotContain("[A-Z]");
    }
    assertThat(ConfigLoader.keys())
        .hasSizeGreaterThan(50)
        .contains("train.steps", "checkpoint.every", "loss.num_points", "seed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.stepz=5        | train.steps",
        "loss.steps=5         | train.steps",
        "steps=5              | train.steps",
        "loss.num_point=5     | loss.num_points",
        "model.conv_kernel_1d=5 | model.conv_kernel1d",
      })
  void unknownKeysSuggestTheNearest(String set, String suggestion) {
    assertThatThrownBy(() -> ConfigLoader.load("tiny", null, List.of(set.strip())))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--set " + set.strip() + ": unknown key")
        .hasMessageEndingWith("did you mean " + suggestion + "?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.steps=0              | 1 to 1000000000",
        "train.steps=many           | a whole number",
        "train.steps=1.5            | a whole number",
        "train.steps=99999999999    | a whole number",
        "train.steps=null           | has no value",
        "train.steps=[1,2]          | a whole number",
        "optim.lr=0                 | above 0.0",
        "optim.lr=NaN               | a number",
        "optim.lr=1f                | a number",
        "optim.betas=[0.9]          | list of 2",
        "optim.betas=[0.9,x]        | a list of numbers",
        "optim.betas=0.9            | a list of numbers",
        "optim.betas=null           | must have a value",
        "optim.milestones=[[1]]     | list of plain values",
        "model.norm=frozn           | frozen, batch, sync, group",
        "model.norm=group           | model.stem_channels 16 is no multiple of 32",
        "model.backbone=vgg         | resnet, mobilenetv2",
        "model.depth=19             | 18, 34, 50, 101",
        "log.tensorboard=yes        | true or false",
        "augment.image_size=100     | multiples of 32",
        "augment.min_scale=3        | augment.max_scale 1.25",
        "eval.tile_size=100         | multiples of 32",
        "eval.tile_overlap=1        | 0.0 to 0.9",
        "distributed.timeout_seconds=0 | 1 to 86400",
        "distributed.bucket_mb=0    | 1 to 1024",
        "train=5                    | train.steps, train.batch_size",
        "train.steps                | form key=value",
        "=5                         | form key=value",
        "loss.per_class_weights=[-1] | 0.0 to 1000000.0",
        "loss.per_class_weights=2   | a list of numbers",
        "loss.matcher_class_cost=-1 | 0.0 to 1000000.0",
        "loss.matcher_class_cost=x  | a number",
        "loss.matcher_points=grid   | random, prediction, target",
        "loss.matcher_frame=null    | must have a value",
        "loss.mask_term=bce         | cross_entropy, focal",
        "loss.ignore_regions=1      | true or false",
      })
  void wrongValuesAreOneLineWithTheOrigin(String set, String expected) {
    ConfigException problem =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigLoader.load("tiny", null, List.of(set.strip())));
    assertThat(problem).hasMessageStartingWith("--set").hasMessageContaining(expected.strip());
    assertThat(problem.getMessage().lines()).hasSize(1);
  }

  @Test
  void fileErrorsNameTheLine() throws IOException {
    Path unknown = write("seed: 1\n\ntrain:\n  steps: 5\n  batchsize: 4\n");
    assertThatThrownBy(() -> ConfigLoader.load("tiny", unknown, List.of()))
        .hasMessage(
            unknown + ":5: unknown key \"train.batchsize\"; did you mean train.batch_size?");
    Path range = write("seed: 1\ntrain:\n  steps: -5\n");
    assertThatThrownBy(() -> ConfigLoader.load("tiny", range, List.of()))
        .hasMessage(range + ":3: train.steps is -5, but must be in the range 1 to 1000000000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train: &a {steps: 5}\n",
        "train: {steps: &a 5, batch_size: *a}\n",
        "optim: {betas: [&a 0.9, *a]}\n",
        "train: {steps: 5, steps: 6}\n",
        "train.steps: 5\ntrain: {steps: 6}\n",
        "a: {a: {a: {a: {a: {a: {a: {a: {a: {a: 1}}}}}}}}}\n",
        "- 1\n",
        "seed: 1\n---\nseed: 2\n",
        "train: [\n",
        "train: {steps: 5\n",
        "seed: \"\\x\"\n",
        "\u0000",
        "? [a, b]\n: 1\n",
        "!!java.net.URL [http://x]: 1\n",
      })
  void hostileYamlIsRefusedInOneLine(String yaml) throws IOException {
    Path file = write(yaml);
    ConfigException problem =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigLoader.load("tiny", file, List.of()));
    assertThat(problem).hasMessageStartingWith(file + ":");
    assertThat(problem.getMessage().lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing\n", "train:\n", "null\n", "---\n"})
  void emptyFilesChangeNothing(String yaml) throws IOException {
    assertThat(ConfigLoader.load("tiny", write(yaml), List.of()))
        .isEqualTo(ConfigLoader.load("tiny", null, List.of()));
  }

  @Test
  void oversizedAndMissingFilesAreRefused() throws IOException {
    Path big = write("#".repeat(SettingsReader.MAX_CHARACTERS + 1));
    assertThatThrownBy(() -> ConfigLoader.load("tiny", big, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("at most 1048576");
    Path missing = folder.resolve("none.yaml");
    assertThatThrownBy(() -> ConfigLoader.load("tiny", missing, List.of()))
        .hasMessage(missing + ": no such configuration file");
    assertThatThrownBy(() -> ConfigLoader.load("tinny", null, List.of()))
        .hasMessageContaining("did you mean tiny?");
  }

  @Test
  void randomBytesNeverEscapeAsOtherExceptions() throws IOException {
    String alphabet = "train:seplm[]{}&*!|>\"'#-?,. \n\t0159\\%@`";
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      StringBuilder yaml = new StringBuilder();
      for (int i = random.nextInt(60); i >= 0; i--) {
        yaml.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Path file = write(yaml.toString());
      try {
        ConfigLoader.load("tiny", file, List.of());
      } catch (ConfigException e) {
        assertThat(e.getMessage().lines()).as("seed %d", seed).hasSize(1);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + yaml, e);
      }
    }
  }

  @Test
  void numbersReadBackExactly() {
    for (long seed = 0; seed < 1000; seed++) {
      double value = Double.longBitsToDouble(new Random(seed).nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(Numbers.text(value))).as("seed %d", seed).isEqualTo(value);
      }
    }
    assertThat(Numbers.text(1e-4)).isEqualTo("0.0001");
    assertThat(Numbers.text(327_778)).isEqualTo("327778.0");
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), yaml);
  }
}
