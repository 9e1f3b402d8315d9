package io.yoso4j.eval;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.json.JsonReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The annotated objects of a COCO file, kept for evaluation only: columns of numbers, and masks as
 * the file writes them. Immutable.
 */
public final class CocoGroundTruth {
  private final Path file;
  private final IouType type;
  private final List<Category> categories;
  private final long[] categoryIds;
  private final long[] imageIds;
  private final ImageSizes sizes;
  private final ObjectTable table;
  private final List<String> notes;

  private CocoGroundTruth(Path file, IouType type, TruthReader content) {
    this.file = file;
    this.type = type;
    categories =
        content.categories().stream().sorted(Comparator.comparingLong(Category::id)).toList();
    categoryIds = categories.stream().mapToLong(Category::id).toArray();
    requireDistinct(categoryIds, "category");
    long[] ids = content.imageIds();
    imageIds = ids.clone();
    Arrays.sort(imageIds);
    requireDistinct(imageIds, "image");
    sizes = sizes(ids, content);
    ObjectColumns objects = content.objects();
    long[] sorted = Arrays.copyOf(objects.ids, objects.size);
    Arrays.parallelSort(sorted);
    requireDistinct(sorted, "annotation");
    IntFunction<String> names = i -> file + ": annotation " + objects.ids[i];
    objects.scores = new double[0];
    table = resolve(objects, names);
    objects.imageIds = new long[0];
    objects.categoryIds = new long[0];
    notes = notes(objects, sorted);
  }

  /**
   * Reads an annotation file as a stream.
   *
   * @param type what is to be evaluated: boxes are read for boxes, masks for masks
   * @throws DataException naming the file and the place if it is missing, broken, or an annotation
   *     lacks what is needed; masks are checked when they are evaluated
   */
  public static CocoGroundTruth read(Path file, IouType type) {
    return JsonReader.read(
        file,
        in -> {
          TruthReader content = new TruthReader(in, type);
          content.read();
          return new CocoGroundTruth(file, type, content);
        });
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** What can be evaluated. */
  public IouType type() {
    return type;
  }

  /** The categories by ascending id; their position is the index of {@link CategoryResult}. */
  public List<Category> categories() {
    return categories;
  }

  /** The number of images. */
  public int images() {
    return imageIds.length;
  }

  /** The number of annotated objects, crowds included. */
  public int objects() {
    return table.size();
  }

  /** What was filled in or may surprise, one line each. */
  public List<String> notes() {
    return notes;
  }

  long[] imageIds() {
    return imageIds;
  }

  ImageSizes sizes() {
    return sizes;
  }

  ObjectTable table() {
    return table;
  }

  /** The objects' columns with ids replaced by indices. */
  ObjectTable resolve(ObjectColumns objects, IntFunction<String> names) {
    int[] images = new int[objects.size];
    int[] kinds = new int[objects.size];
    ImageIndex imageIndex = new ImageIndex(imageIds);
    ImageIndex categoryIndex = new ImageIndex(categoryIds);
    for (int i = 0; i < objects.size; i++) {
      images[i] = imageIndex.of(objects.imageIds[i]);
      kinds[i] = categoryIndex.of(objects.categoryIds[i]);
      if (images[i] < 0) {
        throw new DataException(
            "%s is for image %d, which is not among the %d images of %s"
                .formatted(names.apply(i), objects.imageIds[i], imageIds.length, file));
      }
      if (kinds[i] < 0) {
        throw new DataException(
            "%s is of category %d, which is not among the %d categories of %s"
                .formatted(names.apply(i), objects.categoryIds[i], categoryIds.length, file));
      }
    }
    return new ObjectTable(
        objects.size,
        images,
        kinds,
        objects.boxes,
        objects.areas,
        objects.scores,
        objects.crowds,
        new TextMasks(objects, images, sizes, names),
        names);
  }

  private List<String> notes(ObjectColumns objects, long[] sortedIds) {
    List<String> lines = new ArrayList<>();
    if (Arrays.binarySearch(sortedIds, 0) >= 0) {
      lines.add(
          "annotation 0 is matched like any other; pycocotools takes what it is matched to for unmatched");
    }
    int missing = 0;
    for (int i = 0; i < objects.size; i++) {
      if (type.usesBoxes() && Double.isNaN(objects.boxes[4 * i])) {
        throw new DataException(
            "%s: annotation %d has no bbox, but boxes are evaluated"
                .formatted(file, objects.ids[i]));
      }
      if (Double.isNaN(objects.areas[i])) {
        missing++;
        if (type.usesBoxes()) {
          objects.areas[i] = objects.boxes[4 * i + 2] * objects.boxes[4 * i + 3];
        }
      }
    }
    if (missing > 0) {
      lines.add(
          "%d of %d annotations have no area; that of their %s is taken"
              .formatted(missing, objects.size, type.usesBoxes() ? "box" : "mask"));
    }
    return List.copyOf(lines);
  }

  private ImageSizes sizes(long[] idsInFile, TruthReader content) {
    int[] heights = new int[imageIds.length];
    int[] widths = new int[imageIds.length];
    ImageIndex index = new ImageIndex(imageIds);
    for (int i = 0; i < idsInFile.length; i++) {
      int image = index.of(idsInFile[i]);
      heights[image] = content.heights()[i];
      widths[image] = content.widths()[i];
    }
    return new ImageSizes(heights, widths);
  }

  private void requireDistinct(long[] ascending, String what) {
    for (int i = 1; i < ascending.length; i++) {
      if (ascending[i] == ascending[i - 1]) {
        throw new DataException(file + ": duplicate " + what + " id " + ascending[i]);
      }
    }
  }
}
