package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A data set as COCO describes it, whatever format it was read from: categories, images and their
 * annotated objects. Immutable. Objects are kept packed, without loss.
 *
 * <p>Categories are sorted by id and counted from 0: this index, not the id, is what the rest of
 * the library uses.
 */
public final class CocoDataset {

  private static final PackedAnnotation[] NONE = {};

  private final Path source;
  private final Path imageFolder;
  private final List<Category> categories;
  private final Map<Long, ImageRecord> images;

  /** Of the images that have objects. */
  private final Map<Long, PackedAnnotation[]> annotations;

  private final int annotationCount;
  private final List<DataWarning> warnings;

  CocoDataset(
      Path source,
      Path imageFolder,
      List<Category> categories,
      Map<Long, ImageRecord> images,
      Map<Long, PackedAnnotation[]> annotations,
      List<DataWarning> warnings) {
    this.source = source;
    this.imageFolder = imageFolder;
    this.categories = List.copyOf(categories);
    this.images = images;
    this.annotations = annotations;
    this.annotationCount = annotations.values().stream().mapToInt(list -> list.length).sum();
    this.warnings = List.copyOf(warnings);
  }

  /** Reads with {@link ReadOptions#STRICT}. */
  public static CocoDataset read(Path annotationJson, Path imageFolder) {
    return read(annotationJson, imageFolder, ReadOptions.STRICT);
  }

  /**
   * Reads a COCO annotation file as a stream. Memory is needed for what is kept: about a quarter of
   * the size of a file of polygons. For data sets of any format see {@link DatasetLayout}.
   *
   * @param imageFolder what file names are relative to; it need not exist yet
   * @throws DataException naming the file, and the image or annotation, when it is missing, broken
   *     or inconsistent
   */
  public static CocoDataset read(Path annotationJson, Path imageFolder, ReadOptions options) {
    return CocoFile.read(annotationJson, imageFolder, options);
  }

  /**
   * The images of a COCO file, of instances or panoptic, in its order; nothing else of it is read,
   * and it need not have annotations. Images are taken to lie beside the file.
   *
   * @throws DataException naming the file, and the image, when it is missing, broken or
   *     inconsistent
   */
  public static List<ImageRecord> readImages(Path annotationJson) {
    Path folder = annotationJson.toAbsolutePath().getParent();
    return CocoFile.readImages(
        annotationJson, folder == null ? annotationJson : folder, ReadOptions.STRICT);
  }

  /**
   * A data set of given parts, for example some of the images of another one.
   *
   * @param source what messages about it name
   * @param imageFolder what file names are relative to
   * @param categories with different ids, sorted by id
   * @param images with different ids
   * @param annotations with different ids; objects of images in {@code images} and of categories
   *     counted as in {@code categories}, with masks of the size of their image
   * @throws DataException naming the category, image or annotation that breaks these rules
   */
  public static CocoDataset of(
      Path source,
      Path imageFolder,
      List<Category> categories,
      List<ImageRecord> images,
      Iterable<Annotation> annotations) {
    DatasetBuilder builder =
        new DatasetBuilder(source, imageFolder, categories, ReadOptions.STRICT);
    images.forEach(builder::addImage);
    annotations.forEach(builder::addChecked);
    return builder.build();
  }

  /** The annotation file, or the folder of annotation files. */
  public Path source() {
    return source;
  }

  /** The folder that file names are relative to. */
  public Path imageFolder() {
    return imageFolder;
  }

  /** The classes, sorted by id; the position is the class index. */
  public List<Category> categories() {
    return categories;
  }

  /** All images, in the order of the file. */
  public List<ImageRecord> images() {
    return List.copyOf(images.values());
  }

  /**
   * One image.
   *
   * @throws IllegalArgumentException if the data set has no such image
   */
  public ImageRecord image(long imageId) {
    ImageRecord image = images.get(imageId);
    if (image == null) {
      throw new IllegalArgumentException(source + ": unknown image id " + imageId);
    }
    return image;
  }

  /**
   * The objects of an image, in the order of the file; empty when it has none. They are kept packed
   * and made anew by each call.
   *
   * @throws IllegalArgumentException if the data set has no such image
   */
  public List<Annotation> annotations(long imageId) {
    ImageRecord image = image(imageId);
    return Arrays.stream(annotations.getOrDefault(imageId, NONE))
        .map(packed -> packed.unpack(image))
        .toList();
  }

  /** All objects, image after image. */
  public Stream<Annotation> annotations() {
    return images.values().stream()
        .flatMap(image ->
            Arrays.stream(annotations.getOrDefault(image.id(), NONE))
                .map(packed -> packed.unpack(image)));
  }

  /** The number of objects. */
  public int annotationCount() {
    return annotationCount;
  }

  /** What was left out in reading. */
  public List<DataWarning> warnings() {
    return warnings;
  }

  /** How many objects the images hold. */
  public ObjectsPerImage objectsPerImage() {
    return ObjectsPerImage.of(
        images.keySet().stream()
            .mapToInt(id -> annotations.getOrDefault(id, NONE).length)
            .sorted()
            .toArray());
  }

  /** The number of objects of each class, crowds included; the position is the class index. */
  public int[] objectsPerCategory() {
    int[] counts = new int[categories.size()];
    for (PackedAnnotation[] list : annotations.values()) {
      for (PackedAnnotation annotation : list) {
        counts[annotation.category()]++;
      }
    }
    return counts;
  }

  /** The images whose file does not exist, in the order of the file. */
  public List<ImageRecord> missingImages() {
    return images.values().stream().filter(image -> !Files.isRegularFile(image.path())).toList();
  }

  /**
   * Checks that every image file exists.
   *
   * @throws DataException naming the first missing file, its image id, and how many are missing
   */
  public void verifyImages() {
    List<ImageRecord> missing = missingImages();
    if (!missing.isEmpty()) {
      ImageRecord first = missing.getFirst();
      String others =
          missing.size() == 1
              ? ""
              : " (%d of %d images are missing)".formatted(missing.size(), images.size());
      throw new DataException(
          "%s: no such file: image %d of %s%s".formatted(first.path(), first.id(), source, others));
    }
  }
}
