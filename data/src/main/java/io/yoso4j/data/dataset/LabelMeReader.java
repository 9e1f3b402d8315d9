package io.yoso4j.data.dataset;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.ImageSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * LabelMe: a JSON file for each image. Classes are the lines of {@code labels.txt} in the data
 * set's folder, or else all labels of all parts in the order of their characters.
 */
final class LabelMeReader implements DatasetReader {

  private static final int FILES_TRIED = 8;
  private static final int FOLDERS_TRIED = 50;

  @Override
  public List<SplitPaths> find(Path folder) {
    // Files in the folder itself would be lost if only its parts were read.
    if (directly(folder)) {
      return List.of(new SplitPaths("train", DatasetFormat.LABELME, folder, folder));
    }
    List<SplitPaths> found = new ArrayList<>();
    for (List<String> names : AnnotationFiles.PARTS) {
      names.stream()
          .map(folder::resolve)
          .filter(LabelMeReader::holds)
          .findFirst()
          .ifPresent(part ->
              found.add(new SplitPaths(names.getFirst(), DatasetFormat.LABELME, folder, part)));
    }
    if (found.isEmpty() && holds(folder)) {
      found.add(new SplitPaths("train", DatasetFormat.LABELME, folder, folder));
    }
    return found;
  }

  private static boolean holds(Path folder) {
    return directly(folder)
        || Folder.folders(folder).stream().limit(FOLDERS_TRIED).anyMatch(LabelMeReader::directly);
  }

  private static boolean directly(Path folder) {
    return Folder.entries(folder).stream()
        .filter(LabelMeReader::isJson)
        .limit(FILES_TRIED)
        .anyMatch(file -> JsonKind.of(file).content() == JsonKind.Content.LABELME);
  }

  private static boolean isJson(Path file) {
    return Folder.ending(file).equals("json");
  }

  @Override
  public boolean fits(Path annotations, Path images) {
    return Files.isDirectory(annotations) && holds(images);
  }

  @Override
  public CocoDataset read(SplitPaths split, ReadOptions options) {
    Path annotations = split.annotations();
    Path images = split.images();
    List<Path> files = Folder.files(images, LabelMeReader::isJson);
    if (files.isEmpty()) {
      throw new DataException(images + ": holds no LabelMe file (*.json)");
    }
    List<Category> categories = Classes.of(names(annotations, images, options), 1);
    Map<String, Long> ids = new HashMap<>();
    categories.forEach(category -> ids.put(category.name(), category.id()));
    DatasetBuilder builder = new DatasetBuilder(annotations, images, categories, options);
    ImagePaths paths = new ImagePaths(images, ImagePaths.dataFolder(annotations, images));
    Map<Path, Path> annotated = new HashMap<>();
    InOrder.forEach(
        files,
        LabelMeReader::read,
        file -> builder.addWhole(() -> objects(file, images, paths, annotated, ids, options)));
    return builder.build();
  }

  private record Parsed(Path file, LabelMeFile content) {}

  private static Parsed read(Path file) {
    return new Parsed(file, LabelMeFile.read(file));
  }

  private static ImageObjects objects(
      Supplier<Parsed> outcome,
      Path images,
      ImagePaths paths,
      Map<Path, Path> annotated,
      Map<String, Long> ids,
      ReadOptions options) {
    Parsed parsed = outcome.get();
    Path file = parsed.file();
    ImageRecord image;
    try {
      paths.inside(file);
      image = image(parsed, annotated.size() + 1, images, paths, options);
    } catch (DataException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(file.toString()) ? e : e.in(file.toString());
    }
    Path other = annotated.putIfAbsent(image.path(), file);
    if (other != null) {
      throw new DataException(
          "%s: image %s is annotated by %s, too".formatted(file, image.fileName(), other));
    }
    return new ImageObjects(image, objects(parsed, ids));
  }

  private static ImageRecord image(
      Parsed parsed, long id, Path images, ImagePaths paths, ReadOptions options) {
    LabelMeFile content = parsed.content();
    String named = content.imagePath();
    if (named == null || named.isBlank()) {
      throw new DataException("has no imagePath");
    }
    String name = named.replace('\\', '/');
    String local;
    Path file;
    try {
      Path found = parsed.file().resolveSibling(name).toAbsolutePath().normalize();
      Path folder = images.toAbsolutePath().normalize();
      if (ImagePaths.isAbsolute(name) || !found.startsWith(folder)) {
        throw new DataException(
            "imagePath must lead to a file inside %s, got \"%s\"".formatted(images, named));
      }
      local = Folder.relative(folder, found);
      file = paths.resolve(local);
    } catch (InvalidPathException e) {
      throw new DataException("imagePath \"" + named + "\" is no file name", e);
    }
    Long width = content.width();
    Long height = content.height();
    if (width == null || height == null) {
      ImageSize size = ImageFiles.readSize(file);
      width = (long) size.width();
      height = (long) size.height();
    }
    AnnouncedSize.require(width, height, options.limits());
    return new ImageRecord(id, local, width.intValue(), height.intValue(), file);
  }

  private static List<RawAnnotation> objects(Parsed parsed, Map<String, Long> ids) {
    List<RawAnnotation> objects = new ArrayList<>();
    Map<List<String>, RawAnnotation> groups = new HashMap<>();
    List<LabelMeShape> shapes = parsed.content().shapes();
    for (int i = 0; i < shapes.size(); i++) {
      LabelMeShape shape = shapes.get(i);
      String place = "%s: shape %d".formatted(parsed.file(), i + 1);
      RawAnnotation raw = new RawAnnotation(objects.size());
      if (shape.group != null) {
        RawAnnotation first = groups.putIfAbsent(List.of(shape.label, shape.group), raw);
        raw = first == null ? raw : first;
      }
      if (raw.where == null) {
        raw.where = place;
        raw.rings = new ArrayList<>();
        raw.categoryId = ids.get(shape.label);
        objects.add(raw);
      }
      add(raw, shape);
    }
    return objects;
  }

  private static void add(RawAnnotation raw, LabelMeShape shape) {
    double[] ring = shape.ring();
    if (shape.problem != null) {
      raw.problem(shape.problem);
    } else if (raw.categoryId == null) {
      raw.problem("its label \"" + shape.label + "\" is not in labels.txt");
    } else if (ring == null) {
      raw.problem(
          "shape_type %s with %d points has no area; polygon, rectangle and circle are read"
              .formatted(shape.type, shape.points.length / 2));
    } else {
      Objects.requireNonNull(raw.rings).add(ring);
    }
  }

  private static Iterable<String> names(Path folder, Path images, ReadOptions options) {
    Path list = folder.resolve("labels.txt");
    if (Files.isRegularFile(list)) {
      return listed(list);
    }
    SortedSet<String> names = new TreeSet<>();
    Path all = images.startsWith(folder) ? folder : images;
    boolean fail = options.onBadAnnotation() == ReadOptions.BadAnnotation.FAIL;
    List<Path> files = new ArrayList<>(Folder.files(all, LabelMeReader::isJson));
    Folder.folders(all).stream()
        .filter(Files::isSymbolicLink)
        .forEach(part -> files.addAll(Folder.files(part, LabelMeReader::isJson)));
    InOrder.forEach(
        files,
        LabelMeReader::labels,
        labels -> {
          try {
            names.addAll(labels.get());
          } catch (DataException e) {
            if (fail) {
              throw e;
            }
          }
        });
    if (names.isEmpty()) {
      throw new DataException(all + ": no LabelMe file has a shape with a label");
    }
    return names;
  }

  private static SortedSet<String> labels(Path file) {
    SortedSet<String> labels = new TreeSet<>();
    for (LabelMeShape shape : LabelMeFile.read(file).shapes()) {
      if (!shape.label.isBlank()) {
        labels.add(shape.label);
      }
    }
    return labels;
  }

  /** LabelMe's own list; its entries in underscores are not classes. */
  private static List<String> listed(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .filter(line -> !line.equals("__ignore__") && !line.equals("_background_"))
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + AtomicFile.reason(e), e);
    }
  }
}
