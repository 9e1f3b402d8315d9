package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.image.IdImage;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.ImageLimits;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.model.NetworkWeights;
import io.yoso4j.model.weights.Safetensors;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.model.yoso.YosoNetwork;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code predict} on files, with a small network of random weights. */
final class PredictCommandTest extends CommandTest {
  @TempDir private static Path shared;
  private static Path weights;
  private static Path names;

  @BeforeAll
  static void makeAModel() throws IOException {
    weights = shared.resolve("weights.safetensors");
    names = Files.writeString(shared.resolve("names.txt"), "cat\n\n dog/wolf \nsky\n");
    try (YosoNetwork network = YosoNetwork.create(YosoConfig.tiny(3), 1)) {
      Safetensors.write(weights, NetworkWeights.store(network.parameters()), Map.of());
    }
  }

  private int predict(Object... args) {
    Object[] start = {"predict", "--weights", weights, "--threshold", 0, "--input-size", 64};
    return run(
        new LibraryWorkflows(), Stream.concat(Arrays.stream(start), Arrays.stream(args)).toArray());
  }

  private Path noise(String name, int width, int height, long seed) {
    byte[] rgb = new byte[3 * width * height];
    new SplittableRandom(seed).nextBytes(rgb);
    Path file = folder.resolve(name);
    ImageFiles.writePng(RgbImage.of(width, height, rgb), file);
    return file;
  }

  private JsonNode json(String name) {
    return JsonMapper.shared().readTree(folder.resolve(name).toFile());
  }

  private List<String> written(Path at) throws IOException {
    try (Stream<Path> files = Files.walk(at)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> at.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Test
  void writesEveryKindOfResult() throws IOException {
    noise("in/a.png", 40, 30, 1);
    noise("in/deep/A.png", 30, 50, 2);
    noise("in/b.png", 64, 64, 3);

    int code =
        predict(
            "--images",
            folder.resolve("in"),
            "--out",
            folder.resolve("o"),
            "--categories",
            names,
            "--masks",
            "--panoptic",
            "--object-threshold",
            0,
            "--overlap-threshold",
            0,
            "--semantic");

    assertThat(code).as(err.toString()).isZero();
    assertThat(written(folder.resolve("o")))
        .contains("A~2.png", "a.png", "b.png", "results.json", "panoptic.json", "images.json")
        .contains("panoptic/a.png", "semantic/a.png", "categories.json")
        .noneMatch(name -> name.contains("partial"));
    assertThat(json("o/categories.json").findValuesAsString("name"))
        .containsExactly("cat", "dog/wolf", "sky");
    JsonNode results = json("o/results.json");
    JsonNode images = json("o/images.json");
    assertThat(results.size()).isPositive();
    int at = 0;
    for (JsonNode image : images) {
      for (JsonNode mask : image.get("masks")) {
        JsonNode result = results.get(at++);
        assertThat(result.get("image_id").asLong()).isEqualTo(image.get("id").asLong());
        assertThat(result.get("category_id").asLong()).isBetween(1L, 3L);
        JsonNode rle = result.get("segmentation");
        Rle stored =
            Rle.ofCompressed(
                rle.get("size").get(0).asInt(),
                rle.get("size").get(1).asInt(),
                rle.get("counts").asString());
        Path file = folder.resolve("o").resolve(mask.asString());
        assertThat(pixels(file, 255)).as("%s", file).isEqualTo(stored.area());
      }
      Path classes = folder.resolve("o").resolve(image.get("semantic").asString());
      long all = pixels(classes, 0) + pixels(classes, 1) + pixels(classes, 2);
      assertThat(all).isEqualTo(image.get("width").asLong() * image.get("height").asLong());
    }
    assertThat(at).isEqualTo(results.size());
  }

  private static long pixels(Path png, int value) {
    IdImage image = IdImage.readOneChannel(png, ImageLimits.DEFAULT);
    long count = 0;
    for (int i = 0; i < image.size(); i++) {
      count += image.id(i) == value ? 1 : 0;
    }
    return count;
  }

  @Test
  void segmentsAreReadByEval() {
    Path image = noise("in/a.png", 64, 48, 1);
    Path found = folder.resolve("o/panoptic.json");
    int code =
        predict(
            "--images",
            image,
            "--out",
            folder.resolve("o"),
            "--panoptic",
            "--object-threshold",
            0,
            "--overlap-threshold",
            0);
    assertThat(code).as(err.toString()).isZero();
    assertThat(json("o/panoptic.json").get("annotations").get(0).get("segments_info").size())
        .isPositive();
    out.getBuffer().setLength(0);

    code =
        run(
            new LibraryWorkflows(),
            "eval",
            "--type",
            "panoptic",
            "--gt",
            found,
            "--dt",
            found,
            "--json");
    assertThat(code).as(err.toString()).isZero();
    assertThat(JsonMapper.shared().readTree(out.toString()).findValue("pq").asDouble())
        .isEqualTo(1);
  }

  private Path annotations(String images, String categories) throws IOException {
    return Files.writeString(
        folder.resolve("gt.json"),
        """
        {"images": [%s], "categories": [%s], "annotations": [
          {"id": 1, "image_id": 70, "category_id": 8, "iscrowd": 0, "area": 100,
           "bbox": [0, 0, 10, 10], "segmentation": [[0, 0, 10, 0, 10, 10, 0, 10]]}]}
        """
            .formatted(images, categories));
  }

  private static String image(long id, String name, int width, int height) {
    return "{\"id\": %d, \"file_name\": \"%s\", \"width\": %d, \"height\": %d}"
        .formatted(id, name, width, height);
  }

  private static String category(long id, String name) {
    return "{\"id\": %d, \"name\": \"%s\"}".formatted(id, name);
  }

  @Test
  void resultsHaveTheIdsOfAnAnnotationFile() throws IOException {
    noise("in/val/a.png", 40, 30, 1);
    noise("in/val/b.png", 30, 40, 2);
    noise("in/val/extra.png", 30, 40, 3);
    noise("in/val/small.png", 20, 20, 4);
    Path truth =
        annotations(
            String.join(
                ",",
                image(70, "val/b.png", 30, 40),
                image(5, "other/a.png", 40, 30),
                image(6, "small.png", 21, 20),
                image(9, "absent.png", 40, 30)),
            category(8, "Cat") + "," + category(3, "dog/wolf"));

    int code =
        predict(
            "--images",
            folder.resolve("in"),
            "--annotations",
            truth,
            "--categories",
            names,
            "--all-classes",
            "--out",
            folder.resolve("o"));

    assertThat(code).as(err.toString()).isEqualTo(ExitCode.WARNINGS.code());
    assertThat(err.toString())
        .contains("note: 1 of 4 images are not in " + truth + " and left out: ", "extra.png")
        .contains("1 of 4 images of " + truth + " are not among --images: absent.png")
        .contains("1 of 3 classes of the model are not in " + truth + ": sky; their objects")
        .contains("small.png: is 20x20, but image 6 of " + truth + " is 21x20");
    assertThat(json("o/images.json").findValuesAsString("id")).containsExactly("5", "70");
    assertThat(json("o/results.json").findValuesAsString("image_id"))
        .contains("5", "70")
        .containsOnly("5", "70");
    assertThat(json("o/results.json").findValuesAsString("category_id"))
        .contains("8", "3")
        .containsOnly("8", "3");
    out.getBuffer().setLength(0);
    code =
        run(
            new LibraryWorkflows(),
            "eval",
            "--gt",
            truth,
            "--dt",
            folder.resolve("o/results.json"));
    assertThat(code).as(err.toString()).isZero();
  }

  @Test
  void annotationsThatDoNotFitAreOneLine() throws IOException {
    noise("in/x/a.png", 40, 30, 1);
    String cat = category(8, "cat");
    String a = image(1, "a.png", 40, 30);
    String ambiguous = image(1, "p/a.png", 40, 30) + "," + image(2, "q/a.png", 40, 30);
    refused(ambiguous, cat, "a.png may be p/a.png, q/a.png");
    refused(image(1, "z.png", 40, 30), cat, "has none of the 1 images: not ");
    refused(a + "," + a, cat, "image 1 (a.png) is there twice");
    refused(
        a,
        category(1, "bird"),
        "none of the model's classes (cat, dog/wolf, sky) is there (bird). With --weights");
    refused(a, cat, "2 of 3 classes of the model are not in", "--panoptic");
    refused(a, cat + "," + cat, "category id 8 is there twice");
    refused("1", cat, "images[0] must be an object");
    noise("in/y/a.png", 40, 30, 1);
    refused(a, cat, "image 1 (a.png) is both ");
    assertThat(folder.resolve("o")).doesNotExist();
    err.getBuffer().setLength(0);
    assertThat(
            predict(
                "--images",
                folder.resolve("in"),
                "--annotations",
                folder.resolve("none.json"),
                "--out",
                folder.resolve("o")))
        .isEqualTo(ExitCode.NO_INPUT.code());
    assertThat(err.toString().lines()).hasSize(1);
  }

  private void refused(String images, String categories, String message, Object... more)
      throws IOException {
    err.getBuffer().setLength(0);
    Object[] args = {
      "--images",
      folder.resolve("in"),
      "--annotations",
      annotations(images, categories),
      "--categories",
      names,
      "--temperature",
      1,
      "--out",
      folder.resolve("o")
    };
    int code = predict(Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray());
    assertThat(code).as(err.toString()).isEqualTo(ExitCode.DATA_ERROR.code());
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void aBadImageIsReportedAndTheRestGoOn() throws IOException {
    noise("in/a.png", 40, 30, 1);
    noise("in/z.png", 40, 30, 2);
    Files.writeString(folder.resolve("in/broken.png"), "no image");

    int code = predict("--images", folder.resolve("in"), "--out", folder.resolve("o"));

    assertThat(code).as(err.toString()).isEqualTo(ExitCode.WARNINGS.code());
    assertThat(err.toString().lines())
        .filteredOn(line -> line.contains("broken.png"))
        .hasSize(1)
        .allMatch(line -> line.startsWith("yoso4j: warning: "));
    assertThat(out.toString()).contains("in 2 images", "1 of 3 images could not be read");
    assertThat(json("o/images.json").size()).isEqualTo(2);
  }

  @Test
  void withoutAReadableImageNothingIsWritten() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in/broken.png"), "no image");

    int code = predict("--images", folder.resolve("in"), "--out", folder.resolve("o"));

    assertThat(code).isEqualTo(ExitCode.DATA_ERROR.code());
    assertThat(err.toString()).contains("none of the 1 images could be read");
    assertThat(written(folder.resolve("o"))).isEmpty();
  }

  @Test
  void batchesOfImagesOfOneSizeGiveTheSameObjects() throws IOException {
    for (int i = 0; i < 5; i++) {
      noise("in/" + i + ".png", 48, 64, i);
    }
    Path images = folder.resolve("in");
    assertThat(predict("--images", images, "--out", folder.resolve("o1"))).isZero();
    assertThat(predict("--images", images, "--out", folder.resolve("o3"), "--batch", 3)).isZero();
    JsonNode single = json("o1/results.json");
    JsonNode batched = json("o3/results.json");
    assertThat(batched.findValuesAsString("image_id"))
        .isEqualTo(single.findValuesAsString("image_id"));
  }

  @Test
  void oneClassPerQueryUnlessAllAreAskedFor() {
    Path image = noise("in/a.png", 48, 64, 1);
    assertThat(predict("--images", image, "--out", folder.resolve("one"))).isZero();
    assertThat(predict("--images", image, "--out", folder.resolve("all"), "--all-classes"))
        .isZero();
    int one = json("one/results.json").size();
    assertThat(one).isPositive();
    assertThat(json("all/results.json").size()).isEqualTo(3 * one);
  }

  @Test
  void lowerMaskThresholdsMakeLargerMasks() {
    Path image = noise("in/a.png", 48, 64, 1);
    long before = Long.MAX_VALUE;
    for (double threshold : new double[] {0.2, 0.5, 0.8}) {
      Path to = folder.resolve("o" + threshold);
      assertThat(predict("--images", image, "--out", to, "--mask-threshold", threshold)).isZero();
      long area = 0;
      for (JsonNode result : json("o" + threshold + "/results.json")) {
        JsonNode rle = result.get("segmentation");
        area += Rle.ofCompressed(64, 48, rle.get("counts").asString()).area();
      }
      assertThat(area).isLessThan(before);
      before = area;
    }
  }

  @Test
  void imagesWithinTheOutputAreLeftAlone() throws IOException {
    Path image = noise("in/a.png", 40, 30, 1);
    byte[] content = Files.readAllBytes(image);
    assertThat(predict("--images", image, "--out", folder.resolve("in")))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString()).contains("choose another folder");
    assertThat(image).hasBinaryContent(content);
  }

  @Test
  void whatIsAssumedIsSaid() {
    Path image = noise("in/a.png", 40, 30, 1);
    assertThat(predict("--images", image, "--out", folder.resolve("o"))).isZero();
    assertThat(err.toString())
        .contains("note: " + weights + ": assumed: 3 classes with numbers for names")
        .contains("assumed: temperature 0.1 as upstream for other data");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--run x",
        "--checkpoint last",
        "--mask-threshold 1",
        "--mask-threshold NaN",
        "--threshold 2",
        "--object-threshold -1",
        "--overlap-threshold 7",
        "--batch 0",
        "--batch many",
        "--input-size 0",
        "--input-size 800x200",
        "--input-size 9999999999",
        "--temperature 0"
      })
  void wrongArgumentsAreOneLine(String arguments) {
    Object[] all =
        Stream.concat(
                Stream.of("predict", "--weights", weights, "--images", "i", "--out", "o"),
                Arrays.stream(arguments.split(" ")))
            .toArray();
    assertThat(run(new FakeWorkflows(), all)).isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("yoso4j: error: ").contains("./yoso4j predict --help");
  }

  @Test
  void filesThatDoNotFitAreOneLine() throws IOException {
    Path image = noise("in/a.png", 40, 30, 1);
    Path one = Files.writeString(folder.resolve("one.txt"), "cat\n");
    assertThat(predict("--images", image, "--out", folder.resolve("o"), "--categories", one))
        .isEqualTo(ExitCode.DATA_ERROR.code());
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("is for 3 classes, but 1 are named");
    assertThat(
            predict(
                "--images",
                image,
                "--out",
                folder.resolve("o"),
                "--categories",
                folder.resolve("none")))
        .isEqualTo(ExitCode.NO_INPUT.code());
  }

  @Test
  void anInterruptionIsSaid() {
    Path image = noise("in/a.png", 40, 30, 1);
    workflows.interrupted = true;
    int code = run("predict", "--weights", weights, "--images", image, "--out", "o");
    assertThat(code).isEqualTo(ExitCode.INTERRUPTED.code());
    assertThat(out.toString()).contains("Stopped after 1 of 1 images");
  }

  @Test
  void progressRedrawsOneLineOnATerminal() {
    long[] clock = {0};
    PredictProgressLine line =
        new PredictProgressLine(
            new PrintWriter(err), new Terminal(true, 60), () -> false, () -> clock[0]);
    for (int done = 1; done <= 4; done++) {
      clock[0] += 1_000_000_000L;
      line.advanced(done, 8, 2L * done);
    }
    line.unreadable("a.png: bad");
    line.finish();
    assertThat(err.toString())
        .contains("\r4/8 images  8 objects  1.0 images/s  4 s left")
        .endsWith("yoso4j: warning: a.png: bad" + System.lineSeparator());
  }
}
