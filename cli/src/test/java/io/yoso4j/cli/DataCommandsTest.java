package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.DatasetLayout;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class DataCommandsTest extends CommandTest {

  private Path data;

  @BeforeEach
  void writeData() {
    data = folder.resolve("data");
    ShapesDataset.write(data, ShapesOptions.DEFAULT.withCounts(14, 6));
  }

  @Test
  void splitsIntoPartsThatRead() {
    Path split = folder.resolve("split");
    assertThat(run("data", "split", data, "--out", split, "--ratios", "0.7,0.2,0.1"))
        .as(out + "" + err)
        .isZero();
    List<SplitPaths> parts = DatasetLayout.find(split).splits();
    assertThat(parts).extracting(SplitPaths::name).containsExactly("train", "val", "test");
    Set<String> names = new HashSet<>();
    int images = 0;
    int objects = 0;
    for (SplitPaths part : parts) {
      CocoDataset read = part.read(ReadOptions.STRICT).data();
      read.verifyImages();
      images += read.images().size();
      objects += read.annotationCount();
      read.images().forEach(image -> names.add(image.fileName()));
    }
    assertThat(images).isEqualTo(20);
    assertThat(names).hasSize(20);
    assertThat(objects).isEqualTo(objects(data));
    assertThat(out.toString())
        .contains("20 images in no groups", "train  ", "val    ", "test   ", "circle ");
  }

  private static int objects(Path folder) {
    return DatasetLayout.find(folder).splits().stream()
        .mapToInt(part -> part.read(ReadOptions.STRICT).data().annotationCount())
        .sum();
  }

  @Test
  void theSameSeedGivesTheSameSplitWhateverTheOrder() throws IOException {
    Path file = data.resolve("annotations/instances_val.json");
    Path first = folder.resolve("first");
    assertThat(run("data", "split", file, "--out", first, "--images", data.resolve("val")))
        .isZero();
    String json = Files.readString(file);
    int at = json.indexOf("\"images\":[") + 10;
    int end = json.indexOf("]", at);
    List<String> entries =
        new ArrayList<>(List.of(json.substring(at + 1, end - 1).split("\\},\\{")));
    assertThat(entries).hasSize(6);
    Files.writeString(
        file,
        json.substring(0, at)
            + "{"
            + String.join("},{", entries.reversed())
            + "}"
            + json.substring(end));
    Path second = folder.resolve("second");
    assertThat(
            run("data", "split", file, "--out", second, "--images", data.resolve("val"), "--link"))
        .as(out + "" + err)
        .isZero();
    for (String part : List.of("train", "val")) {
      Path annotations = Path.of("annotations/instances_" + part + ".json");
      assertThat(second.resolve(annotations)).hasSameTextualContentAs(first.resolve(annotations));
    }
  }

  @Test
  void groupsByNameStayTogether() {
    Path split = folder.resolve("split");
    assertThat(
            run(
                "data",
                "split",
                data,
                "--out",
                split,
                "--ratios",
                "6,4",
                "--group",
                "0([0-9])\\.png"))
        .as(out + "" + err)
        .isZero();
    assertThat(out.toString()).contains("9 groups; 5 images fit none and are alone");
    DatasetLayout layout = DatasetLayout.find(split);
    Set<String> train = groups(layout.train());
    Set<String> val = groups(layout.val().orElseThrow());
    assertThat(train).doesNotContainAnyElementsOf(val);
  }

  /** The last digit of names that end in a zero and a digit. */
  private static Set<String> groups(SplitPaths part) {
    Set<String> found = new HashSet<>();
    for (ImageRecord image : part.read(ReadOptions.STRICT).data().images()) {
      if (image.fileName().matches(".*0[0-9]\\.png")) {
        found.add(image.fileName().replaceFirst(".*0([0-9])\\.png", "$1"));
      }
    }
    return found;
  }

  @Test
  void groupsByFieldStayTogether() throws IOException {
    Path file = data.resolve("annotations/instances_val.json");
    String json = Files.readString(file);
    for (int i = 1; i <= 6; i++) {
      json =
          json.replace(
              "{\"id\":" + i + ",\"file_name\"",
              "{\"id\":" + i + ",\"scene\":\"" + (i <= 3 ? "a" : "b") + "\",\"file_name\"");
    }
    Files.writeString(file, json);
    Path split = folder.resolve("split");
    assertThat(
            run(
                "data",
                "split",
                file,
                "--out",
                split,
                "--images",
                data.resolve("val"),
                "--group",
                "field:scene"))
        .as(out + "" + err)
        .isZero();
    assertThat(out.toString()).contains("2 groups");
    DatasetLayout layout = DatasetLayout.find(split);
    assertThat(layout.train().read(ReadOptions.STRICT).data().images()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--ratios;1;2;--ratios must be two or three numbers from 0",
        "--ratios;-0.1,1.1;2;got [-0.1, 1.1]",
        "--ratios;0.5,0.2,0.2,0.1;2;two or three",
        "--ratios;1,0;2;at least two of them above 0",
        "--ratios;NaN,1;2;got [NaN, 1.0]",
        "--ratios;most;2;most",
        "--group;(;2;--group (: Unclosed group at character 2",
        "--group;xyz;2;--group xyz: fits none of the 20 images",
        "--group;field:xyz;2;fits none of the 20 images",
        "--group;png;65;1 group of images cannot fill 2 parts",
        "--format;nonsense;2;--format: unknown data set format \"nonsense\"",
      })
  void splitRefusesNonsense(String option, String value, int code, String words) {
    Path split = folder.resolve("split");
    assertThat(run("data", "split", data, "--out", split, option, value)).isEqualTo(code);
    assertThat(err.toString()).contains(words);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
    assertThat(split).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--link"})
  void convertsToCoco(String option) {
    Path copy = folder.resolve("copy");
    List<Object> line = new ArrayList<>(List.of("data", "convert", data, "--out", copy));
    if (!option.isEmpty()) {
      line.add(option);
    }
    assertThat(run(line.toArray())).as(out + "" + err).isZero();
    assertThat(out.toString()).contains("train", copy.resolve("annotations").toString());
    DatasetLayout layout = DatasetLayout.find(copy);
    CocoDataset train = layout.train().read(ReadOptions.STRICT).data();
    train.verifyImages();
    assertThat(train.images()).hasSize(14);
    assertThat(objects(copy)).isEqualTo(objects(data));
  }

  @Test
  void theContactSheetDependsOnTheSeedAlone() throws IOException {
    Path first = folder.resolve("first.png");
    Path second = folder.resolve("second.png");
    Path other = folder.resolve("other.png");
    assertThat(run("data", "show", data, "--out", first, "--count", "5", "--side", "96"))
        .as(out + "" + err)
        .isZero();
    assertThat(out.toString()).contains(first.toString());
    ImageSize size = ImageFiles.readSize(first);
    assertThat(size.width()).isEqualTo(3 * (96 + 12) + 12);
    assertThat(size.height()).isBetween(2 * (96 + 12), 2 * (96 + 12) + 120);
    run("data", "show", data, "--out", second, "--count", "5", "--side", "96");
    assertThat(second).hasSameBinaryContentAs(first);
    run("data", "show", data, "--out", other, "--count", "5", "--side", "96", "--seed", "2");
    assertThat(Files.readAllBytes(other)).isNotEqualTo(Files.readAllBytes(first));
  }

  @Test
  void showRefusesNonsense() throws IOException {
    Path sheet = folder.resolve("sheet.png");
    assertThat(run("data", "show", data, "--out", sheet, "--count", "0"))
        .isEqualTo(ExitCode.USAGE.code());
    Files.writeString(data.resolve("train/000001.png"), "no image");
    assertThat(run("data", "show", data, "--out", sheet, "--count", "200"))
        .isEqualTo(ExitCode.DATA_ERROR.code());
    assertThat(err.toString()).contains("000001.png: not an image");
    assertThat(sheet).doesNotExist();
  }

  @Test
  void augmentedSamplesAreThoseOfTheTraining() throws IOException {
    Path sheet = folder.resolve("sheet.png");
    List<Object> show =
        List.of(
            "data",
            "show",
            data,
            "--out",
            sheet,
            "--count",
            "3",
            "--side",
            "96",
            "--augmented",
            "--draws",
            "5");
    assertThat(run(show.toArray())).as(out + "" + err).isZero();
    ImageSize size = ImageFiles.readSize(sheet);
    assertThat(size.width()).isEqualTo(5 * (96 + 12) + 12);
    assertThat(size.height()).isBetween(3 * (96 + 12), 3 * (96 + 12) + 140);
    byte[] first = Files.readAllBytes(sheet);
    run(show.toArray());
    assertThat(sheet).hasBinaryContent(first);
    for (String set : List.of("seed=7", "augment.color=1", "augment.rotate=1")) {
      List<Object> changed = new ArrayList<>(show);
      changed.addAll(List.of("--set", set));
      assertThat(run(changed.toArray())).as(out + "" + err).isZero();
      assertThat(Files.readAllBytes(sheet)).as(set).isNotEqualTo(first);
    }
  }

  /** Without anything random, the samples of all epochs are the same. */
  @Test
  void samplesWithoutAugmentationAreAllAlike() {
    Path sheet = folder.resolve("sheet.png");
    assertThat(
            run(
                "data",
                "show",
                data,
                "--out",
                sheet,
                "--count",
                "1",
                "--side",
                "64",
                "--augmented",
                "--draws",
                "2",
                "--preset",
                "r18",
                "--set",
                "augment.min_scale=1",
                "--set",
                "augment.max_scale=1",
                "--set",
                "augment.flip=0",
                "--set",
                "augment.color=0"))
        .as(out + "" + err)
        .isZero();
    RgbImage image = ImageFiles.read(sheet);
    assertThat(image.window(12, 12, 64, 64, 0).rgb())
        .isEqualTo(image.window(12 + 64 + 12, 12, 64, 64, 0).rgb());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--draws;3;2;--draws says how images are augmented, so it needs --augmented",
        "--preset;r18;2;--preset says how images are augmented",
        "--set;seed=1;2;--set says how images are augmented",
        "--augmented --draws;0;2;--draws must be from 1 to 20, got 0",
        "--augmented --preset;r19;78;unknown preset",
        "--augmented --set;augment.colour=1;78;did you mean augment.color?",
        "--augmented --config;none.yaml;66;--config none.yaml: no such file",
      })
  void showNamesWhatIsWrongWithItsOptions(String options, String value, int code, String words) {
    Path sheet = folder.resolve("sheet.png");
    List<Object> args = new ArrayList<>(List.of("data", "show", data, "--out", sheet));
    args.addAll(List.of(options.split(" ")));
    args.add(value);
    assertThat(run(args.toArray())).as(err.toString()).isEqualTo(code);
    assertThat(err.toString()).contains(words);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(sheet).doesNotExist();
  }

  @Test
  void theStatisticsPageLoadsNothing() throws IOException {
    Path page = folder.resolve("page.html");
    assertThat(run("data", "stats", data, "--html", page)).as(out + "" + err).isZero();
    String html = Files.readString(page);
    for (String there :
        List.of("<h1>data</h1>", "Objects per image", "Where objects lie", "circle", "128 × 128")) {
      assertThat(html.contains(there)).as(there).isTrue();
    }
    for (String absent : List.of("{{", "http://", "https://", "src=", "<link")) {
      assertThat(html.contains(absent)).as(absent).isFalse();
    }
  }

  @Test
  void theDoctorsPageNamesEveryFinding() throws IOException {
    Path page = folder.resolve("doctor.html");
    assertThat(run("data", "doctor", data, "--queries", "1", "--html", page))
        .as(out + "" + err)
        .isEqualTo(ExitCode.WARNINGS.code());
    assertThat(Files.readString(page))
        .contains("<h1>data</h1>", "<h2>Warnings</h2>", "Images with more objects than queries")
        .contains("too_many_objects", "objects, 1 queries", "<h2>Settings that fit</h2>")
        .contains("--set model.num_queries=")
        .doesNotContain("{{", "http://", "https://", "src=", "<link", "<h2>Errors</h2>");
  }

  @Test
  void theDoctorsPageIsWrittenForErrorsToo() throws IOException {
    Path page = folder.resolve("doctor.html");
    Path image;
    try (Stream<Path> images = Files.list(data.resolve("val"))) {
      image =
          images
              .filter(each -> each.toString().endsWith(".png"))
              .sorted()
              .findFirst()
              .orElseThrow();
    }
    Files.delete(image);
    assertThat(run("data", "doctor", data, "--html", page)).isEqualTo(ExitCode.DATA_ERROR.code());
    assertThat(Files.readString(page))
        .contains("This data set cannot be used as it is", "<h2>Errors</h2>", "missing_image")
        .contains(image.getFileName().toString());
  }

  @Test
  void theStatisticsAsLines() {
    assertThat(run("data", "stats", data)).as(out + "" + err).isZero();
    assertThat(out.toString())
        .contains("train  14 images", "val    6 images", "Image sizes: 128x128 (20)")
        .containsPattern("objects per image +4\\.9 +[0-9]")
        .containsPattern("class +train +val +images +median size")
        .containsPattern("circle +17 +6 +14 +3[0-9]");
  }

  @Test
  void theStatisticsAsJson() {
    assertThat(run("data", "stats", data, "--json")).as(out + "" + err).isZero();
    JsonNode root = JsonMapper.shared().readTree(out.toString());
    assertThat(root.at("/parts/0/images").intValue()).isEqualTo(14);
    assertThat(root.at("/parts/1/objects").intValue()).isEqualTo(30);
    assertThat(root.at("/objects_per_image/mean").doubleValue()).isEqualTo(4.9);
    assertThat(root.at("/objects_per_image/count").intValue()).isEqualTo(20);
    assertThat(root.at("/side/count").intValue()).isEqualTo(98);
    int sizes = 0;
    for (JsonNode size : root.at("/coco_sizes")) {
      sizes += size.intValue();
    }
    assertThat(sizes).isEqualTo(98);
    assertThat(root.at("/places").size()).isEqualTo(32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"split --out", "convert --out", "show --out", "stats --html", "doctor --html"})
  void aDataSetThatIsNotThere(String command) {
    Path none = folder.resolve("none");
    Path target = folder.resolve("out.png");
    String[] words = command.split(" ");
    assertThat(run("data", words[0], none, words[1], target)).isEqualTo(ExitCode.NO_INPUT.code());
    assertThat(err.toString()).contains(none + ": no such file or folder");
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "split --out",
        "convert --out",
        "show --out",
        "stats --html",
        "doctor --fix",
        "doctor --html"
      })
  void aDataSetIsNeverWrittenTo(String command) throws IOException {
    String[] words = command.split(" ");
    List<String> before = listing(data);
    Path link = Files.createSymbolicLink(folder.resolve("link"), data);
    for (Path inside : List.of(data.resolve("new.png"), link.resolve("train/new.png"))) {
      assertThat(run("data", words[0], data, words[1], inside)).isEqualTo(ExitCode.USAGE.code());
      assertThat(err.toString())
          .contains("%s %s: lies in the data set".formatted(words[1], inside));
    }
    assertThat(run("data", words[0], data, words[1], folder.resolve("outside.png"))).isIn(0, 3);
    assertThat(folder.resolve("outside.png")).exists();
    assertThat(listing(data)).isEqualTo(before);
  }

  /** Paths, sizes and times of everything in a folder. */
  private static List<String> listing(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<String> lines = new ArrayList<>();
      for (Path path : all.sorted().toList()) {
        lines.add(path + " " + Files.readAttributes(path, "size,lastModifiedTime"));
      }
      return lines;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "instances_val2017.json, val",
    "validation.json, val",
    "my-test-set.json, test",
    "values.json, train",
    "instances_train.json, train",
  })
  void aFileNamedAloneIsThePartThatItsNameSays(String name, String part) throws IOException {
    Path place = Files.createDirectory(folder.resolve("elsewhere"));
    Path file = Files.copy(data.resolve("annotations/instances_val.json"), place.resolve(name));
    Path copy = folder.resolve("copy");
    assertThat(run("data", "convert", file, "--images", data.resolve("val"), "--out", copy))
        .as(out + "" + err)
        .isZero();
    assertThat(copy.resolve(part)).isDirectory();
    assertThat(copy.resolve("annotations/instances_" + part + ".json")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"split", "convert", "show"})
  void theOutputMustBeNamed(String command) {
    assertThat(run("data", command, data)).isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString()).startsWith("yoso4j: error: Missing required option: '--out=");
    assertThat(err.toString()).hasLineCount(1);
  }

  @Test
  void anAnnotationFileIsNotReplacedByItsStatistics() {
    Path file = data.resolve("annotations/instances_val.json");
    assertThat(run("data", "stats", file, "--html", file)).isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString()).contains("--html " + file + ": would replace the data set");
  }

  @ParameterizedTest
  @ValueSource(strings = {"split", "convert"})
  void aFailureLeavesNothingBehind(String command) throws IOException {
    Files.delete(data.resolve("val/000003.png"));
    List<String> before = listing(folder);
    assertThat(run("data", command, data, "--out", folder.resolve("new/out")))
        .isEqualTo(ExitCode.DATA_ERROR.code());
    assertThat(err.toString()).contains("000003.png");
    assertThat(listing(folder)).isEqualTo(before);
  }
}
