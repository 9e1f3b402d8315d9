package io.yoso4j.eval;

import io.yoso4j.data.dataset.PanopticFile;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.ImageLimits;
import io.yoso4j.data.image.RgbImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Panoptic files written by a test. Pixels are letters: {@code .} is void, {@code a} id 1, {@code
 * b} id 2 and so on; {@code |} starts a new row.
 */
final class PanopticCase {
  /** Categories 1 and 2 are things, 3 is stuff. */
  private static final String CATEGORIES =
      """
      [{"id": 1, "name": "cat", "isthing": 1}, {"id": 2, "name": "dog", "isthing": 1},
       {"id": 3, "name": "sky", "isthing": 0}]\
      """;

  private final Path folder;
  private final List<String> truths = new ArrayList<>();
  private final List<String> predictions = new ArrayList<>();

  PanopticCase(Path folder) {
    this.folder = folder;
  }

  /** Segments are written as {@code a:1} or {@code a:1:crowd}: pixel letter and category. */
  PanopticCase truth(long image, String pixels, String... segments) {
    truths.add(annotation("gt", image, pixels, segments));
    return this;
  }

  PanopticCase prediction(long image, String pixels, String... segments) {
    predictions.add(annotation("pred", image, pixels, segments));
    return this;
  }

  PanopticEvaluation evaluate() {
    return evaluate(1);
  }

  PanopticEvaluation evaluate(int threads) {
    return PanopticEvaluator.create(ImageLimits.DEFAULT, threads)
        .evaluate(
            PanopticFile.readTruth(write("gt", truths), folder.resolve("gt")),
            PanopticFile.readResults(write("pred", predictions), folder.resolve("pred")));
  }

  private String annotation(String side, long image, String pixels, String... segments) {
    String name = image + ".png";
    ImageFiles.writePng(image(pixels), folder.resolve(side).resolve(name));
    List<String> infos = new ArrayList<>();
    for (String segment : segments) {
      String[] parts = segment.split(":", -1);
      infos.add(
          "{\"id\": %d, \"category_id\": %s, \"iscrowd\": %d%s}"
              .formatted(
                  id(parts[0].charAt(0)),
                  parts[1],
                  parts.length > 2 && parts[2].equals("crowd") ? 1 : 0,
                  parts.length > 2 && parts[2].startsWith("area")
                      ? ", \"area\": " + parts[2].substring(4)
                      : ""));
    }
    return "{\"image_id\": %d, \"file_name\": \"%s\", \"segments_info\": %s}"
        .formatted(image, name, infos);
  }

  private Path write(String side, List<String> annotations) {
    try {
      return Files.writeString(
          folder.resolve(side + ".json"),
          "{\"categories\": %s, \"annotations\": %s}".formatted(CATEGORIES, annotations));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RgbImage image(String pixels) {
    String[] rows = pixels.split("\\|", -1);
    int width = rows[0].length();
    byte[] rgb = new byte[3 * width * rows.length];
    for (int i = 0; i < width * rows.length; i++) {
      // A factor that needs all three bytes: a slip in one of them shows.
      int id = id(rows[i / width].charAt(i % width));
      rgb[3 * i] = (byte) id;
      rgb[3 * i + 1] = (byte) (id >> 8);
      rgb[3 * i + 2] = (byte) (id >> 16);
    }
    return RgbImage.of(width, rows.length, rgb);
  }

  static int id(char letter) {
    return letter == '.' ? 0 : (letter - 'a' + 1) * 70_001;
  }
}
