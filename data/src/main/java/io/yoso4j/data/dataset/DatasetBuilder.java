package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects a data set image by image and object by object; objects are packed at once. */
final class DatasetBuilder {

  private final Path source;
  private final ReadOptions options;
  private final List<DataWarning> warnings;
  private long lastAnnotationId = 0;
  private final LongSet given = new LongSet();
  private final Path imageFolder;
  private final List<Category> categories;
  private final Map<Long, Integer> indices = new HashMap<>();
  private final Map<Long, ImageRecord> images = new LinkedHashMap<>();
  private final Map<Long, List<PackedAnnotation>> annotations = new HashMap<>();
  private final AnnotationResolver resolver;

  /** Of no categories and images yet. */
  DatasetBuilder(Path source, Path imageFolder, List<Category> categories, ReadOptions options) {
    this(source, imageFolder, categories, options, new ArrayList<>());
  }

  /**
   * @param categories in any order
   * @param warnings gets what is left out or repaired
   * @throws DataException if there is no category, or an id comes twice and is not to be repaired
   */
  DatasetBuilder(
      Path source,
      Path imageFolder,
      List<Category> categories,
      ReadOptions options,
      List<DataWarning> warnings) {
    this.source = source;
    this.imageFolder = imageFolder;
    this.options = options;
    this.warnings = warnings;
    this.categories = sorted(categories);
    for (int i = 0; i < this.categories.size(); i++) {
      indices.put(this.categories.get(i).id(), i);
    }
    this.resolver =
        new AnnotationResolver(source, images, indices, options.onBadAnnotation(), warnings);
  }

  private List<Category> sorted(List<Category> all) {
    SortedMap<Long, Category> sorted = new TreeMap<>();
    for (Category category : all) {
      Category earlier = sorted.putIfAbsent(category.id(), category);
      if (earlier != null) {
        leaveOut(
            DataWarning.Kind.DUPLICATE_CATEGORY_ID,
            -1,
            "duplicate category id %d: \"%s\" and \"%s\""
                .formatted(category.id(), earlier.name(), category.name()));
      }
    }
    if (sorted.isEmpty()) {
      throw new DataException(source + ": the list \"categories\" is empty");
    }
    return List.copyOf(sorted.values());
  }

  private void leaveOut(DataWarning.Kind kind, long imageId, String problem) {
    String message = source + ": " + problem;
    if (!options.repair()) {
      throw new DataException(message);
    }
    warnings.add(new DataWarning(kind, imageId, -1, message));
  }

  /** The categories by id. */
  List<Category> categories() {
    return categories;
  }

  /**
   * @throws DataException if there is one with the same id, and that is not to be repaired
   */
  void addImage(ImageRecord image) {
    ImageRecord earlier = images.putIfAbsent(image.id(), image);
    if (earlier != null) {
      leaveOut(
          earlier.equals(image)
              ? DataWarning.Kind.REPEATED_IMAGE_ENTRY
              : DataWarning.Kind.DUPLICATE_IMAGE_ID,
          image.id(),
          "duplicate image id %d: %s and %s"
              .formatted(image.id(), earlier.fileName(), image.fileName()));
    }
  }

  /**
   * Checks an annotation as written and adds it. Its image must have been added.
   *
   * @throws DataException if it is bad and bad ones are not to be left out
   */
  void add(RawAnnotation raw) {
    Annotation annotation = resolver.resolve(raw);
    if (annotation != null) {
      put(annotation);
    }
  }

  /**
   * Adds an image with its objects, to which ids are given in the order they come.
   *
   * @param image whose failure leaves the image out, where that is allowed
   * @throws DataException if the image or an object is bad and is not to be left out
   */
  void addWhole(Supplier<ImageObjects> image) {
    ImageObjects whole;
    try {
      whole = image.get();
    } catch (DataException e) {
      if (options.onBadAnnotation() == ReadOptions.BadAnnotation.FAIL) {
        throw e;
      }
      warn(String.valueOf(e.getMessage()));
      return;
    }
    addImage(whole.image());
    for (RawAnnotation raw : whole.objects()) {
      raw.id = ++lastAnnotationId;
      raw.imageId = whole.image().id();
      add(raw);
    }
  }

  /**
   * @throws DataException if its image or category is unknown, its id not new, or its mask of
   *     another size than its image
   */
  void addChecked(Annotation annotation) {
    String problem = problem(annotation);
    if (problem != null) {
      throw new DataException("%s: annotation %d: %s".formatted(source, annotation.id(), problem));
    }
    put(annotation);
  }

  /** Records something left out that is no annotation. */
  void warn(String message) {
    warnings.add(new DataWarning(DataWarning.Kind.IMAGE_ENTRY, -1, -1, message));
  }

  CocoDataset build() {
    Map<Long, PackedAnnotation[]> packed = HashMap.newHashMap(annotations.size());
    annotations.forEach((id, list) -> packed.put(id, list.toArray(PackedAnnotation[]::new)));
    return new CocoDataset(source, imageFolder, categories, images, packed, warnings);
  }

  private void put(Annotation annotation) {
    annotations
        .computeIfAbsent(annotation.imageId(), _ -> new ArrayList<>(4))
        .add(PackedAnnotation.of(annotation));
  }

  private @Nullable String problem(Annotation annotation) {
    ImageRecord image = images.get(annotation.imageId());
    if (image == null) {
      return "unknown image_id " + annotation.imageId();
    }
    if (!given.add(annotation.id())) {
      return "its id comes twice";
    }
    if (annotation.category() < 0 || annotation.category() >= categories.size()) {
      return "category %d must be in [0, %d)".formatted(annotation.category(), categories.size());
    }
    if (annotation.segmentation() instanceof Segmentation.RunLength(var rle)
        && (rle.height() != image.height() || rle.width() != image.width())) {
      return "mask is %d high and %d wide, its image %d high and %d wide"
          .formatted(rle.height(), rle.width(), image.height(), image.width());
    }
    return null;
  }
}
