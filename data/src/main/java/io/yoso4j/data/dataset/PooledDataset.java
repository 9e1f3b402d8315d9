package io.yoso4j.data.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All images of all parts of a data set in one list, sorted by name, to be divided anew. Image
 * names that several parts use get the name of their part as a folder; ids stay as they are as long
 * as they are unique.
 */
public final class PooledDataset {

  private final List<Category> categories;
  private final List<Item> items;

  private PooledDataset(List<Category> categories, List<Item> items) {
    this.categories = categories;
    this.items = items;
  }

  /**
   * An image with its objects.
   *
   * @param part where it came from
   * @param sourceId its id there
   * @param image with the name and id that it has now
   * @param annotations with the ids that they have now
   */
  public record Item(String part, long sourceId, ImageRecord image, List<Annotation> annotations) {
    /** Copies the list. */
    public Item {
      annotations = List.copyOf(annotations);
    }
  }

  /**
   * @throws io.yoso4j.data.DataException if the parts differ in their categories
   */
  public static PooledDataset of(List<DatasetSplit> parts) {
    CocoDataset first = parts.getFirst().data();
    Map<String, Integer> names = new HashMap<>();
    Set<Long> imageIds = new HashSet<>();
    Set<Long> annotationIds = new HashSet<>();
    boolean uniqueImages = true;
    boolean uniqueAnnotations = true;
    for (DatasetSplit part : parts) {
      DatasetSplits.requireSame(first, part.data());
      for (ImageRecord image : part.data().images()) {
        names.merge(image.fileName(), 1, Integer::sum);
        uniqueImages &= imageIds.add(image.id());
        for (Annotation annotation : part.data().annotations(image.id())) {
          uniqueAnnotations &= annotationIds.add(annotation.id());
        }
      }
    }
    boolean prefixAll = prefixClashes(parts, names);
    List<Item> items = new ArrayList<>();
    for (DatasetSplit part : parts) {
      for (ImageRecord image : part.data().images()) {
        boolean keep = !prefixAll && isUnique(image, names);
        String name = keep ? image.fileName() : prefixed(part, image);
        items.add(
            new Item(
                part.name(),
                image.id(),
                new ImageRecord(image.id(), name, image.width(), image.height(), image.path()),
                part.data().annotations(image.id())));
      }
    }
    items.sort(
        Comparator.<Item, String>comparing(item -> item.image().fileName())
            .thenComparingLong(item -> item.image().id()));
    return new PooledDataset(
        first.categories(), renumbered(items, uniqueImages, uniqueAnnotations));
  }

  private static boolean isUnique(ImageRecord image, Map<String, Integer> names) {
    return names.getOrDefault(image.fileName(), 0) == 1;
  }

  private static String prefixed(DatasetSplit part, ImageRecord image) {
    return part.name() + "/" + image.fileName();
  }

  /** Whether a name would become that of another image, which has such a folder in its name. */
  private static boolean prefixClashes(List<DatasetSplit> parts, Map<String, Integer> names) {
    return parts.stream()
        .anyMatch(part ->
            part.data().images().stream()
                .anyMatch(
                    image -> !isUnique(image, names) && names.containsKey(prefixed(part, image))));
  }

  private static List<Item> renumbered(
      List<Item> items, boolean keepImageIds, boolean keepAnnotationIds) {
    List<Item> out = new ArrayList<>();
    long next = 1;
    for (Item item : items) {
      ImageRecord was = item.image();
      long id = keepImageIds ? was.id() : out.size() + 1L;
      List<Annotation> annotations = new ArrayList<>();
      for (Annotation a : item.annotations()) {
        annotations.add(
            new Annotation(
                keepAnnotationIds ? a.id() : next++,
                id,
                a.category(),
                a.bbox(),
                a.area(),
                a.crowd(),
                a.segmentation()));
      }
      ImageRecord image =
          new ImageRecord(id, was.fileName(), was.width(), was.height(), was.path());
      out.add(new Item(item.part(), item.sourceId(), image, annotations));
    }
    return List.copyOf(out);
  }

  /** The classes, as in every part. */
  public List<Category> categories() {
    return categories;
  }

  /** All images, sorted by name. */
  public List<Item> items() {
    return items;
  }

  /** Some of the items as a part to write. */
  public CocoFolder.Part part(String name, Map<String, String> info, List<Item> chosen) {
    return new CocoFolder.Part(
        name,
        info,
        categories,
        chosen.stream().map(Item::image).toList(),
        chosen.stream().flatMap(item -> item.annotations().stream()).toList());
  }
}
