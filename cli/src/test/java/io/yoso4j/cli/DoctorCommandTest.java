package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class DoctorCommandTest extends CommandTest {

  private Path data;

  @BeforeEach
  void writeData() {
    data = folder.resolve("data");
    ShapesDataset.write(data, ShapesOptions.DEFAULT.withCounts(6, 3));
  }

  private void breakCategory() throws IOException {
    Path file = data.resolve("annotations/instances_train.json");
    Files.writeString(
        file, Files.readString(file).replaceFirst("\"category_id\":\\d+", "\"category_id\":99"));
  }

  @Test
  void aGoodDataSetIsFineAndGetsAdvice() {
    assertThat(run("data", "doctor", data)).as(out + "" + err).isZero();
    assertThat(out.toString())
        .contains(
            "train  6 images",
            "val    3 images",
            "no errors, no warnings",
            "0.0% of images exceed 100 queries",
            "model.num_queries",
            "./yoso4j train --data " + data + " --preset r50 --out RUN --set model.num_queries=");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void warningsHaveTheirOwnExitCode() {
    assertThat(run("data", "doctor", data, "--queries", "1")).isEqualTo(ExitCode.WARNINGS.code());
    assertThat(out.toString()).contains("Warnings", "too_many_objects");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void errorsAreNamedAndFixed() throws IOException {
    breakCategory();
    assertThat(run("data", "doctor", data)).isEqualTo(ExitCode.DATA_ERROR.code());
    assertThat(out.toString()).contains("Errors", "unknown_category         1  annotations of a");
    assertThat(err.toString())
        .startsWith("yoso4j: error: " + data + ": 1 error (unknown_category)")
        .contains("--fix OUT")
        .hasLineCount(1);

    Path clean = folder.resolve("clean");
    assertThat(run("data", "doctor", data, "--fix", clean, "--link")).as(out + "" + err).isZero();
    assertThat(out.toString())
        .contains("Cleaned copy in " + clean, "left out 0 images and 1 objects");
    assertThat(clean.resolve("doctor.json")).content().contains("unknown_category");
    assertThat(run("data", "doctor", clean)).isZero();
  }

  @Test
  void jsonHoldsEverything() throws IOException {
    breakCategory();
    assertThat(run("data", "doctor", data, "--json", "--preset", "tiny"))
        .isEqualTo(ExitCode.DATA_ERROR.code());
    JsonNode root = JsonMapper.shared().readTree(out.toString());
    assertThat(root.get("verdict").asString()).isEqualTo("errors");
    assertThat(root.at("/settings/num_queries").asInt()).isEqualTo(30);
    assertThat(root.at("/settings/image_size").asInt()).isEqualTo(96);
    assertThat(root.at("/parts/0/categories/0/name").asString()).isEqualTo("circle");
    JsonNode finding = root.at("/findings/0");
    assertThat(finding.get("code").asString()).isEqualTo("unknown_category");
    assertThat(finding.get("severity").asString()).isEqualTo("error");
    assertThat(finding.get("count").asInt()).isEqualTo(1);
    assertThat(finding.at("/examples/0/file").asString()).endsWith(".png");
    assertThat(finding.at("/examples/0/annotation_id").asLong()).isEqualTo(1);
    assertThat(root.at("/objects/images").asInt()).isEqualTo(9);
    assertThat(root.at("/recommended/0/key").asString()).isEqualTo("model.num_queries");
    assertThat(root.has("fixed")).isFalse();
  }

  @Test
  void anAnnotationFileIsTakenToo() {
    assertThat(
            run(
                "data",
                "doctor",
                data.resolve("annotations/instances_val.json"),
                "--images",
                data.resolve("val")))
        .as(out + "" + err)
        .isZero();
    assertThat(out.toString()).contains("3 images");
  }

  @Test
  void outputNeverLandsInTheDataSetOrOnSomething() {
    assertThat(run("data", "doctor", data, "--fix", data.resolve("clean")))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString()).contains("lies in the data set");
    assertThat(run("data", "doctor", data, "--fix", data)).isEqualTo(ExitCode.CANT_CREATE.code());
  }

  @Test
  void wrongCommandLines() {
    assertThat(run("data", "doctor", folder.resolve("none"))).isEqualTo(ExitCode.NO_INPUT.code());
    assertThat(run("data", "doctor", data, "--queries", "0")).isEqualTo(ExitCode.USAGE.code());
    assertThat(run("data", "doctor", data, "--images", data)).isEqualTo(ExitCode.USAGE.code());
    assertThat(run("data", "doctor", data, "--preset", "huge")).isEqualTo(ExitCode.CONFIG.code());
    assertThat(run("data", "doctor")).isEqualTo(ExitCode.USAGE.code());
  }
}
