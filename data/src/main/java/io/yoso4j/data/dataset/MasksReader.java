package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A mask image for each object: what is not black belongs to it. See {@link MaskFiles} for where
 * they lie and {@link MaskClasses} for their classes.
 */
final class MasksReader implements DatasetReader {

  @Override
  public List<SplitPaths> find(Path folder) {
    return PartFolders.find(folder, DatasetFormat.MASKS, images -> holds(folder, images));
  }

  private static boolean holds(Path root, Path images) {
    MaskFiles files = new MaskFiles(root, images);
    return files.someImages().stream().anyMatch(image -> !files.single(image).isEmpty());
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
      List<Path> masks = files.single(image);
      masks.forEach(maskPaths::inside);
      entries.add(
          new Entry(
              entries.size() + 1L, Folder.relative(images, image), paths.inside(image), masks));
    }
    if (entries.isEmpty()) {
      throw new DataException(images + ": holds no images");
    }
    InOrder.forEach(entries, entry -> objects(entry, classes, options), builder::addWhole);
    return builder.build();
  }

  private record Entry(long id, String name, Path image, List<Path> masks) {}

  private static ImageObjects objects(Entry entry, MaskClasses classes, ReadOptions options) {
    ImageSize size = AnnouncedSize.of(entry.image(), options.limits());
    ImageRecord image =
        new ImageRecord(entry.id(), entry.name(), size.width(), size.height(), entry.image());
    List<RawAnnotation> objects = new ArrayList<>(entry.masks().size());
    for (Path file : entry.masks()) {
      RawAnnotation raw = new RawAnnotation(objects.size());
      raw.where = file.toString();
      classes.assign(raw, entry.name(), Folder.stem(file));
      mask(raw, file, size, options);
      objects.add(raw);
    }
    return new ImageObjects(image, objects);
  }

  private static void mask(RawAnnotation raw, Path file, ImageSize size, ReadOptions options) {
    RgbImage pixels;
    try {
      pixels = ImageFiles.read(file, options.limits());
    } catch (DataException e) {
      String message = String.valueOf(e.getMessage());
      String place = file + ": ";
      raw.problem(message.startsWith(place) ? message.substring(place.length()) : message);
      return;
    }
    if (pixels.width() != size.width() || pixels.height() != size.height()) {
      raw.problem(
          "mask is %dx%d, its image %dx%d"
              .formatted(pixels.width(), pixels.height(), size.width(), size.height()));
      return;
    }
    Rle mask = Rle.encode(foreground(pixels));
    if (mask.area() == 0) {
      raw.problem("mask is empty");
      return;
    }
    raw.mask = mask;
  }

  private static Bitmap foreground(RgbImage pixels) {
    byte[] rgb = pixels.rgb();
    Bitmap mask = Bitmap.of(pixels.height(), pixels.width());
    long[] words = mask.words();
    for (int i = 0, at = 0; at < rgb.length; i++, at += 3) {
      if ((rgb[at] | rgb[at + 1] | rgb[at + 2]) != 0) {
        words[i >>> 6] |= 1L << i;
      }
    }
    return mask;
  }
}
