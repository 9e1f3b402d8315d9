package io.yoso4j.cli;

import io.yoso4j.cli.report.OverlayInstance;
import io.yoso4j.cli.report.OverlayPainter;
import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.dataset.CocoResult;
import io.yoso4j.data.dataset.CocoResults;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code predict} writes: an overlay per image, {@code results.json} with all objects in
 * COCO's format, and {@code images.json}, which says what image each id in it stands for.
 */
final class PredictionFolder {

  private final Path folder;
  private final List<Category> categories;
  private final List<CocoResult> results = new ArrayList<>();
  private final List<Map<String, Object>> images = new ArrayList<>();
  private final Map<String, Integer> names = new HashMap<>();

  PredictionFolder(Path folder, List<Category> categories) {
    this.folder = folder;
    this.categories = List.copyOf(categories);
  }

  /** The id that the next image's detections must carry. */
  long nextImageId() {
    return images.size() + 1L;
  }

  /** Draws and remembers the detections of one image. */
  void add(Path file, RgbImage image, List<CocoResult> detections) {
    List<CocoResult> best =
        detections.stream()
            .sorted(Comparator.comparingDouble(CocoResult::score).reversed())
            .toList();
    List<OverlayInstance> instances = new ArrayList<>();
    for (CocoResult detection : best) {
      String label =
          String.format(
              Locale.ROOT,
              "%s %.2f",
              categories.get(detection.category()).name(),
              detection.score());
      instances.add(new OverlayInstance(label, instances.size(), detection.mask().toBitmap()));
    }
    String overlay = overlayName(file);
    ImageFiles.writePng(OverlayPainter.paint(image, instances), folder.resolve(overlay));
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", nextImageId());
    entry.put("file_name", file.toString());
    entry.put("width", image.width());
    entry.put("height", image.height());
    entry.put("overlay", overlay);
    images.add(entry);
    results.addAll(best);
  }

  int images() {
    return images.size();
  }

  int instances() {
    return results.size();
  }

  /** Writes the two JSON files and gives the path of the results. */
  Path finish() {
    byte[] json =
        JsonMapper.shared()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(images)
            .getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(folder.resolve("images.json"), out -> out.write(json));
    Path file = folder.resolve("results.json");
    CocoResults.write(file, categories, results);
    return file;
  }

  /** The image's name with .png; images of the same name from other folders get a number. */
  private String overlayName(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    int count = names.merge(stem.toLowerCase(Locale.ROOT), 1, Integer::sum);
    return count == 1 ? stem + ".png" : "%s~%d.png".formatted(stem, count);
  }
}
