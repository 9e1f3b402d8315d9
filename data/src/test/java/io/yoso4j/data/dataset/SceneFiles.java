package io.yoso4j.data.dataset;

import static java.util.stream.Collectors.joining;

import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import javax.imageio.ImageIO;

/** Writes scenes in each of the formats that are read. */
final class SceneFiles {

  private final Path folder;
  private final List<Scene> scenes;

  private SceneFiles(Path folder, List<Scene> scenes) {
    this.folder = folder;
    this.scenes = scenes;
  }

  static void write(DatasetFormat format, Path folder, List<Scene> scenes) throws IOException {
    SceneFiles files = new SceneFiles(folder, scenes);
    switch (format) {
      case COCO -> files.coco("annotations/instances_%s.json", "images/%s");
      case ROBOFLOW -> files.coco("%s/_annotations.coco.json", "%s");
      case PANOPTIC -> files.panoptic();
      case DETECTRON2 -> files.detectron2();
      case LABELME -> files.labelMe();
      case YOLO -> files.yolo();
      case MASKS -> files.masks();
      case ID_MASKS -> files.idMasks();
    }
  }

  private List<Scene> of(String split) {
    return scenes.stream().filter(scene -> scene.split().equals(split)).toList();
  }

  private static Path image(Path folder, Scene scene) {
    Path file = folder.resolve(scene.name() + ".png");
    int color = (scene.split() + scene.name()).hashCode() & 0xffffff;
    ImageFiles.writePng(RgbImage.filled(Scene.WIDTH, Scene.HEIGHT, color), file);
    return file;
  }

  private void text(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static String rings(Scene.Thing thing) {
    return thing.rings().stream().map(Arrays::toString).collect(joining(",", "[", "]"));
  }

  private static String categories(String more) {
    return "[{\"id\": 3, \"name\": \"bolt\"%s}, {\"id\": 7, \"name\": \"nut\"%s}]"
        .formatted(more, more);
  }

  private static int categoryId(Scene.Thing thing) {
    return thing.category() == 0 ? 3 : 7;
  }

  private String images(List<Scene> of, String imageFolder) {
    List<String> images = new ArrayList<>();
    for (Scene scene : of) {
      image(folder.resolve(imageFolder), scene);
      images.add(
          "{\"id\": %d, \"file_name\": \"%s.png\", \"width\": 64, \"height\": 32}"
              .formatted(images.size() + 5, scene.name()));
    }
    return images.toString();
  }

  private void coco(String file, String imageFolder) throws IOException {
    for (String split : List.of("train", "val")) {
      List<Scene> of = of(split);
      List<String> annotations = new ArrayList<>();
      for (int i = 0; i < of.size(); i++) {
        for (Scene.Thing thing : of.get(i).things()) {
          annotations.add(
              "{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"segmentation\": %s}"
                  .formatted(annotations.size() + 9, i + 5, categoryId(thing), rings(thing)));
        }
      }
      text(
          file.formatted(split),
          "{\"images\": %s, \"annotations\": %s, \"categories\": %s}"
              .formatted(images(of, imageFolder.formatted(split)), annotations, categories("")));
    }
  }

  private void panoptic() throws IOException {
    for (String split : List.of("train", "val")) {
      List<Scene> of = of(split);
      List<String> annotations = new ArrayList<>();
      for (int i = 0; i < of.size(); i++) {
        Scene scene = of.get(i);
        // Ids in all three bytes; a segment of stuff, which is no instance.
        ids(
            folder.resolve("annotations/panoptic_" + split).resolve(scene.name() + ".png"),
            BufferedImage.TYPE_INT_RGB,
            scene,
            index -> index < 0 ? 0x010000 : 0x000201 + index * 0x100);
        List<String> segments = new ArrayList<>(List.of("{\"id\": 1, \"category_id\": 90}"));
        for (int t = 0; t < scene.things().size(); t++) {
          segments.add(
              "{\"id\": %d, \"category_id\": %d}"
                  .formatted(0x010200 + t * 0x100, categoryId(scene.things().get(t))));
        }
        annotations.add(
            "{\"image_id\": %d, \"file_name\": \"%s.png\", \"segments_info\": %s}"
                .formatted(i + 5, scene.name(), segments));
      }
      String things = categories(", \"isthing\": 1");
      text(
          "annotations/panoptic_%s.json".formatted(split),
          "{\"images\": %s, \"annotations\": %s, \"categories\": %s}"
              .formatted(
                  images(of, split),
                  annotations,
                  things.substring(0, things.length() - 1)
                      + ", {\"id\": 90, \"name\": \"sky\", \"isthing\": 0}]"));
    }
  }

  private void detectron2() throws IOException {
    text("metadata.json", "{\"thing_classes\": [\"bolt\", \"nut\"]}");
    for (String split : List.of("train", "val")) {
      List<String> entries = new ArrayList<>();
      for (Scene scene : of(split)) {
        image(folder.resolve(split), scene);
        List<String> annotations = new ArrayList<>();
        for (Scene.Thing thing : scene.things()) {
          annotations.add(
              "{\"bbox\": [1, 2, 11, 22], \"bbox_mode\": 0, \"category_id\": %d, \"segmentation\": %s}"
                  .formatted(thing.category(), rings(thing)));
        }
        entries.add(
            "{\"file_name\": \"%s.png\", \"image_id\": \"%s\", \"annotations\": %s, \"height\": 32, \"width\": 64}"
                .formatted(scene.name(), scene.name(), annotations));
      }
      text(split + ".json", entries.toString());
    }
  }

  private void labelMe() throws IOException {
    for (Scene scene : scenes) {
      image(folder.resolve(scene.split()), scene);
      List<String> shapes = new ArrayList<>();
      for (int t = 0; t < scene.things().size(); t++) {
        Scene.Thing thing = scene.things().get(t);
        for (double[] ring : thing.rings()) {
          List<String> points = new ArrayList<>();
          for (int i = 0; i < ring.length; i += 2) {
            points.add("[%s, %s]".formatted(ring[i], ring[i + 1]));
          }
          shapes.add(
              "{\"label\": \"%s\", \"points\": %s, \"group_id\": %s, \"shape_type\": \"polygon\", \"flags\": {}}"
                  .formatted(
                      Scene.CLASSES.get(thing.category()),
                      points,
                      thing.rings().size() > 1 ? t : "null"));
        }
      }
      text(
          "%s/%s.json".formatted(scene.split(), scene.name()),
          "{\"version\": \"5.4.1\", \"flags\": {}, \"shapes\": %s, \"imagePath\": \"%s.png\", \"imageData\": null, \"imageHeight\": 32, \"imageWidth\": 64}"
              .formatted(shapes, scene.name()));
    }
  }

  private void yolo() throws IOException {
    text(
        "data.yaml",
        "path: ../datasets/x\ntrain: ../images/train # as exported\nval: images/val\nnames:\n  0: bolt\n  1: nut\n");
    for (Scene scene : scenes) {
      image(folder.resolve("images").resolve(scene.split()), scene);
      if (!scene.things().isEmpty()) {
        StringBuilder lines = new StringBuilder();
        for (Scene.Thing thing : scene.things()) {
          lines.append(thing.category());
          double[] ring = thing.rings().getFirst();
          for (int i = 0; i < ring.length; i++) {
            lines.append(
                String.format(
                    Locale.ROOT, " %.8f", ring[i] / (i % 2 == 0 ? Scene.WIDTH : Scene.HEIGHT)));
          }
          lines.append('\n');
        }
        text("labels/%s/%s.txt".formatted(scene.split(), scene.name()), lines.toString());
      }
    }
  }

  private void masks() throws IOException {
    List<String> objects = new ArrayList<>();
    for (Scene scene : scenes) {
      image(folder.resolve(scene.split()).resolve("images"), scene);
      List<String> classes = new ArrayList<>();
      for (int t = 0; t < scene.things().size(); t++) {
        int only = t;
        ids(
            folder.resolve("%s/masks/%s/%d.png".formatted(scene.split(), scene.name(), t)),
            BufferedImage.TYPE_BYTE_GRAY,
            scene,
            index -> index == only ? 255 : 0);
        classes.add(named(Integer.toString(t), scene.things().get(t)));
      }
      objects.add(classes(scene, classes));
    }
    text("classes.json", "{\"objects\": {%s}}".formatted(String.join(", ", objects)));
  }

  private void idMasks() throws IOException {
    List<String> objects = new ArrayList<>();
    for (Scene scene : scenes) {
      image(folder.resolve("images").resolve(scene.split()), scene);
      ids(
          folder.resolve("masks").resolve(scene.split()).resolve(scene.name() + ".png"),
          BufferedImage.TYPE_USHORT_GRAY,
          scene,
          index -> index < 0 ? 0 : 300 + index);
      List<String> classes = new ArrayList<>();
      for (int t = 0; t < scene.things().size(); t++) {
        classes.add(named(Integer.toString(300 + t), scene.things().get(t)));
      }
      objects.add(classes(scene, classes));
    }
    text(
        "classes.json",
        "{\"names\": [\"bolt\", \"nut\"], \"objects\": {%s}}"
            .formatted(String.join(", ", objects)));
  }

  private static String named(String object, Scene.Thing thing) {
    return "\"%s\": \"%s\"".formatted(object, Scene.CLASSES.get(thing.category()));
  }

  private static String classes(Scene scene, List<String> classes) {
    return "\"%s.png\": {%s}".formatted(scene.name(), String.join(", ", classes));
  }

  /** A PNG whose pixels say which object they belong to; -1 stands for none. */
  static void ids(Path file, int type, Scene scene, ToIntFunction<Integer> value)
      throws IOException {
    BufferedImage image = new BufferedImage(Scene.WIDTH, Scene.HEIGHT, type);
    List<Bitmap> masks = scene.things().stream().map(thing -> thing.mask().toBitmap()).toList();
    for (int y = 0; y < Scene.HEIGHT; y++) {
      for (int x = 0; x < Scene.WIDTH; x++) {
        int index = -1;
        for (int t = 0; t < masks.size(); t++) {
          index = masks.get(t).get(y, x) ? t : index;
        }
        int sample = value.applyAsInt(index);
        if (type == BufferedImage.TYPE_INT_RGB) {
          image.setRGB(x, y, sample);
        } else {
          image.getRaster().setSample(x, y, 0, sample);
        }
      }
    }
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }
}
