package io.yoso4j.data.shapes;

import io.yoso4j.data.AtomicFolder;
import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.dataset.CocoWriter;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.Segmentation;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.mask.Rle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The built-in data set: overlapping circles, squares, triangles, stars and rings on textured
 * grounds, with a known mask for every visible part. Written as an ordinary COCO-format folder:
 *
 * <pre>
 * DIR/annotations/instances_train.json, instances_val.json
 * DIR/train/000001.png …
 * DIR/val/000001.png …
 * </pre>
 *
 * Every image depends on the seed, its split and its number alone.
 */
public final class ShapesDataset {

  private static final String[] SPLITS = {"train", "val"};

  private ShapesDataset() {}

  /** The five classes, ids 1 to 5. */
  public static List<Category> categories() {
    return ShapeKind.ALL.stream()
        .map(kind -> new Category(kind.category() + 1L, kind.label(), "shape"))
        .toList();
  }

  /**
   * Generates the data set on all cores. The folder appears under its name only when it is whole.
   *
   * @param folder must not exist, or be empty
   * @throws DataException naming the folder when it is in use or cannot be written
   */
  public static void write(Path folder, ShapesOptions options) {
    AtomicFolder.write(
        folder,
        temporary -> {
          writeSplit(temporary, options, 0, options.trainCount());
          writeSplit(temporary, options, 1, options.valCount());
        });
  }

  private static void writeSplit(Path folder, ShapesOptions options, int split, int count)
      throws IOException {
    String name = SPLITS[split];
    Path images = Files.createDirectory(folder.resolve(name));
    List<List<Annotation>> perImage =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(i -> {
              ShapeScene scene = ShapeScene.generate(options, split, i);
              ImageFiles.writePng(scene.image(), images.resolve(fileName(i)));
              return annotations(scene, i);
            })
            .toList();
    List<ImageRecord> records = new ArrayList<>(count);
    List<Annotation> annotations = new ArrayList<>();
    int size = options.size();
    for (int i = 0; i < count; i++) {
      Path path = images.resolve(fileName(i));
      records.add(new ImageRecord(i + 1L, fileName(i), size, size, path));
      for (Annotation a : perImage.get(i)) {
        annotations.add(
            new Annotation(
                annotations.size() + 1L,
                a.imageId(),
                a.category(),
                a.bbox(),
                a.area(),
                a.crowd(),
                a.segmentation()));
      }
    }
    CocoWriter.write(
        folder.resolve("annotations").resolve("instances_" + name + ".json"),
        info(options, name),
        categories(),
        records,
        annotations);
  }

  /** Numbered within the image; the split numbers them through. */
  private static List<Annotation> annotations(ShapeScene scene, int index) {
    List<Annotation> annotations = new ArrayList<>();
    for (ShapeScene.Item item : scene.items()) {
      Rle rle = Rle.encode(item.mask());
      annotations.add(
          new Annotation(
              annotations.size() + 1L,
              index + 1L,
              item.kind().category(),
              rle.bbox(),
              rle.area(),
              false,
              new Segmentation.RunLength(rle)));
    }
    return annotations;
  }

  private static Map<String, String> info(ShapesOptions options, String split) {
    Map<String, String> info = new LinkedHashMap<>();
    info.put("description", "yoso4j shapes: generated images of overlapping shapes");
    info.put("split", split);
    info.put("seed", Long.toString(options.seed()));
    info.put("size", Integer.toString(options.size()));
    info.put("max_shapes", Integer.toString(options.maxShapes()));
    info.put("license", "CC0-1.0");
    return info;
  }

  private static String fileName(int index) {
    return "%06d.png".formatted(index + 1);
  }
}
