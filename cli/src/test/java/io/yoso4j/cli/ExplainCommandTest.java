package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.cli.Workflows.ExplainTask;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.train.TrainedModel.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code explain} on a run of two steps. */
final class ExplainCommandTest extends CommandTest {
  @TempDir private static Path shared;
  private static Path shapes;
  private static Path run;
  private static Path image;
  private static Path annotations;

  @BeforeAll
  static void train() {
    shapes = shared.resolve("shapes");
    image = shapes.resolve("val/000001.png");
    annotations = shapes.resolve("annotations/instances_val.json");
    run = ExplainableRun.train(shapes, shared.resolve("run"));
  }

  private int explain(Object... args) {
    Object[] start = {"explain", "--run", run};
    return run(
        new LibraryWorkflows(), Stream.concat(Arrays.stream(start), Arrays.stream(args)).toArray());
  }

  private void assertOneLine(ExitCode expected, int code, String... parts) {
    assertThat(err.toString()).contains(parts).startsWith("yoso4j: error: ").hasLineCount(1);
    assertThat(code).isEqualTo(expected.code());
    assertThat(folder).isEmptyDirectory();
  }

  private String page(Object... args) throws IOException {
    Path file = folder.resolve("page.html");
    Object[] target = {"--out", file};
    int code = explain(Stream.concat(Arrays.stream(args), Arrays.stream(target)).toArray());
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    return Files.readString(file);
  }

  @Test
  void explainsAnImageOfTheRunsOwnData() throws IOException {
    assertThat(explain("--image", "val/000001.png")).isZero();
    Path page = run.resolve("explain/000001.html");
    assertThat(out.toString())
        .contains("objects are found at score 0.50", "Object 1 (", "Page: " + page);
    assertThat(page).exists();
    String html = Files.readString(page);
    assertThat(html)
        .contains("yoso4j explanation", "Who was matched to whom", "Matching cost")
        .contains("Mask logits", "Uncertain points", "Random points")
        .contains("Pull of the mask term", "Pull of the dice term", "Pull of the class term")
        .contains("Object 1 (", "at stage s0: query ", "at stage s2: query ")
        .contains("best checkpoint of " + run + ", step 2")
        .contains("This stage has no class logits");
    // Words of the terminal are those of the page.
    assertThat(html).contains(out.toString().lines().skip(1).findFirst().orElseThrow());
    assertThat(html.length()).isLessThan(5_000_000);
  }

  @Test
  void namesImagesByPathAndKnowsSeveralFormats() throws IOException {
    assertThat(page("--image", image, "--annotations", annotations)).contains("000001.png");
    assertThat(page("--image", image, "--annotations", shapes)).contains("000001.png");
    Path labels = Files.createDirectory(shared.resolve("labels"));
    Files.copy(image, labels.resolve("one.png"));
    Files.writeString(
        labels.resolve("one.json"),
        """
        {"version": "5", "imagePath": "one.png", "imageHeight": 64, "imageWidth": 64, "shapes": [
          {"label": "circle", "points": [[5, 5], [40, 5], [40, 40]], "shape_type": "polygon"},
          {"label": "cloud", "points": [[50, 5], [60, 5], [60, 40]], "shape_type": "polygon"}]}
        """);
    Path file = folder.resolve("one.html");
    assertThat(
            explain("--image", labels.resolve("one.png"), "--annotations", labels, "--out", file))
        .isZero();
    assertThat(err.toString())
        .contains("1 object of class \"cloud\", which the model does not know, is left out");
    assertThat(Files.readString(file)).contains("The one object is ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss.points=full | no points are sampled | Uncertain points",
        "loss.points=random | none is chosen for its uncertainty | Uncertain points",
        "loss.classification=focal | sigmoid focal, alpha 0.25 | cross-entropy, no object weighs",
        "loss.mask_term=focal | focal, alpha 0.25, gamma 2 | binary cross-entropy",
        "loss.ignore_regions=true | crowds and padding left out | This is tile",
        "eval.tile_size=32 | This is tile | This is the whole image",
      })
  void saysWhatOfTheConfigurationApplies(String set, String said, String absent)
      throws IOException {
    assertThat(page("--image", "val/000001.png", "--set", set))
        .contains(said, set)
        .doesNotContain(absent);
  }

  @Test
  void imagesWithoutObjectsSayThatThereAreNone() throws IOException {
    Path empty = empty("[]");
    String html = page("--image", image, "--annotations", empty);
    assertThat(html)
        .contains("No object is annotated", "There is nothing to match")
        .contains("No gradient here, so no map: mask, dice.", "The class term</b>")
        .doesNotContain("The mask term</b>", "The dice term</b>")
        .contains("Queries without an object that say least clearly so")
        .doesNotContain("Matching cost", "Mask logits");
    assertThat(out.toString()).startsWith("No object is annotated");
  }

  @Test
  void theTileOfTheWholeImageIsCalledThat() throws IOException {
    String[] tiles = {"--set", "eval.tile_size=32", "--set", "eval.tile_whole=true", "--tile", "1"};
    assertThat(
            page(
                Stream.concat(Stream.of("--image", "val/000001.png"), Arrays.stream(tiles))
                    .toArray()))
        .contains("This is the whole image, tile 1 of ")
        .doesNotContain("pixels from column");
  }

  private static Path squares(int count) throws IOException {
    return empty(
        IntStream.range(0, count)
            .mapToObj(i ->
                """
                {"id": %d, "image_id": 1, "category_id": 1, "bbox": [%d, %d, 8, 8], "area": 64,
                 "iscrowd": 0, "segmentation": [[%d, %d, %d, %d, %d, %d, %d, %d]]}\
                """
                    .formatted(
                        i + 1,
                        i % 8 * 8,
                        i / 8 * 8,
                        i % 8 * 8,
                        i / 8 * 8,
                        i % 8 * 8 + 8,
                        i / 8 * 8,
                        i % 8 * 8 + 8,
                        i / 8 * 8 + 8,
                        i % 8 * 8,
                        i / 8 * 8 + 8))
            .collect(Collectors.joining(",", "[", "]")));
  }

  /** Eight queries: most of the objects have none, and they take no places from those with maps. */
  @Test
  void manyObjectsLeaveTheMapsToThoseWithAQuery() throws IOException {
    String html = page("--image", image, "--annotations", squares(40));
    assertThat(html.split("<h4>Object ", -1)).hasSizeGreaterThan(8 * 3);
    assertThat(html).contains("<legend>Object</legend>", ">Mask logits</b>");
    assertThat(html).contains("it has no query at any stage.", "Shown are 24 of 40 objects.");
    assertThat(html).contains("8 queries");
    assertThat(html.split("<path id=\"t0\"", -1)).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void everyObjectThatIsNamedHasItsColumnAndItsPanel() throws IOException {
    String all =
        IntStream.rangeClosed(1, 40).mapToObj(Integer::toString).collect(Collectors.joining(","));
    String html = page("--image", image, "--annotations", squares(40), "--objects", all);
    assertThat(html)
        .doesNotContain("Shown are ")
        .contains("<button type=\"button\" data-object=\"39\">40 circle</button></th>")
        .contains("Object 40 (circle) at stage s2")
        .contains("it is left over, and no term of this stage knows of it")
        .doesNotContain("--objects names others");
    for (int object = 0; object < 40; object++) {
      String outline = "<path id=\"t%d\"".formatted(object);
      assertThat(html.split(outline, -1)).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void objectsThatVanishSaySo() throws IOException {
    Path tiny =
        empty(
            """
            [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 1, 1], "area": 1,
              "iscrowd": 0, "segmentation": {"size": [64, 64], "counts": [650, 1, 3445]}}]
            """);
    assertThat(
            page(
                "--image",
                image,
                "--annotations",
                tiny,
                "--set",
                "eval.input_size=32",
                "--objects",
                1))
        .contains("Object 1 (circle) at stage s2: no query")
        .contains("Nothing is left of it at the network&#39;s input size.")
        .doesNotContain("Matching cost");
  }

  @Test
  void crowdsCountNeitherWay() throws IOException {
    Path crowd =
        empty(
            """
            [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 64, 64], "area": 4096,
              "iscrowd": 1, "segmentation": {"size": [64, 64], "counts": [0, 4096]}}]
            """);
    assertThat(page("--image", image, "--annotations", crowd))
        .contains(
            "No object is annotated; no false detection at score 0.50",
            "1 crowd region counts neither way");
  }

  private static Path empty(String objects) throws IOException {
    return Files.writeString(
        Files.createTempFile(shared, "some", ".json"),
        """
        {"images": [{"id": 1, "file_name": "000001.png", "width": 64, "height": 64}],
         "categories": [{"id": 1, "name": "circle"}], "annotations": %s}
        """
            .formatted(objects));
  }

  @Test
  void escapesClassNamesAndLoadsNothing() throws IOException {
    Path odd =
        Files.writeString(
            Files.createTempFile(shared, "odd", ".json"),
            Files.readString(empty("[]")).replace("000001.png", "<b>.png"));
    Path copy = Files.copy(image, shared.resolve("<b>.png"));
    String html = page("--image", copy, "--annotations", odd);
    assertThat(html).contains("&lt;b&gt;.png").doesNotContain("<b>.png");
    Matcher references =
        Pattern.compile("(?:src|href|url)\\s*[=(]\\s*[\"']?([^\"')> ]{1,20})").matcher(html);
    while (references.find()) {
      assertThat(references.group(1)).matches("(data:image/|#|\\$\\{logits).*");
    }
  }

  @Test
  void detailsOnlyOfTheObjectsNamed() throws IOException {
    assertThat(page("--image", "val/000001.png", "--objects", "2"))
        .contains("Object 2 (")
        .containsPattern("<h4>Object 2 ")
        .doesNotContainPattern("<h4>Object 1 ");
  }

  @Test
  void passesOnWhatItIsAsked() {
    assertThat(
            run(
                "explain",
                "--run",
                run,
                "--image",
                "cat.jpg",
                "--annotations",
                annotations,
                "--format",
                "coco",
                "--out",
                folder.resolve("a.html"),
                "--checkpoint",
                "last",
                "--set",
                "seed=2",
                "--threshold",
                "0.25",
                "--objects",
                "3,1",
                "--tile",
                "2"))
        .isZero();
    ExplainTask task = workflows.last(ExplainTask.class);
    assertThat(task.image()).isEqualTo("cat.jpg");
    assertThat(task.checkpoint()).isEqualTo(Weights.LAST);
    assertThat(task.overrides()).containsExactly("seed=2");
    assertThat(task.threshold()).isEqualTo(0.25);
    assertThat(task.objects()).containsExactly(3, 1);
    assertThat(task.tile()).isEqualTo(2);
    assertThat(out.toString())
        .contains("1 of 2 objects are found.", "Object 2 (cat): missed.", "cat.html");
    assertThat(err.toString()).isEqualTo("yoso4j: warning: 1 object is left out\n");
  }

  @Test
  void imagesThatAreNotThere() {
    assertOneLine(
        ExitCode.NO_INPUT,
        explain("--image", "000077.png"),
        "--image 000077.png: no such file, and no image of that name in ",
        "instances_val.json (2 images)",
        "instances_train.json (3 images)");
  }

  @Test
  void imagesThatNothingDescribes() throws IOException {
    Path other = Files.copy(image, shared.resolve("other.png"));
    assertOneLine(
        ExitCode.DATA_ERROR,
        explain("--image", other),
        "other.png: not in ",
        "--annotations PATH names what describes it");
  }

  @Test
  void imagesOfAnotherSizeThanDescribed() throws IOException {
    Path small = Files.createDirectory(shared.resolve("small")).resolve("000001.png");
    ImageFiles.writePng(RgbImage.filled(8, 9, 0), small);
    Path out = folder.resolve("x.html");
    assertOneLine(
        ExitCode.DATA_ERROR,
        explain("--image", small, "--annotations", annotations, "--out", out),
        "is 8x9, but image 1 of ",
        "is 64x64");
  }

  @Test
  void filesThatAreNoImages() throws IOException {
    Path text = Files.createDirectory(shared.resolve("text")).resolve("000001.png");
    Files.writeString(text, "no image");
    assertOneLine(
        ExitCode.DATA_ERROR,
        explain("--image", text, "--annotations", annotations),
        text.toString());
  }

  @Test
  void annotationsOfOtherClasses() throws IOException {
    Path other =
        Files.writeString(
            Files.createTempFile(shared, "classes", ".json"),
            Files.readString(empty("[]")).replace("circle", "truck"));
    assertOneLine(
        ExitCode.DATA_ERROR,
        explain("--image", image, "--annotations", other),
        "none of the model's classes (circle, square, triangle and 2 more) is there (truck)",
        "Classes are matched by name; ");
    assertThat(err.toString()).doesNotContain("--weights", "--categories");
  }

  @Test
  void runsWithoutACheckpoint() throws IOException {
    Path bare = Files.createDirectory(shared.resolve("bare"));
    Files.copy(run.resolve("config.yaml"), bare.resolve("config.yaml"));
    assertOneLine(
        ExitCode.DATA_ERROR,
        run(new LibraryWorkflows(), "explain", "--run", bare, "--image", image),
        "no checkpoint at ",
        "train first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--tile 9", "--objects 99"})
  void partsThatAreNotThere(String option) {
    String[] words = option.split(" ");
    assertOneLine(
        ExitCode.USAGE,
        explain("--image", "val/000001.png", words[0], words[1]),
        words[0].equals("--tile") ? "the model does not cut images" : "object 99 is not there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--threshold=2 | --threshold must lie between 0 and 1",
        "--format=coco | --format goes with --annotations only",
        "--checkpoint=first | --checkpoint",
        "--objects=a | --objects",
      })
  void wrongOptions(String option, String message) {
    assertOneLine(ExitCode.USAGE, explain("--image", "val/000001.png", option), message);
  }

  @Test
  void wrongSettings() {
    assertOneLine(
        ExitCode.CONFIG,
        explain("--image", "val/000001.png", "--set", "loss.pionts=full"),
        "pionts");
  }

  @Test
  void neverWritesOverWhatItReads() {
    assertOneLine(
        ExitCode.USAGE,
        explain("--image", image, "--annotations", annotations, "--out", annotations),
        "would replace the data set");
  }

  @Test
  void foldersAreNoPages() {
    assertOneLine(
        ExitCode.CANT_CREATE,
        explain("--image", image, "--out", folder),
        "--out " + folder + ": is a folder");
  }

  @Test
  void missingAnnotationsAndRuns() {
    assertOneLine(
        ExitCode.NO_INPUT,
        explain("--image", image, "--annotations", shared.resolve("none.json")),
        "no such file or folder");
    err.getBuffer().setLength(0);
    assertOneLine(
        ExitCode.NO_INPUT,
        run(new LibraryWorkflows(), "explain", "--run", shapes, "--image", image),
        "not a run folder");
  }
}
