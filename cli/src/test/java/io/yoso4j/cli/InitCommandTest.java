package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.cli.Workflows.DataPaths;
import io.yoso4j.cli.Workflows.TrainRequest;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.train.RunMode;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.ModelSettings;
import io.yoso4j.train.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code init}, and {@code train} with the same choices. */
final class InitCommandTest extends CommandTest {

  private Path data;

  @BeforeEach
  void writeData() {
    data = folder.resolve("data");
    ShapesDataset.write(data, ShapesOptions.DEFAULT.withCounts(6, 2));
  }

  @Test
  void aFileBesideTheDataSetTrainsAsItIs() throws IOException {
    assertThat(run("init", data)).as(err.toString()).isZero();

    Path yaml = folder.resolve("data.yaml");
    TrainConfig config = ConfigLoader.load("mnv2", yaml, List.of());
    assertThat(config.model().backboneWeights()).isEqualTo("torchvision:mobilenet_v2");
    assertThat(config.augment().imageSize()).isEqualTo(config.eval().inputSize());
    String command =
        "./yoso4j train --data %s --preset mnv2 --config %s --out RUN".formatted(data, yaml);
    assertThat(Files.readString(yaml)).contains("6 training images, 5 classes", command);
    assertThat(out.toString())
        .contains("model.num_queries", "train.steps", "eval.input_size", command);
  }

  @Test
  void trainingWithoutPresetTakesTheSameSettings() {
    Path yaml = folder.resolve("own.yaml");
    assertThat(run("init", data, "--out", yaml, "--backbone-weights", "none")).isZero();
    List<String> notes = new ArrayList<>();

    TrainConfig trained =
        RunConfigs.forTraining(
            new TrainRequest(
                new DataPaths(data, null, null, null, null, null),
                folder.resolve("run"),
                null,
                null,
                List.of("model.backbone_weights=null"),
                null,
                RunMode.NEW,
                "train"),
            notes::add);

    TrainConfig written = ConfigLoader.load("mnv2", yaml, List.of());
    assertThat(trained.model()).isEqualTo(written.model());
    assertThat(trained.model().norm()).isEqualTo(ModelSettings.Norm.BATCH);
    assertThat(trained.augment()).isEqualTo(written.augment());
    assertThat(trained.train()).isEqualTo(written.train());
    assertThat(trained.eval()).isEqualTo(written.eval());
    assertThat(notes)
        .singleElement()
        .asString()
        .contains("preset mnv2", "yoso4j init", written.train().steps() + " steps");
  }

  @Test
  void whatTheUserSetsWins() {
    TrainConfig trained =
        RunConfigs.forTraining(
            new TrainRequest(
                new DataPaths(data, null, null, null, null, null),
                folder.resolve("run"),
                null,
                null,
                List.of("model.backbone_weights=null", "train.steps=7", "model.num_queries=77"),
                null,
                RunMode.NEW,
                "train"),
            _ -> {});
    assertThat(trained.train().steps()).isEqualTo(7);
    assertThat(trained.model().numQueries()).isEqualTo(77);
  }

  @Test
  void nothingIsReplaced() throws IOException {
    Path yaml = Files.writeString(folder.resolve("data.yaml"), "seed: 5\n");
    assertThat(run("init", data)).isEqualTo(ExitCode.CANT_CREATE.code());
    assertThat(err.toString()).contains("data.yaml: is there already").hasLineCount(1);
    assertThat(yaml).hasContent("seed: 5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nowhere | --out o.yaml                                       | NO_INPUT   | nowhere",
        "data    | --minutes 0                                        | USAGE      | --minutes",
        "data    | --minutes x                                        | USAGE      | --minutes",
        "data    | --backbone-weights missing.pth                     | NO_INPUT   | missing.pth",
        "data    | --backbone-weights torchvision:resnet50            | USAGE      | ResNet-18",
        "data    | --backbone-weights data/annotations/instances_val.json | DATA_ERROR | instances_val.json",
        "data    | --out data/x.yaml                                  | USAGE      | only read",
        "empty   | --out o.yaml                                       | DATA_ERROR | empty",
      })
  void mistakesAreOneLineAndNoFile(String source, String options, ExitCode code, String named)
      throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    List<Object> args = new ArrayList<>(List.of("init", folder.resolve(source)));
    for (String word : options.split(" ", -1)) {
      boolean path = word.contains(".") && !word.startsWith("-");
      args.add(path ? folder.resolve(word) : word);
    }
    assertThat(run(args.toArray())).as(err.toString()).isEqualTo(code.code());
    assertThat(err.toString()).startsWith("yoso4j: error: ").contains(named).hasLineCount(1);
    assertThat(folder.resolve("data.yaml")).doesNotExist();
    assertThat(folder.resolve("o.yaml")).doesNotExist();
  }
}
