package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import io.yoso4j.data.image.ImageSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * YOLO segmentation. The labels of {@code images/train/a.jpg} are in {@code labels/train/a.txt},
 * those of an image in no folder {@code images} beside it; an image without labels has no objects.
 * Images of a part with several places are named relative to the data set's folder.
 */
final class YoloReader implements DatasetReader {

  private static final Set<String> YAML = Set.of("yaml", "yml");
  private static final List<String> PARTS = List.of("train", "val", "test");

  @Override
  public List<SplitPaths> find(Path folder) {
    List<Path> files =
        Folder.entries(folder).stream()
            .filter(file -> YAML.contains(Folder.ending(file)) && Files.isRegularFile(file))
            .toList();
    for (Path file : files) {
      if (Folder.stem(file).equals("data")) {
        return parts(YoloConfig.read(file));
      }
    }
    // Another name, such as dataset.yaml: whatever else is YAML is passed over.
    return files.stream()
        .map(YoloReader::partsOrNone)
        .filter(parts -> !parts.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static List<SplitPaths> partsOrNone(Path file) {
    try {
      YoloConfig config = YoloConfig.read(file);
      return config.parts().isEmpty() ? List.of() : parts(config);
    } catch (DataException _) {
      return List.of();
    }
  }

  private static List<SplitPaths> parts(YoloConfig config) {
    List<SplitPaths> found = new ArrayList<>();
    for (String part : PARTS) {
      // Many exports name a part to test on that they do not hold.
      if (!part.equals("test") || config.has(part)) {
        List<Path> places = config.images(part);
        if (!places.isEmpty()) {
          Path images = places.size() == 1 ? places.getFirst() : config.folder();
          found.add(new SplitPaths(part, DatasetFormat.YOLO, config.file(), images));
        }
      }
    }
    if (found.isEmpty()) {
      throw new DataException(config.file() + ": names no images (keys train, val, test)");
    }
    return found;
  }

  @Override
  public boolean fits(Path annotations, Path images) {
    return YAML.contains(Folder.ending(annotations)) && Files.isRegularFile(annotations);
  }

  @Override
  public CocoDataset read(SplitPaths split, ReadOptions options) {
    YoloConfig config = YoloConfig.read(split.annotations());
    List<Path> places = places(config, split);
    Path folder =
        places.size() == 1 && Files.isDirectory(places.getFirst())
            ? places.getFirst()
            : config.folder();
    Set<Path> files = new LinkedHashSet<>();
    for (Path place : places) {
      files.addAll(
          Files.isDirectory(place)
              ? Folder.files(place, Folder::isImage)
              : ImageList.read(place, config.folder()));
    }
    if (files.isEmpty()) {
      throw new DataException(split.images() + ": holds no images");
    }
    List<Category> categories = new ArrayList<>();
    config.names().forEach((id, name) -> categories.add(new Category(id, name, null)));
    DatasetBuilder builder = new DatasetBuilder(config.file(), folder, categories, options);
    ImagePaths paths = ImagePaths.of(config.file(), folder);
    ImagePaths labelPaths = new ImagePaths(config.folder(), config.folder());
    List<Entry> entries = new ArrayList<>(files.size());
    for (Path file : files) {
      Path labels = labels(file, config.folder());
      entries.add(
          new Entry(
              entries.size() + 1,
              Folder.relative(folder, file),
              paths.inside(file),
              labelPaths.inside(labels)));
    }
    InOrder.forEach(entries, entry -> objects(entry, options), builder::addWhole);
    return builder.build();
  }

  /** The places of a part with several, which only its name tells apart, or the one place. */
  private static List<Path> places(YoloConfig config, SplitPaths split) {
    if (split.images().equals(config.folder())) {
      return Stream.concat(Stream.of(split.name()), PARTS.stream())
          .filter(part -> config.parts().getOrDefault(part, List.of()).size() > 1)
          .findFirst()
          .map(config::images)
          .orElse(List.of(split.images()));
    }
    return List.of(split.images());
  }

  private record Entry(long id, String name, Path image, Path labels) {}

  private static ImageObjects objects(Entry entry, ReadOptions options) {
    ImageSize size = AnnouncedSize.of(entry.image(), options.limits());
    ImageRecord image =
        new ImageRecord(entry.id(), entry.name(), size.width(), size.height(), entry.image());
    List<RawAnnotation> objects =
        Files.exists(entry.labels())
            ? YoloLabels.read(entry.labels(), size.width(), size.height())
            : List.of();
    return new ImageObjects(image, objects);
  }

  /** The last folder "images" on the way from the data set's folder becomes labels. */
  private static Path labels(Path image, Path root) {
    Path labels = MirrorFolder.of(image, root, "labels");
    return labels.resolveSibling(Folder.stem(image) + ".txt");
  }
}
