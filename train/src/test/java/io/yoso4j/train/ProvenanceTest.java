package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.Sha256;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.train.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProvenanceTest {
  private Path shapes;
  private Path annotations;

  @BeforeEach
  void writeShapes(@TempDir Path temp) {
    shapes = temp.resolve("shapes");
    annotations = shapes.resolve("annotations/instances_train.json");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(5, 2).withSize(48));
  }

  private static DataFingerprint fingerprint(Path shapes) {
    return DataFingerprint.of(
        SplitPaths.of(
                "train",
                shapes.resolve("annotations/instances_train.json"),
                shapes.resolve("train"))
            .read(ReadOptions.STRICT)
            .data());
  }

  private void edit(String pattern, String replacement) throws IOException {
    String text = Files.readString(annotations);
    String edited = text.replaceFirst(pattern, replacement);
    assertThat(edited).isNotEqualTo(text);
    Files.writeString(annotations, edited);
  }

  @Test
  void theSameDataElsewhereAreTheSame() throws IOException {
    DataFingerprint before = fingerprint(shapes);
    assertThat(before.fileSha256()).isEqualTo(Sha256.of(annotations));
    Path moved = Files.move(shapes, shapes.resolveSibling("moved"));
    assertThat(fingerprint(moved).sameData(before)).isTrue();
  }

  @Test
  void otherObjectsOrImagesAreOtherData() throws IOException {
    DataFingerprint before = fingerprint(shapes);
    edit("\"area\" ?: ?[0-9.]+", "\"area\":1.5");
    DataFingerprint edited = fingerprint(shapes);
    assertThat(edited.sameData(before)).isFalse();
    assertThat(edited.imagesSha256()).isEqualTo(before.imagesSha256());
    Files.write(shapes.resolve("train/000001.png"), new byte[] {0}, StandardOpenOption.APPEND);
    assertThat(fingerprint(shapes).imagesSha256()).isNotEqualTo(before.imagesSha256());
  }

  @Test
  void everyFileOfARunSaysWhereItComesFrom() throws IOException {
    Path out = shapes.resolveSibling("run");
    RunPaths paths = new RunPaths(out);
    TrainConfig config = SmallRuns.smallest(shapes, "engine.threads=1");
    Trainer.run(config, out, RunMode.NEW, new TrainListener() {}, "yoso4j train --out x");
    CheckpointInfo info = Checkpoint.read(paths.bestCheckpoint()).info();
    Provenance provenance = info.provenance();
    assertThat(provenance.command()).isEqualTo("yoso4j train --out x");
    assertThat(provenance.threads()).isEqualTo(1);
    assertThat(provenance.train()).isEqualTo(fingerprint(shapes));
    assertThat(provenance.val()).isNotNull();
    assertThat(info.config()).isEqualTo(config.toYaml());
    JsonNode metrics = JsonMapper.shared().readTree(Files.readString(paths.metrics()));
    assertThat(metrics.at("/provenance/train/file_sha256").asString())
        .isEqualTo(Sha256.of(annotations));
    assertThat(metrics.at("/provenance/java").asString()).startsWith(Runtime.version().toString());
    assertThat(metrics.at("/versions/libtorch").isString()).isTrue();

    edit("\"area\" ?: ?[0-9.]+", "\"area\":1.5");
    List<String> warnings = new ArrayList<>();
    Trainer.run(
        SmallRuns.smallest(shapes, "engine.threads=1", "train.steps=7"),
        out,
        RunMode.RESUME,
        new TrainListener() {
          @Override
          public void onWarning(String message) {
            warnings.add(message);
          }
        },
        "test");
    assertThat(warnings)
        .anyMatch(warning ->
            warning.startsWith(
                annotations + " and its images are not what the run was trained on so far"));
  }
}
