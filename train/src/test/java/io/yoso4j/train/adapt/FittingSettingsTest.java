package io.yoso4j.train.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FittingSettingsTest {
  private static final DataProfile NUCLEI =
      new DataProfile(430, 1, 256, 24, 125, 151, 0.0207, 0.048, 0.125);
  private static final DataProfile FACADES =
      new DataProfile(479, 10, 512, 28, 98, 122, 0.0186, 0.062, 0.37);
  private static final DataProfile FRUIT =
      new DataProfile(12, 3, 800, 9, 13, 13, 0.0747, 0.131, 0.18);
  private static final DataProfile PORTRAITS =
      new DataProfile(2000, 2, 640, 2, 6, 9, 0.15, 0.35, 0.7);

  @TempDir private Path folder;

  private static TrainConfig config(DataProfile profile) {
    return load(FittingSettings.of(profile, "mnv2", 30, "weights.pth"));
  }

  private static TrainConfig load(List<Choice> choices) {
    return ConfigLoader.load("mnv2", null, choices.stream().map(Choice::set).toList());
  }

  @Test
  void manySmallObjectsAreTrainedOnCropsAndFoundInTiles() {
    TrainConfig config = config(NUCLEI);
    assertThat(config.augment().imageSize()).isEqualTo(128);
    assertThat(config.augment().minScale()).isEqualTo(3);
    assertThat(config.augment().maxScale()).isEqualTo(5);
    assertThat(config.eval().inputSize()).isEqualTo(512);
    assertThat(config.eval().tileSize()).isEqualTo(128);
    assertThat(config.eval().tileOverlap()).isEqualTo(0.5);
    assertThat(config.eval().maxDetections()).isEqualTo(190);
    assertThat(config.model().numQueries()).isEqualTo(30);
    assertThat(config.train().batchSize()).isEqualTo(8);
  }

  @Test
  void manyObjectsOfAllSizesAreSeenInWholeImagesAndInParts() {
    TrainConfig config = config(FACADES);
    assertThat(config.augment().imageSize()).isEqualTo(160);
    assertThat(config.augment().minScale()).isLessThan(1);
    assertThat(config.augment().maxScale()).isEqualTo(3);
    assertThat(config.augment().minObjectArea()).isEqualTo(100);
    assertThat(config.eval().inputSize()).isEqualTo(384);
    assertThat(config.eval().tileSize()).isEqualTo(160);
    assertThat(config.eval().tileWhole()).isTrue();
    assertThat(config.model().numQueries()).isEqualTo(40);
  }

  @Test
  void fewObjectsAreSeenWhole() {
    TrainConfig config = config(PORTRAITS);
    assertThat(config.augment().imageSize()).isEqualTo(config.eval().inputSize()).isEqualTo(256);
    assertThat(config.eval().tileSize()).isNull();
    assertThat(config.model().numQueries()).isEqualTo(30);
    assertThat(config.augment().color()).isZero();
  }

  @Test
  void fewImagesLookDifferentEveryTime() {
    TrainConfig config = config(FRUIT);
    assertThat(config.augment().imageSize()).isEqualTo(config.eval().tileSize()).isEqualTo(128);
    assertThat(config.eval().inputSize()).isEqualTo(352);
    assertThat(config.augment().color()).isEqualTo(0.5);
    assertThat(config.augment().hue()).isEqualTo(8);
    assertThat(config.augment().copyPaste()).isPositive();
    DataProfile more = new DataProfile(1200, 3, 800, 9, 13, 13, 0.0747, 0.131, 0.18);
    assertThat(config.augment().minScale()).isLessThan(config(more).augment().minScale());
    assertThat(config.augment().maxScale()).isGreaterThan(config(more).augment().maxScale());
  }

  @Test
  void aSparseImageIsNotCutIntoCropsThatAreMostlyEmpty() {
    DataProfile sparse = new DataProfile(500, 1, 800, 1, 3, 4, 0.05, 0.08, 0.12);
    assertThat(config(sparse).eval().tileSize()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 60, 600})
  void stepsGrowWithTheTime(int minutes) {
    int steps = load(FittingSettings.of(FRUIT, "mnv2", minutes, null)).train().steps();
    assertThat((double) steps / config(FRUIT).train().steps())
        .isCloseTo(minutes / 30.0, org.assertj.core.data.Offset.offset(minutes / 30.0 * 0.15));
  }

  @Test
  void withoutPretrainedWeightsStatisticsAreLearned() {
    assertThat(load(FittingSettings.of(FRUIT, "mnv2", 30, null)).model().norm())
        .isNotEqualTo(config(FRUIT).model().norm());
    assertThat(config(FRUIT).model().backboneWeights()).isEqualTo("weights.pth");
  }

  @Test
  void theYamlIsTheSameConfiguration() throws IOException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      double small = Math.pow(10, -3 * random.nextDouble());
      double median = small + (1 - small) * random.nextDouble();
      int many = 1 + random.nextInt(random.nextBoolean() ? 10 : 2000);
      DataProfile profile =
          new DataProfile(
              1 + random.nextInt(100_000),
              1 + random.nextInt(100),
              8 + random.nextInt(6000),
              many,
              many,
              many + random.nextInt(1000),
              small,
              median,
              median + (1 - median) * random.nextDouble());
      String preset = random.nextBoolean() ? "mnv2" : "r18";
      String weights = random.nextBoolean() ? "it's: a #path.pth" : null;
      List<Choice> choices =
          FittingSettings.of(profile, preset, 1 + random.nextInt(10_000), weights);
      Path yaml = folder.resolve(i + ".yaml");
      Files.writeString(yaml, FittingYaml.write(List.of("head"), choices));

      assertThat(ConfigLoader.load(preset, yaml, List.of()))
          .as("seed %d: %s", seed, profile)
          .isEqualTo(ConfigLoader.load(preset, null, choices.stream().map(Choice::set).toList()));
    }
  }

  @Test
  void everyKeyHasItsReasonAboveIt() {
    List<Choice> choices = FittingSettings.of(NUCLEI, "mnv2", 30, null);
    String yaml = FittingYaml.write(List.of("first", "second"), choices);
    assertThat(yaml).startsWith("# first\n# second\n\nmodel:\n  # without pretrained weights");
    assertThat(yaml.lines().filter(line -> line.equals("eval:"))).hasSize(1);
    assertThat(yaml.lines()).allMatch(line -> line.length() <= 106);
    assertThat(choices).allSatisfy(choice -> assertThat(choice.reason()).isNotBlank());
  }

  @ParameterizedTest
  @CsvSource({"r50,30,r50", "mnv2,0,minutes (0)"})
  void whatCannotBeChosenForIsNamed(String preset, int minutes, String named) {
    assertThatThrownBy(() -> FittingSettings.of(FRUIT, preset, minutes, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  @Test
  void profilesAreChecked() {
    assertThatThrownBy(() -> new DataProfile(1, 1, 8, 1, 1, 1, 0.5, 0.4, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.5, 0.4");
    assertThatThrownBy(() -> new DataProfile(0, 1, 8, 1, 1, 1, 0.3, 0.4, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trainImages (0)");
  }
}
