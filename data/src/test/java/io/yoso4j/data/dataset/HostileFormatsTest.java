package io.yoso4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yoso4j.data.DataException;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data sets made to do harm, or broken: an error of one line that says where. */
final class HostileFormatsTest {

  private static final String LABELME =
      """
      {"imageData": null, "imagePath": "a.png", "imageHeight": 32, "imageWidth": 64,
       "shapes": [{"label": "nut", "points": [[1, 1], [9, 1], [9, 9]], "shape_type": "polygon"}]}
      """;

  private static final String DETECTRON2 =
      """
      [{"file_name": "a.png", "height": 32, "width": 64, "annotations":
        [{"bbox": [1, 1, 9, 9], "bbox_mode": 0, "category_id": 0,
          "segmentation": [[1, 1, 9, 1, 9, 9]]}]}]
      """;

  @TempDir private Path folder;
  @TempDir private Path outside;

  @ParameterizedTest
  @EnumSource
  void imagesMayNotBeLinksThatLeadOut(DatasetFormat format) throws IOException {
    SceneFiles.write(format, folder, Scene.all(false));
    SplitPaths train = DatasetLayout.find(folder).train();
    replaceByLink(train.read(ReadOptions.STRICT).data().images().getFirst().path());
    refused(train, "outside the data set's folder");
  }

  @ParameterizedTest
  @CsvSource({
    "PANOPTIC, annotations/panoptic_train/a.png",
    "YOLO, labels/train/a.txt",
    "MASKS, train/masks/a/0.png",
    "ID_MASKS, masks/train/a.png",
    "LABELME, train/a.json"
  })
  void norMayWhatBelongsToAnImage(DatasetFormat format, String file) throws IOException {
    SceneFiles.write(format, folder, Scene.all(false));
    SplitPaths train = DatasetLayout.find(folder).train();
    replaceByLink(folder.resolve(file));
    refused(train, "outside the data set's folder");
  }

  @ParameterizedTest
  @CsvSource({
    "YOLO, labels/train",
    "YOLO, images/train",
    "MASKS, train/masks/a",
    "ID_MASKS, masks/train",
    "LABELME, train"
  })
  void norMayFolders(DatasetFormat format, String inner) throws IOException {
    SceneFiles.write(format, folder, Scene.all(false));
    SplitPaths train = DatasetLayout.find(folder).train();
    Path moved = outside.resolve("moved");
    Files.move(folder.resolve(inner), moved);
    Files.createSymbolicLink(folder.resolve(inner), moved);
    boolean partItself = train.images().equals(folder.resolve(inner));
    if (partItself) {
      // The folder of images is a place of its own; what matters is that it is not escaped from.
      assertThat(train.read(ReadOptions.STRICT).data().images())
          .allSatisfy(image -> assertThat(image.path()).startsWith(train.images()));
    } else {
      refused(train, "outside the data set's folder");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a.png",
        "b/../../a.png",
        "/etc/passwd",
        "C:\\\\a.png",
        "C:a.png",
        "\\\\\\\\host\\\\share\\\\a.png",
        "http://example.org/a.png",
        "file:///etc/passwd",
        "a\\u0000.png",
        ""
      })
  void namesOfImagesStayInside(String name) throws IOException {
    text("train/a.json", LABELME.replace("a.png", name));
    refused(read(DatasetFormat.LABELME), folder.resolve("train/a.json") + ": ");
    text("train.json", DETECTRON2.replace("a.png", name));
    SplitPaths split =
        new SplitPaths("train", DatasetFormat.DETECTRON2, folder.resolve("train.json"), folder);
    refused(split, "train.json: [0]");
  }

  @Test
  void aListOfImagesStaysInside() throws IOException {
    for (String name :
        List.of("../a.png", "/etc/passwd", "..\\a.png", "https://example.org/a.png")) {
      text("data.yaml", "train: train.txt\nnames: [nut]\n");
      text("train.txt", "\n" + name + "\n");
      refused(read(DatasetFormat.YOLO), "train.txt: line 2: file_name must be a path inside");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc", "../..", "..", "C:\\\\", "images\\\\..\\\\.."})
  void placesOfYoloStayInside(String place) throws IOException {
    text("data.yaml", "train: \"%s\"\nnames: [nut]\n".formatted(place));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> DatasetLayout.find(folder))
        .withMessageContaining("is no folder or list of images inside " + folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0.1 0.1 0.5 0.5 | is a box (4 numbers), not an outline",
        "x 0.1 0.1 0.5 0.1 0.5 0.5 | class must be a whole number, got \"x\"",
        "-1 0.1 0.1 0.5 0.1 0.5 0.5 | class must be a whole number, got \"-1\"",
        "7 0.1 0.1 0.5 0.1 0.5 0.5 | unknown category_id 7; known are 0",
        "99999999999 0.1 0.1 0.5 0.1 0.5 0.5 | class must be a whole number",
        "0 0.1 0.1 0.5 | polygon 1 has 3 numbers; it needs at least 6",
        "0 0.1 0.1 0.5 0.1 0.5 0.5 0.7 | polygon 1 has 7 numbers; x and y must come in pairs",
        "0 0.1 0.1 0.5 0.1 nan 0.5 | coordinate 5 must be a fraction of the image, from 0 to 1, got \"nan\"",
        "0 0.1 0.1 0.5 0.1 NaN 0.5 | coordinate 5 must be a fraction",
        "0 0.1 0.1 1e999 0.1 0.5 0.5 | coordinate 3 must be a fraction",
        "0 10 10 50 10 50 50 | coordinate 1 must be a fraction of the image, from 0 to 1, got \"10\"",
        "0 0.1,0.1 0.5 0.1 0.5 0.5 0.2 | coordinate 1 must be a fraction",
        "0 | polygon 1 has 0 numbers"
      })
  void linesOfYoloAreNamed(String line, String message) throws IOException {
    yolo(line);
    refused(read(DatasetFormat.YOLO), folder.resolve("labels/a.txt") + ": line 1: " + message);
    assertThat(read(DatasetFormat.YOLO).read(ReadOptions.LENIENT).data().warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning.message()).contains(message));
  }

  @Test
  void labelsOfYoloAreBounded() throws IOException {
    yolo("");
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve("labels/a.txt").toFile(), "rw")) {
      file.setLength(1L << 30);
    }
    refused(read(DatasetFormat.YOLO), "label file larger than 16777216 bytes");
    text("labels/a.txt", "0" + " 0.5".repeat(1 << 20) + " 0.5");
    refused(read(DatasetFormat.YOLO), "labels/a.txt: line 1: more than 1048576 numbers");
    text("labels/a.txt", "0 " + "1".repeat(1 << 20));
    refused(read(DatasetFormat.YOLO), "labels/a.txt: line 1: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "names: !!javax.script.ScriptEngineManager [a] | names no images",
        "names: [[a]] | the name of class 0 must be a text, got a list",
        "names: {x: a} | class numbers must be whole numbers",
        "names: {0: a, 0: b} | data.yaml: line 1",
        "names: 5 | names must be a list or numbered entries",
        "names: [a] | names no images (keys train, val, test)",
        "train: [{a: b}] | train must name a folder, a text file or a list of them, got an object",
        "train: {a: b} | train must name a folder",
        "hello | not a YOLO data file",
        "'names: [a' | broken YAML",
        "train: images | names no classes"
      })
  void fieldsOfDataYamlAreNamed(String yaml, String message) throws IOException {
    text("images/a.txt", "");
    text("data.yaml", yaml);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> DatasetLayout.find(folder))
        .withMessageContaining("data.yaml: ")
        .withMessageContaining(message)
        .withMessageNotContaining("\n");
  }

  @Test
  void dataYamlIsBoundedAndItsAliasesAreNotExpanded() throws IOException {
    for (String bomb :
        List.of(
            "x: " + "[".repeat(200_000),
            "x: " + "{a: ".repeat(200_000),
            "- ".repeat(200_000),
            "names: [" + "a,".repeat(1 << 20) + "]",
            "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nnames: [*c, *c]\n")) {
      text("data.yaml", bomb);
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> DatasetLayout.find(folder))
          .withMessageContaining("data.yaml: ")
          .withMessageNotContaining("\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"nut\" | 5 | shape 1: label must be a text, got the number 5",
        "\"nut\" | \"\" | shape 1: has no label",
        "\"polygon\" | \"line\" | shape 1: shape_type line with 3 points has no area",
        "[9, 9] | [9] | shape 1: points must be pairs of numbers, got 1",
        "[9, 9] | [9, \"9\"] | shape 1: points must be pairs of numbers, got the text \"9\"",
        "[9, 9] | [9, 1e300] | shape 1: polygon 1 number 6 is",
        "[9, 9] | [9, NaN] | shape 1: polygon 1 number 6 is NaN",
        ", [9, 9] | '' | shape 1: polygon 1 has 4 numbers",
        "\"a.png\" | null | has no imagePath",
        "\"a.png\" | \"gone/a.png\" | gone/a.png",
        "64, | 2000000000, | width and height must be from 1 to",
        "64, | -1, | width and height must be from 1 to",
        "64, | 20000000, | width and height must be from 1 to",
        "\"shapes\" | \"forms\" | it has no list \"shapes\"",
        "]} | ]} {} | more content after the end"
      })
  void fieldsOfLabelMeAreNamed(String good, String bad, String message) throws IOException {
    text("train/b.json", LABELME.replace("a.png", "b.png"));
    text("train/a.json", LABELME.replace(good, bad == null ? "" : bad));
    SplitPaths split =
        new SplitPaths("train", DatasetFormat.LABELME, folder, folder.resolve("train"));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> {
          CocoDataset data = split.read(ReadOptions.STRICT).data();
          image("train/b.png");
          data.verifyImages();
        })
        .withMessageContaining(message)
        .withMessageContaining("train" + folder.getFileSystem().getSeparator())
        .withMessageNotContaining("\n");
  }

  @Test
  void embeddedImagesAreNotRead() throws IOException {
    text("train/a.json", LABELME.replace("null", "\"" + "A".repeat(40 << 20) + "\""));
    assertThat(read(DatasetFormat.LABELME).read(ReadOptions.STRICT).data().annotationCount())
        .isOne();
  }

  @Test
  void pointsOfLabelMeAreBounded() throws IOException {
    text("train/a.json", LABELME.replace("[9, 9]", "[9, 9]" + ", [9, 9]".repeat(1 << 19)));
    refused(read(DatasetFormat.LABELME), "a.json: line 2");
  }

  @Test
  void imagesThatAnnounceBillionsOfPixelsAreNotDecoded() throws IOException {
    SceneFiles.write(DatasetFormat.ID_MASKS, folder, Scene.all(false));
    hugePng(folder.resolve("masks/train/a.png"), 0);
    refused(read(DatasetFormat.ID_MASKS), "image too large: 40000x40000, limit 100000000 pixels");
  }

  @ParameterizedTest
  @CsvSource({"PANOPTIC, annotations/panoptic_train/a.png, 2", "MASKS, train/masks/a/0.png, 0"})
  void norAreTheirMasks(DatasetFormat format, String file, int colorType) throws IOException {
    SceneFiles.write(format, folder, Scene.all(false));
    hugePng(folder.resolve(file), colorType);
    refused(read(format), "image too large: 40000x40000, limit 100000000 pixels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"bbox_mode\": 0 | \"bbox_mode\": 4 | bbox_mode must be 0 (XYXY_ABS) or 1 (XYWH_ABS), got 4",
        "\"bbox_mode\": 0, | '' | bbox_mode must be 0 (XYXY_ABS) or 1 (XYWH_ABS), got none",
        "\"width\": 64 | \"width\": 2000000000 | width and height must be from 1 to",
        "\"height\": 32, | '' | [0]: has no height",
        "[1, 1, 9, 9] | [9, 9, 1, 1] | box width is -8.0",
        "[[1, 1, 9, 1, 9, 9]] | {\"size\": [9, 9], \"counts\": [81]} | mask is 9 high and 9 wide",
        "[[1, 1, 9, 1, 9, 9]] | {\"size\": [32, 64], \"counts\": [3, -1, 2046]} | annotations[0]"
      })
  void fieldsOfDetectron2AreNamed(String good, String bad, String message) throws IOException {
    image("a.png");
    text("train.json", DETECTRON2.replace(good, bad == null ? "" : bad));
    refused(
        new SplitPaths("train", DatasetFormat.DETECTRON2, folder.resolve("train.json"), folder),
        message);
  }

  @ParameterizedTest
  @EnumSource
  void imagesInPlaceOfAnnotationsAreErrors(DatasetFormat format) throws IOException {
    SceneFiles.write(format, folder, Scene.all(false));
    SplitPaths train = DatasetLayout.find(folder).train();
    if (Files.isRegularFile(train.annotations())) {
      ImageFiles.writePng(RgbImage.filled(8, 8, 0), train.annotations());
      refused(train, train.annotations() + ": ");
    } else {
      assertThat(train.annotations()).isDirectory();
    }
  }

  private void refused(SplitPaths split, String message) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> split.read(ReadOptions.STRICT))
        .withMessageContaining(message)
        .withMessageNotContaining("\n")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(5000));
  }

  private SplitPaths read(DatasetFormat format) {
    return DatasetLayout.find(folder, format).train();
  }

  private void yolo(String line) throws IOException {
    image("images/a.png");
    text("labels/a.txt", line);
    text("data.yaml", "train: images\nnames: [nut]\n");
  }

  private void image(String name) {
    ImageFiles.writePng(RgbImage.filled(Scene.WIDTH, Scene.HEIGHT, 0), folder.resolve(name));
  }

  private void text(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void replaceByLink(Path file) throws IOException {
    Path target = outside.resolve(file.getFileName());
    Files.move(file, target);
    Files.createSymbolicLink(file, target);
  }

  /** A file of some 60 bytes. */
  private static void hugePng(Path file, int colorType) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(header)) {
      out.write("IHDR".getBytes(StandardCharsets.US_ASCII));
      out.writeInt(40_000);
      out.writeInt(40_000);
      out.write(new byte[] {8, (byte) colorType, 0, 0, 0});
    }
    CRC32 crc = new CRC32();
    crc.update(header.toByteArray());
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13});
      out.write(header.toByteArray());
      out.writeInt((int) crc.getValue());
    }
  }
}
