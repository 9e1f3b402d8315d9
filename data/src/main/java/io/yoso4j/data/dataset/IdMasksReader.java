package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import io.yoso4j.data.image.IdImage;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.mask.Rle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A PNG with one channel for each image: 0 is background, every other value an object. See {@link
 * MaskClasses} for their classes.
 */
final class IdMasksReader implements DatasetReader {

  @Override
  public List<SplitPaths> find(Path folder) {
    return PartFolders.find(folder, DatasetFormat.ID_MASKS, images -> holds(folder, images));
  }

  private static boolean holds(Path root, Path images) {
    MaskFiles files = new MaskFiles(root, images);
    return files.someImages().stream().anyMatch(image -> Files.isRegularFile(files.ids(image)));
  }

  @Override
  public boolean fits(Path annotations, Path images) {
    return Files.isDirectory(annotations) && holds(annotations, images);
  }

  @Override
  public CocoDataset read(SplitPaths split, ReadOptions options) {
    Path annotations = split.annotations();
    Path images = split.images();
    MaskFiles files = new MaskFiles(annotations, images);
    MaskClasses classes = MaskClasses.of(annotations);
    DatasetBuilder builder = new DatasetBuilder(annotations, images, classes.categories(), options);
    ImagePaths paths = new ImagePaths(images, ImagePaths.dataFolder(annotations, images));
    ImagePaths maskPaths = new ImagePaths(annotations, annotations);
    List<Entry> entries = new ArrayList<>();
    for (Path image : files.images()) {
      entries.add(
          new Entry(
              entries.size() + 1L,
              Folder.relative(images, image),
              paths.inside(image),
              maskPaths.inside(files.ids(image))));
    }
    if (entries.isEmpty()) {
      throw new DataException(images + ": holds no images");
    }
    InOrder.forEach(entries, entry -> objects(entry, classes, options), builder::addWhole);
    return builder.build();
  }

  private record Entry(long id, String name, Path image, Path ids) {}

  private static ImageObjects objects(Entry entry, MaskClasses classes, ReadOptions options) {
    ImageSize size = AnnouncedSize.of(entry.image(), options.limits());
    IdImage ids = IdImage.readOneChannel(entry.ids(), options.limits());
    if (ids.width() != size.width() || ids.height() != size.height()) {
      throw new DataException(
          "%s: is %dx%d, its image %dx%d"
              .formatted(entry.ids(), ids.width(), ids.height(), size.width(), size.height()));
    }
    List<RawAnnotation> objects = new ArrayList<>();
    Map<Integer, Rle> masks;
    try {
      masks = IdMasks.of(ids);
    } catch (DataException e) {
      throw e.in(entry.ids().toString());
    }
    for (Map.Entry<Integer, Rle> object : masks.entrySet()) {
      RawAnnotation raw = new RawAnnotation(objects.size());
      raw.where = "%s: object %d".formatted(entry.ids(), object.getKey());
      raw.mask = object.getValue();
      classes.assign(raw, entry.name(), object.getKey().toString());
      objects.add(raw);
    }
    return new ImageObjects(
        new ImageRecord(entry.id(), entry.name(), size.width(), size.height(), entry.image()),
        objects);
  }
}
