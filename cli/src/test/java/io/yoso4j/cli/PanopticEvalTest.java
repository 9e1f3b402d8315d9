package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class PanopticEvalTest extends CommandTest {

  private Path truth;
  private Path results;

  /** Ten pixels: three of four of the cat are found, all six of the sky; there is no dog. */
  @BeforeEach
  void write() throws IOException {
    truth = folder.resolve("gt.json");
    results = folder.resolve("found.json");
    Files.writeString(
        truth,
        """
        {"categories": [{"id": 3, "name": "cat <b>", "isthing": 1}, {"id": 5, "name": "sky", "isthing": 0},
         {"id": 4, "name": "dog", "isthing": 1}],
         "annotations": [{"image_id": 8, "file_name": "8.png", "segments_info":
          [{"id": 1, "category_id": 3, "iscrowd": 0, "area": 4}, {"id": 2, "category_id": 5, "iscrowd": 0, "area": 6}]}]}
        """);
    Files.writeString(
        results,
        """
        {"annotations": [{"image_id": 8, "file_name": "8.png", "segments_info":
          [{"id": 7, "category_id": 3}, {"id": 9, "category_id": 5}]}]}
        """);
    png("gt/8.png", 1, 1, 1, 1, 2, 2, 2, 2, 2, 2);
    png("found/8.png", 7, 7, 7, 0, 9, 9, 9, 9, 9, 9);
  }

  private void png(String name, int... ids) {
    byte[] rgb = new byte[3 * ids.length];
    for (int i = 0; i < ids.length; i++) {
      rgb[3 * i] = (byte) ids[i];
    }
    ImageFiles.writePng(RgbImage.of(ids.length, 1, rgb), folder.resolve(name));
  }

  @Test
  void printsPanopticapisTableAndEveryClass() {
    assertThat(run("eval", "--type", "panoptic", "--gt", truth, "--dt", results)).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "          |    PQ     SQ     RQ     N",
            "--------------------------------------",
            "All       |  87.5   87.5  100.0     2",
            "Things    |  75.0   75.0  100.0     1",
            "Stuff     | 100.0  100.0  100.0     1",
            "",
            "Class     |    PQ     SQ     RQ  matched  wrong missed",
            "------------------------------------------------------",
            "cat <b>   |  75.0   75.0  100.0        1      0      0",
            "sky       | 100.0  100.0  100.0        1      0      0",
            "Classes without any segment: 1");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void jsonHasEveryNumber() {
    assertThat(run("eval", "--type", "panoptic", "--gt", truth, "--dt", results, "--json"))
        .isZero();
    JsonNode json = JsonMapper.shared().readTree(out.toString());
    assertThat(json.get("images").asInt()).isEqualTo(1);
    assertThat(json.get("all").get("pq").asDouble()).isCloseTo(0.875, within(1e-15));
    assertThat(json.get("things").get("sq").asDouble()).isCloseTo(0.75, within(1e-15));
    assertThat(json.get("stuff").get("classes").asInt()).isEqualTo(1);
    JsonNode dog = json.get("per_class").get(2);
    assertThat(dog.get("id").asInt()).isEqualTo(4);
    assertThat(dog.get("thing").asBoolean()).isTrue();
    assertThat(dog.get("tp").asInt() + dog.get("fp").asInt() + dog.get("fn").asInt()).isZero();
  }

  @Test
  void jsonOfNothingIsNull() throws IOException {
    Files.writeString(truth, "{\"categories\": [], \"annotations\": []}");
    assertThat(run("eval", "--type", "panoptic", "--gt", truth, "--dt", results, "--json"))
        .isZero();
    JsonNode json = JsonMapper.shared().readTree(out.toString());
    assertThat(json.get("all").get("pq").isNull()).isTrue();
    assertThat(json.get("warnings")).hasSize(1);
    assertThat(err.toString()).startsWith("warning: ").contains("were passed over: 1");
  }

  @Test
  void foldersCanLieElsewhere() throws IOException {
    Files.move(folder.resolve("gt"), folder.resolve("annotated"));
    Files.move(folder.resolve("found"), folder.resolve("predicted"));
    Object[] command = {"eval", "--type", "panoptic", "--gt", truth, "--dt", results};
    assertThat(run(command)).isEqualTo(ExitCode.NO_INPUT.code());
    assertThat(err.toString())
        .contains("gt.json: no folder of PNG images beside it: " + folder.resolve("gt"))
        .contains("Name it with --gt-folder DIR.");
    Object[] folders = {
      "--gt-folder", folder.resolve("annotated"), "--dt-folder", folder.resolve("predicted")
    };
    Object[] whole = Arrays.copyOf(command, command.length + folders.length);
    System.arraycopy(folders, 0, whole, command.length, folders.length);
    assertThat(run(whole)).isZero();
    assertThat(out.toString()).contains("All       |  87.5");
  }

  @Test
  void aPageShowsItAll() throws IOException {
    Path page = folder.resolve("pages").resolve("pq.html");
    png("gt/8.png", 1, 1, 1, 1, 2, 2, 2, 2, 2, 0);
    assertThat(run("eval", "--type", "panoptic", "--gt", truth, "--dt", results, "--html", page))
        .isZero();
    String text = Files.readString(page);
    assertThat(text)
        .contains("<h1>found.json</h1>", "PQ of things", "0.750", "<th scope=\"row\">sky</th>")
        .contains("cat &lt;b&gt;", "area is 6, but", "annotated or predicted: 1.")
        .doesNotContain("cat <b>", "{{", "http://", "https://");
    assertThat(err.toString()).startsWith("warning: ").contains("segment 2: area is 6");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--max-dets 1,10,300 | --iou-thresholds and --max-dets do not go with --type panoptic",
        "--iou-thresholds 0.5 | --iou-thresholds and --max-dets do not go with --type panoptic",
        "--dt found.json | --type panoptic takes one --dt",
        "--html found.json | --html found.json would replace an input",
        "--type segm --gt-folder gt | --gt-folder and --dt-folder go with --type panoptic only",
        "--gt-folder nowhere | --gt-folder nowhere: no such folder",
      })
  void optionsThatDoNotFitAreNamed(String options, String message) {
    String line = "eval --gt gt.json --dt found.json " + options;
    if (!options.startsWith("--type")) {
      line += " --type panoptic";
    }
    Object[] args =
        Arrays.stream(line.split(" "))
            .map(
                word -> word.matches("found.json|gt.json|gt|nowhere") ? folder.resolve(word) : word)
            .toArray();
    assertThat(run(args)).isIn(ExitCode.USAGE.code(), ExitCode.NO_INPUT.code());
    assertThat(err.toString().replace(folder + "/", "")).startsWith("yoso4j: error: " + message);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anErrorWritesNoPage() throws IOException {
    Path page = folder.resolve("pq.html");
    Files.delete(folder.resolve("found").resolve("8.png"));
    assertThat(run("eval", "--type", "panoptic", "--gt", truth, "--dt", results, "--html", page))
        .isEqualTo(ExitCode.NO_INPUT.code());
    assertThat(err.toString())
        .startsWith("yoso4j: error: " + results + ": image 8: ")
        .contains("image cannot be read: no such file");
    assertThat(page).doesNotExist();
  }
}
