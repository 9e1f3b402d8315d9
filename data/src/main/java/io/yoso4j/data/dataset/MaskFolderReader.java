package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import io.yoso4j.data.image.ImageSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats that have mask files for each image. See {@link MaskFiles} for where they lie and {@link
 * MaskClasses} for their classes.
 */
abstract sealed class MaskFolderReader implements DatasetReader permits MasksReader, IdMasksReader {

  private final DatasetFormat format;

  MaskFolderReader(DatasetFormat format) {
    this.format = format;
  }

  /**
   * An image and its mask files.
   *
   * @param name relative to the folder of images
   */
  record Masked(long id, String name, Path image, List<Path> masks) {}

  /** The mask files of an image; they may be missing. */
  abstract List<Path> masks(MaskFiles files, Path image);

  /**
   * The objects of an image.
   *
   * @throws DataException if the whole image cannot be used
   */
  abstract List<RawAnnotation> objects(
      Masked image, ImageSize size, MaskClasses classes, ReadOptions options);

  @Override
  public final List<SplitPaths> find(Path folder) {
    return PartFolders.find(folder, format, images -> holds(folder, images));
  }

  @Override
  public final boolean fits(Path annotations, Path images) {
    return Files.isDirectory(annotations) && holds(annotations, images);
  }

  private boolean holds(Path root, Path images) {
    MaskFiles files = new MaskFiles(root, images);
    return files.someImages().stream()
        .flatMap(image -> masks(files, image).stream())
        .anyMatch(Files::isRegularFile);
  }

  @Override
  public final CocoDataset read(SplitPaths split, ReadOptions options) {
    Path annotations = split.annotations();
    Path images = split.images();
    MaskFiles files = new MaskFiles(annotations, images);
    MaskClasses classes = MaskClasses.of(annotations);
    DatasetBuilder builder = new DatasetBuilder(annotations, images, classes.categories(), options);
    ImagePaths paths = ImagePaths.of(annotations, images);
    ImagePaths maskPaths = new ImagePaths(annotations, annotations);
    List<Masked> all = new ArrayList<>();
    for (Path image : files.images()) {
      List<Path> masks = masks(files, image);
      masks.forEach(maskPaths::inside);
      all.add(
          new Masked(all.size() + 1L, Folder.relative(images, image), paths.inside(image), masks));
    }
    if (all.isEmpty()) {
      throw new DataException(images + ": holds no images");
    }
    InOrder.forEach(all, image -> read(image, classes, options), builder::addWhole);
    return builder.build();
  }

  private ImageObjects read(Masked image, MaskClasses classes, ReadOptions options) {
    ImageSize size = AnnouncedSize.of(image.image(), options.limits());
    return new ImageObjects(
        new ImageRecord(image.id(), image.name(), size.width(), size.height(), image.image()),
        objects(image, size, classes, options));
  }
}
