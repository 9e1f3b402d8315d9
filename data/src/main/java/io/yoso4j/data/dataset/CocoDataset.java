package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A data set in COCO format: categories, images and their annotated objects. Immutable; image files
 * are not opened.
 *
 * <p>Categories are sorted by id and counted from 0: this index, not the id, is what the rest of
 * the library uses. Fields beyond those of COCO's instance annotations are ignored.
 */
public final class CocoDataset {

  private final Path source;
  private final Path imageFolder;
  private final List<Category> categories;
  private final Map<Long, ImageRecord> images;
  private final Map<Long, List<Annotation>> annotations;
  private final int annotationCount;
  private final List<DataWarning> warnings;

  private CocoDataset(
      Path source,
      Path imageFolder,
      List<Category> categories,
      Map<Long, ImageRecord> images,
      Map<Long, List<Annotation>> annotations,
      int annotationCount,
      List<DataWarning> warnings) {
    this.source = source;
    this.imageFolder = imageFolder;
    this.categories = categories;
    this.images = images;
    this.annotations = annotations;
    this.annotationCount = annotationCount;
    this.warnings = warnings;
  }

  /** Reads with {@link ReadOptions#STRICT}. */
  public static CocoDataset read(Path annotationJson, Path imageFolder) {
    return read(annotationJson, imageFolder, ReadOptions.STRICT);
  }

  /**
   * Reads an annotation file as a stream: memory is needed for what is kept, not for the file.
   *
   * @param imageFolder what file names are relative to; it need not exist yet
   * @throws DataException naming the file, and the image or annotation, when it is missing, broken
   *     or inconsistent
   */
  public static CocoDataset read(Path annotationJson, Path imageFolder, ReadOptions options) {
    CocoFile file = CocoFile.read(annotationJson, imageFolder, options);
    List<DataWarning> warnings = file.warnings;
    List<Category> categories = sorted(file, options);
    Map<Long, Integer> indices = new HashMap<>();
    for (int i = 0; i < categories.size(); i++) {
      indices.put(categories.get(i).id(), i);
    }
    Map<Long, ImageRecord> images = new LinkedHashMap<>();
    Map<Long, List<Annotation>> annotations = new HashMap<>();
    for (ImageRecord image : file.required(file.images, "images")) {
      ImageRecord earlier = images.putIfAbsent(image.id(), image);
      if (earlier != null) {
        String message =
            "%s: duplicate image id %d: %s and %s"
                .formatted(annotationJson, image.id(), earlier.fileName(), image.fileName());
        warnings.add(leftOut(options, DataWarning.Kind.DUPLICATE_IMAGE_ID, image.id(), message));
      }
      annotations.put(image.id(), new ArrayList<>());
    }
    AnnotationResolver resolver =
        new AnnotationResolver(
            annotationJson, images, indices, options.onBadAnnotation(), warnings);
    int count = 0;
    for (RawAnnotation raw : file.required(file.annotations, "annotations")) {
      Annotation annotation = resolver.resolve(raw);
      if (annotation != null) {
        annotations.computeIfAbsent(annotation.imageId(), _ -> new ArrayList<>()).add(annotation);
        count++;
      }
    }
    annotations.replaceAll((_, list) -> List.copyOf(list));
    return new CocoDataset(
        annotationJson, imageFolder, categories, images, annotations, count, List.copyOf(warnings));
  }

  private static List<Category> sorted(CocoFile file, ReadOptions options) {
    SortedMap<Long, Category> sorted = new TreeMap<>();
    for (Category category : file.required(file.categories, "categories")) {
      Category earlier = sorted.putIfAbsent(category.id(), category);
      if (earlier != null) {
        String message = file.path() + ": duplicate category id " + category.id();
        file.warnings.add(
            leftOut(
                options,
                DataWarning.Kind.DUPLICATE_CATEGORY_ID,
                -1,
                "%s: \"%s\" and \"%s\"".formatted(message, earlier.name(), category.name())));
      }
    }
    if (sorted.isEmpty()) {
      throw new DataException(file.path() + ": the list \"categories\" is empty");
    }
    return List.copyOf(sorted.values());
  }

  private static DataWarning leftOut(
      ReadOptions options, DataWarning.Kind kind, long imageId, String message) {
    if (!options.repair()) {
      throw new DataException(message);
    }
    return new DataWarning(kind, imageId, -1, message);
  }

  /** The annotation file. */
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
   * The objects of an image, in the order of the file; empty when it has none.
   *
   * @throws IllegalArgumentException if the data set has no such image
   */
  public List<Annotation> annotations(long imageId) {
    return annotations.getOrDefault(image(imageId).id(), List.of());
  }

  /** All objects, image after image. */
  public Stream<Annotation> annotations() {
    return images.keySet().stream().flatMap(id -> annotations(id).stream());
  }

  /** The number of objects. */
  public int annotationCount() {
    return annotationCount;
  }

  /** What lenient reading left out; empty after strict reading. */
  public List<DataWarning> warnings() {
    return warnings;
  }

  /** How many objects the images hold. */
  public ObjectsPerImage objectsPerImage() {
    return ObjectsPerImage.of(
        annotations.values().stream().mapToInt(List::size).sorted().toArray());
  }

  /** The number of objects of each class, crowds included; the position is the class index. */
  public int[] objectsPerCategory() {
    int[] counts = new int[categories.size()];
    annotations().forEach(annotation -> counts[annotation.category()]++);
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
