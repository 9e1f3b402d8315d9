package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.PredictSettings;
import io.yoso4j.cli.report.OverlayInstance;
import io.yoso4j.cli.report.OverlayPainter;
import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.dataset.CocoResult;
import io.yoso4j.data.dataset.CocoResultsWriter;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.data.image.GreyPng;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.model.ImageResult;
import io.yoso4j.model.Instance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code predict} writes. Per image: an overlay, and on request masks, segments and classes as
 * PNG files. For all: {@code results.json} with the objects in COCO's format, {@code images.json}
 * with what belongs to each image id, {@code categories.json}. Every file is whole or not there;
 * the lists appear with {@link #finish}.
 */
final class PredictionFolder implements AutoCloseable {

  private final Path folder;
  private final List<PanopticCategory> classes;
  private final boolean masks;
  private final CocoResultsWriter results;
  private final @Nullable PanopticFolder panoptic;
  private final List<Map<String, Object>> images = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private long instances;

  private PredictionFolder(Path folder, List<PanopticCategory> classes, PredictSettings settings) {
    this.folder = folder;
    this.classes = List.copyOf(classes);
    masks = settings.masks();
    List<Category> categories =
        classes.stream().map(c -> new Category(c.id(), c.name(), null)).toList();
    results = CocoResultsWriter.open(folder.resolve("results.json"), categories);
    try {
      panoptic = settings.panoptic() == null ? null : PanopticFolder.open(folder, classes);
    } catch (RuntimeException e) {
      results.close();
      throw e;
    }
  }

  /** Starts; older files of the same names are replaced one by one. */
  static PredictionFolder open(
      Path folder, List<PanopticCategory> classes, PredictSettings settings) {
    return new PredictionFolder(folder, classes, settings);
  }

  /** Writes what was found in one image, under its id in the lists. */
  void add(long id, Path file, RgbImage image, ImageResult result) {
    String stem = stem(file);
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", id);
    entry.put("file_name", file.toString());
    entry.put("width", image.width());
    entry.put("height", image.height());
    entry.put("overlay", overlay(stem, image, result.instances()));
    if (masks) {
      entry.put("masks", masks(stem, result.instances()));
    }
    if (panoptic != null && result.panoptic() != null) {
      ImageRecord of = new ImageRecord(id, file.toString(), image.width(), image.height(), file);
      entry.put("panoptic", panoptic.add(of, stem, result.panoptic()));
    }
    if (result.semantic() != null) {
      String name = "semantic/" + stem + ".png";
      GreyPng.write(
          folder.resolve(name), image.width(), image.height(), result.semantic().categories());
      entry.put("semantic", name);
    }
    for (Instance i : result.instances()) {
      results.add(new CocoResult(id, i.category(), i.score(), i.bbox(), i.mask()));
    }
    images.add(entry);
    instances += result.instances().size();
  }

  private String overlay(String stem, RgbImage image, List<Instance> found) {
    List<OverlayInstance> drawn = new ArrayList<>();
    for (Instance instance : found) {
      String label =
          String.format(
              Locale.ROOT, "%s %.2f", classes.get(instance.category()).name(), instance.score());
      drawn.add(new OverlayInstance(label, drawn.size(), instance.mask().toBitmap()));
    }
    String name = stem + ".png";
    ImageFiles.writePng(OverlayPainter.paint(image, drawn), folder.resolve(name));
    return name;
  }

  /** White on black, best first; in the order of {@code results.json}. */
  private List<String> masks(String stem, List<Instance> found) {
    List<String> written = new ArrayList<>();
    for (Instance instance : found) {
      String label = classes.get(instance.category()).name().replaceAll("[^\\p{L}\\p{N}]+", "-");
      String name =
          String.format(Locale.ROOT, "masks/%s/%03d-%s.png", stem, written.size() + 1, label);
      Bitmap bitmap = instance.mask().toBitmap();
      int[] values = new int[bitmap.width() * bitmap.height()];
      for (int i = 0; i < values.length; i++) {
        values[i] = bitmap.get(i / bitmap.width(), i % bitmap.width()) ? 255 : 0;
      }
      GreyPng.write(folder.resolve(name), bitmap.width(), bitmap.height(), values);
      written.add(name);
    }
    return written;
  }

  int images() {
    return images.size();
  }

  long instances() {
    return instances;
  }

  /** Writes the lists, the results last. */
  void finish() {
    List<Map<String, Object>> named = new ArrayList<>();
    for (PanopticCategory category : classes) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("index", named.size());
      entry.put("id", category.id());
      entry.put("name", category.name());
      entry.put("isthing", category.thing() ? 1 : 0);
      named.add(entry);
    }
    json("categories.json", named);
    json("images.json", images);
    if (panoptic != null) {
      panoptic.finish();
    }
    results.finish();
  }

  private void json(String name, Object value) {
    byte[] json = JsonDocument.of(value).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(folder.resolve(name), out -> out.write(json));
  }

  /** The image's name without its end; images of the same name from other folders get a number. */
  private String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String unique = stem;
    for (int n = 2; !names.add(unique.toLowerCase(Locale.ROOT)); n++) {
      unique = stem + "~" + n;
    }
    return unique;
  }

  @Override
  public void close() {
    results.close();
    if (panoptic != null) {
      panoptic.close();
    }
  }
}
