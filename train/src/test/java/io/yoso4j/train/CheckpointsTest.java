package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.weights.DType;
import io.yoso4j.model.weights.Safetensors;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.model.weights.WeightTensor;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.TrainConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a run keeps, and what it goes on from when files are damaged. */
class CheckpointsTest {
  @TempDir static Path temp;

  private static TrainConfig config;
  private static Path straight;

  private Path out;
  private RunPaths paths;

  /** What can become of a file. */
  enum Damage {
    TRUNCATED,
    EMPTIED,
    FLIPPED,
    LENGTHENED,
    MISSING;

    void apply(Path file) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      // Not in place: other names of the same file must stay whole.
      Files.delete(file);
      switch (this) {
        case TRUNCATED -> Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
        case EMPTIED -> Files.createFile(file);
        case FLIPPED -> {
          bytes[bytes.length / 2] ^= 4;
          Files.write(file, bytes);
        }
        case LENGTHENED -> Files.write(file, Arrays.copyOf(bytes, bytes.length + 8));
        case MISSING -> {
          // Deleted above.
        }
      }
    }
  }

  @BeforeAll
  static void train() {
    Path shapes = temp.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(5, 2).withSize(48));
    config =
        SmallRuns.smallest(
            shapes, "model.num_queries=12", "checkpoint.every=1", "checkpoint.keep=3");
    straight = temp.resolve("straight");
    SmallRuns.train(config, straight, RunMode.NEW);
  }

  @BeforeEach
  void copyTheRun(@TempDir Path folder) throws IOException {
    out = folder.resolve("run");
    paths = new RunPaths(out);
    try (Stream<Path> files = Files.walk(straight)) {
      for (Path file : files.toList()) {
        Path copy = out.resolve(straight.relativize(file));
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private List<String> resume() {
    List<String> warnings = new ArrayList<>();
    Trainer.run(
        config,
        out,
        RunMode.RESUME,
        new TrainListener() {
          @Override
          public void onWarning(String message) {
            warnings.add(message);
          }
        },
        "test");
    return warnings;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, best last",
    "2, best last step-00000005",
    "3, best last step-00000004 step-00000005",
    "9, best last step-00000001 step-00000002 step-00000003 step-00000004 step-00000005"
  })
  void keepsAsManyAsConfigured(int keep, String expected) throws IOException {
    TrainConfig keeping = ConfigLoader.read(paths.config(), List.of("checkpoint.keep=" + keep));
    SmallRuns.train(keeping, out, RunMode.OVERWRITE);
    assertThat(names(paths.checkpoints()))
        .filteredOn(name -> name.endsWith(".safetensors"))
        .map(name -> name.replace(".safetensors", ""))
        .containsExactly(expected.split(" "));
    assertNamesTellTheSteps(paths, SmallRuns.STEPS);
  }

  /** The numbered states are what their names say, and all before the last one. */
  static void assertNamesTellTheSteps(RunPaths paths, long last) throws IOException {
    for (String name : names(paths.checkpoints())) {
      if (name.matches("step-.*\\.safetensors")) {
        long step = Checkpoint.read(paths.checkpoints().resolve(name)).info().step();
        assertThat(step).isLessThan(last).isEqualTo(Long.parseLong(name.replaceAll("\\D", "")));
      }
    }
  }

  /** Another process, the lowest that lives, saves what comes after what rank 0 has saved. */
  @ParameterizedTest
  @CsvSource({"-1, 3, last 2 4", "-1, 2, last 4", "-1, 1, last", "2, 3, last 2 4"})
  void aRankThatSavedNothingBeforeKeepsWhatRank0Has(long resumed, int keep, String expected)
      throws IOException {
    Path folder = out.resolveSibling("rescued");
    RunPaths run = new RunPaths(folder);
    Files.createDirectories(run.checkpoints());
    Checkpoint state = Checkpoint.read(paths.lastCheckpoint());
    ModelCard card = Inference.card(config, state.info().categories());
    Checkpoints first = new Checkpoints(run, keep, -1);
    first.save(Map.of(), at(state.info(), 2), card);
    Checkpoints second = new Checkpoints(run, keep, resumed);
    first.save(Map.of(), at(state.info(), 4), card);
    second.lookAgain();
    second.save(Map.of(), at(state.info(), 5), card);
    assertNamesTellTheSteps(run, 5);
    assertThat(Checkpoints.lastStep(run)).isEqualTo(5);
    assertThat(names(run.checkpoints()))
        .filteredOn(name -> name.endsWith(".safetensors"))
        .map(name -> name.replaceAll("step-0*|\\.safetensors", ""))
        .containsExactly(expected.split(" "));
  }

  private static CheckpointInfo at(CheckpointInfo info, long step) {
    return new CheckpointInfo(
        step,
        null,
        0,
        0,
        info.earlyStop(),
        info.incidents(),
        1,
        info.seed(),
        info.categories(),
        info.config(),
        info.provenance());
  }

  /** A field that is missing in what is otherwise whole. */
  @ParameterizedTest
  @ValueSource(strings = {"earlyStop", "incidents", "categories", "config", "provenance"})
  void aCheckpointThatLacksAFieldIsDamaged(String field) {
    WeightFile file = WeightFile.read(paths.lastCheckpoint());
    ObjectNode info = (ObjectNode) JsonMapper.shared().readTree(file.metadata().get("yoso4j"));
    assertThat(info.remove(field)).isNotNull();
    Path other = out.resolve("other.safetensors");
    Map<String, String> metadata = new HashMap<>(file.metadata());
    metadata.put("yoso4j", info.toString());
    Safetensors.write(other, file.tensors(), metadata);
    assertThatExceptionOfType(TrainException.class)
        .isThrownBy(() -> Checkpoint.read(other))
        .withMessageContaining("other.safetensors is damaged: ")
        .withMessageContaining(field);
  }

  @ParameterizedTest
  @EnumSource
  void theNewestWholeStateIsUsedAndNamed(Damage damage) throws IOException {
    damage.apply(paths.lastCheckpoint());
    assertThat(resume())
        .singleElement()
        .asString()
        .contains("last.safetensors")
        .endsWith(
            "; going on from "
                + paths.checkpoints().resolve("step-00000005.safetensors")
                + ", step 5")
        .doesNotContain("\n");
    assertThat(SmallRuns.state(out)).isEqualTo(SmallRuns.state(straight));
    assertThat(SmallRuns.metrics(out)).isEqualTo(SmallRuns.metrics(straight));
    assertThat(names(paths.checkpoints())).isEqualTo(names(new RunPaths(straight).checkpoints()));
  }

  @Test
  void twoDamagedStatesLeaveTheThird() throws IOException {
    Damage.FLIPPED.apply(paths.lastCheckpoint());
    Damage.TRUNCATED.apply(paths.checkpoints().resolve("step-00000005.safetensors"));
    assertThat(resume()).singleElement().asString().endsWith(", step 4");
    assertThat(SmallRuns.state(out)).isEqualTo(SmallRuns.state(straight));
  }

  @Test
  void withoutAWholeStateTheLastOneIsNamed() throws IOException {
    for (String name : names(paths.checkpoints())) {
      Damage.FLIPPED.apply(paths.checkpoints().resolve(name));
    }
    assertThatExceptionOfType(TrainException.class)
        .isThrownBy(this::resume)
        .withMessageStartingWith(paths.lastCheckpoint() + " is damaged: ")
        .extracting(TrainException::kind)
        .isEqualTo(TrainException.Kind.CHECKPOINT);
  }

  @Test
  void damagedBestWeightsAreMadeAgain() throws IOException {
    Damage.FLIPPED.apply(paths.bestCheckpoint());
    Damage.MISSING.apply(paths.lastCheckpoint());
    Damage.MISSING.apply(paths.checkpoints().resolve("step-00000005.safetensors"));
    assertThat(resume())
        .hasSize(2)
        .last()
        .asString()
        .startsWith(paths.bestCheckpoint() + " is damaged: ")
        .endsWith("are lost, and the next evaluation's are the best");
    assertThat(Checkpoint.read(paths.bestCheckpoint()).info().step()).isEqualTo(6);
  }

  @Test
  void whatAKilledProcessLeftIsRemoved() throws IOException {
    Path part = AtomicFile.temporarySibling(paths.lastCheckpoint());
    Files.writeString(part, "half a checkpoint");
    Files.writeString(AtomicFile.temporarySibling(paths.config()), "half a configuration");
    resume();
    assertThat(names(out)).noneMatch(name -> name.endsWith(".partial"));
    assertThat(part).doesNotExist();
    Files.writeString(AtomicFile.temporarySibling(paths.config()), "half a configuration");
    Files.delete(paths.config());
    SmallRuns.train(config, out, RunMode.OVERWRITE);
    assertThat(names(out)).noneMatch(name -> name.endsWith(".partial"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"step\":-1}",
        "GOOD\"step\":6|\"step\":-6",
        "GOOD\"step\":6|\"step\":1e99",
        "GOOD\"step\":6|\"step\":99999999999999999999",
        "GOOD\"bestStep\":|\"bestStep\":7",
        "GOOD\"bestAp\":|\"bestAp\":\"NaN\",\"other\":",
        "GOOD\"bestAp\":|\"bestAp\":7",
        "GOOD\"seconds\":|\"seconds\":-1",
        "GOOD\"categories\":|\"categories\":null,\"other\":",
        "GOOD\"config\":|\"config\":null,\"other\":",
        "GOOD\"provenance\":|\"provenance\":null,\"other\":",
        "GOOD\"incidents\":|\"incidents\":null,\"other\":",
        "GOOD\"incidents\":{|\"incidents\":{\"empty_objects\":{\"count\":-1,\"examples\":[]}",
        "GOOD\"train\":{|\"other\":{"
      })
  void hostileHeadersAreOneLine(String change) throws IOException {
    WeightFile good = WeightFile.read(paths.lastCheckpoint());
    String json = String.valueOf(good.metadata().get("yoso4j"));
    if (change.startsWith("GOOD")) {
      String[] parts = change.substring(4).split("\\|");
      assertThat(json).contains(parts[0]);
      json = json.replace(parts[0], parts[1]);
    } else {
      json = change;
    }
    Path hostile = out.resolve("hostile.safetensors");
    Safetensors.write(hostile, good.tensors(), Map.of("yoso4j", json));
    assertThatExceptionOfType(TrainException.class)
        .isThrownBy(() -> Checkpoint.read(hostile))
        .withMessageStartingWith(hostile + " is damaged: ")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void aFileWithoutADigestIsNoCheckpoint() throws IOException {
    byte[] bytes = Files.readAllBytes(paths.lastCheckpoint());
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Path renamed = out.resolve("renamed.safetensors");
    Files.write(
        renamed,
        text.replace("yoso4j.sha256", "yoso4j.sha25z").getBytes(StandardCharsets.ISO_8859_1));
    assertThatExceptionOfType(TrainException.class)
        .isThrownBy(() -> Checkpoint.read(renamed))
        .withMessageContaining("lacks a digest of its bytes");
  }

  @Test
  void tensorsOfAnotherTypeAreNamed() {
    WeightFile good = WeightFile.read(paths.lastCheckpoint());
    String name = good.tensors().keySet().iterator().next();
    WeightTensor bytes =
        new WeightTensor(
            name,
            DType.U8,
            good.tensor(name).shape(),
            good.tensor(name).data().asSlice(0, good.tensor(name).elements()));
    Map<String, WeightTensor> tensors = new HashMap<>(good.tensors());
    tensors.put(name, bytes);
    Safetensors.write(paths.lastCheckpoint(), tensors, good.metadata());
    assertThatExceptionOfType(TrainException.class)
        .isThrownBy(this::resume)
        .withMessageContaining(name)
        .withMessageContaining("U8");
  }
}
