package io.yoso4j.data.health;

import io.yoso4j.data.AtomicFolder;
import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.CocoFolder;
import io.yoso4j.data.dataset.DataWarning;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.health.PartFacts.ImageCase;
import io.yoso4j.data.image.ImageFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a cleaned copy of a data set. */
final class Repair {

  private static final double JPEG_QUALITY = 0.95;

  private final List<PartFacts> parts;
  private final ChangeLog log = new ChangeLog();

  /** Images whose pixels or EXIF segment change, by their file. */
  private final Set<Path> turned = new HashSet<>();

  private final Set<Path> asStored = new HashSet<>();
  private int droppedImages;
  private int droppedObjects;

  Repair(List<PartFacts> parts) {
    this.parts = parts;
  }

  RepairSummary write(Path out, boolean link) {
    AtomicFolder.requireFree(out);
    for (PartFacts part : parts) {
      if (part.data() == null) {
        throw new DataException("no cleaned copy without all parts: " + part.failure());
      }
    }
    List<Category> union = union();
    List<Set<Long>> shared = new Copies(parts).inLaterParts();
    List<CocoFolder.Part> cleaned = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      cleaned.add(cleaned(parts.get(i), union, shared.get(i)));
    }
    CocoFolder.Transfer unchanged = link ? CocoFolder.Transfer.LINK : CocoFolder.Transfer.COPY;
    AtomicFolder.write(
        out,
        folder -> {
          CocoFolder.write(
              folder,
              cleaned,
              (image, target) -> {
                if (turned.contains(image.path())) {
                  ImageFiles.writeJpeg(ImageFiles.read(image.path()), target, JPEG_QUALITY);
                } else if (asStored.contains(image.path())) {
                  ImageFiles.copyAsStored(image.path(), target);
                } else {
                  unchanged.put(image, target);
                }
              });
          log.write(folder.resolve("doctor.json"), parts);
        });
    return new RepairSummary(
        cleaned.stream().mapToInt(part -> part.images().size()).sum(),
        cleaned.stream().mapToInt(part -> part.annotations().size()).sum(),
        droppedImages,
        droppedObjects,
        log.changes());
  }

  /** The categories of all parts; empty when they contradict each other. */
  private List<Category> union() {
    Map<Long, Category> all = new TreeMap<>();
    for (PartFacts part : parts) {
      for (Category category : data(part).categories()) {
        Category earlier = all.putIfAbsent(category.id(), category);
        if (earlier != null && !earlier.name().equals(category.name())) {
          return List.of();
        }
      }
    }
    return List.copyOf(all.values());
  }

  private CocoFolder.Part cleaned(PartFacts part, List<Category> union, Set<Long> shared) {
    CocoDataset data = data(part);
    List<Category> categories = union.isEmpty() ? data.categories() : union;
    if (categories.size() != data.categories().size()) {
      log.changed(
          Problem.CATEGORIES_DIFFER,
          new Occurrence(part.name(), "", -1, -1, "gets the categories of all parts"));
    }
    List<Long> ids = categories.stream().map(Category::id).toList();
    int[] indices =
        data.categories().stream().mapToInt(category -> ids.indexOf(category.id())).toArray();
    Set<Long> ambiguous =
        data.warnings().stream()
            .filter(warning -> warning.kind() == DataWarning.Kind.DUPLICATE_IMAGE_ID)
            .map(DataWarning::imageId)
            .collect(Collectors.toSet());
    logReading(part, data);
    AnnotationIds annotationIds = new AnnotationIds(data);
    List<ImageRecord> images = new ArrayList<>();
    List<Annotation> annotations = new ArrayList<>();
    for (ImageCase each : part.images()) {
      ImageRecord image = each.image();
      Reason reason = reasonToDrop(each, ambiguous, shared);
      if (reason != null) {
        log.dropped(
            reason.problem(),
            occurrence(
                part,
                image,
                -1,
                reason.detail() + "; with its %d objects".formatted(each.objects().size())));
        droppedImages++;
        droppedObjects += each.objects().size();
        continue;
      }
      images.add(image);
      turn(part, each);
      for (ObjectFacts object : each.objects()) {
        Annotation annotation = cleaned(part, image, object);
        if (annotation == null) {
          droppedObjects++;
          continue;
        }
        long id = annotationIds.unique(annotation.id());
        if (id != annotation.id()) {
          log.changed(
              Problem.DUPLICATE_ANNOTATION_ID,
              occurrence(part, image, annotation.id(), "gets id " + id));
        }
        annotations.add(
            new Annotation(
                id,
                annotation.imageId(),
                indices[annotation.category()],
                annotation.bbox(),
                annotation.area(),
                annotation.crowd(),
                annotation.segmentation()));
      }
    }
    return new CocoFolder.Part(
        part.name(),
        Map.of("description", "cleaned copy; doctor.json lists what changed"),
        categories,
        images,
        annotations);
  }

  private record Reason(Problem problem, String detail) {}

  private static @Nullable Reason reasonToDrop(
      ImageCase each, Set<Long> ambiguous, Set<Long> shared) {
    ImageRecord image = each.image();
    ImageFacts file = each.file();
    if (ambiguous.contains(image.id())) {
      return new Reason(
          Problem.DUPLICATE_IMAGE_ID, "which image its objects belong to cannot be known");
    }
    if (!file.present()) {
      return new Reason(Problem.MISSING_IMAGE, "no such file");
    }
    if (file.damage() != null) {
      return new Reason(Problem.CORRUPT_IMAGE, file.damage());
    }
    if (!file.hasSizeOf(image) && !file.annotatedAsStored(image)) {
      return new Reason(Problem.SIZE_MISMATCH, "its outlines do not fit the file");
    }
    return shared.contains(image.id())
        ? new Reason(Problem.SHARED_IMAGE, "a later part has it, too")
        : null;
  }

  private void turn(PartFacts part, ImageCase each) {
    if (!each.file().turned()) {
      return;
    }
    ImageRecord image = each.image();
    boolean stored = each.file().annotatedAsStored(image);
    (stored ? asStored : turned).add(image.path());
    log.changed(
        stored ? Problem.SIZE_MISMATCH : Problem.ROTATED_IMAGE,
        occurrence(
            part,
            image,
            -1,
            stored
                ? "EXIF orientation set to 1: outlines are those of the stored pixels"
                : "pixels turned upright and encoded anew"));
  }

  private @Nullable Annotation cleaned(PartFacts part, ImageRecord image, ObjectFacts object) {
    Annotation was = object.annotation();
    Problem reason = ObjectRepair.reasonToDrop(object);
    if (reason != null) {
      log.dropped(
          reason, occurrence(part, image, was.id(), object.problems().getOrDefault(reason, "")));
      return null;
    }
    for (Problem fixed :
        List.of(Problem.POLYGON_OUTSIDE, Problem.BOX_DISAGREES, Problem.AREA_DISAGREES)) {
      String detail = object.problems().get(fixed);
      if (detail != null) {
        log.changed(fixed, occurrence(part, image, was.id(), detail));
      }
    }
    return ObjectRepair.corrected(image, object);
  }

  /** What reading had left out or repaired already. */
  private void logReading(PartFacts part, CocoDataset data) {
    Set<Long> kept = data.annotations().map(Annotation::id).collect(Collectors.toSet());
    for (DataWarning warning : data.warnings()) {
      Occurrence what =
          new Occurrence(
              part.name(), "", warning.imageId(), warning.annotationId(), warning.message());
      switch (warning.kind()) {
        case DUPLICATE_ANNOTATION_ID -> {
          // Told where it gets another id.
        }
        case BOX, AREA -> log.changed(Problem.of(warning.kind()), what);
        case POLYGON_POINTS, POLYGON_RANGE -> {
          if (kept.contains(warning.annotationId())) {
            log.changed(Problem.of(warning.kind()), what);
          } else {
            drop(warning, what);
          }
        }
        default -> drop(warning, what);
      }
    }
  }

  private void drop(DataWarning warning, Occurrence what) {
    log.dropped(Problem.of(warning.kind()), what);
    switch (warning.kind()) {
      case IMAGE_ENTRY, DUPLICATE_IMAGE_ID -> droppedImages++;
      case REPEATED_IMAGE_ENTRY, CATEGORY_ENTRY, DUPLICATE_CATEGORY_ID -> {}
      default -> droppedObjects++;
    }
  }

  private static Occurrence occurrence(
      PartFacts part, ImageRecord image, long annotationId, String detail) {
    return new Occurrence(part.name(), image.fileName(), image.id(), annotationId, detail);
  }

  private static CocoDataset data(PartFacts part) {
    CocoDataset data = part.data();
    if (data == null) {
      throw new IllegalStateException("part " + part.name() + " was not read");
    }
    return data;
  }

  /** Gives an annotation another id when an earlier one has its own. */
  private static final class AnnotationIds {
    private final Set<Long> used = new HashSet<>();
    private long next;

    AnnotationIds(CocoDataset data) {
      next = data.annotations().mapToLong(Annotation::id).max().orElse(0) + 1;
    }

    long unique(long id) {
      return used.add(id) ? id : next++;
    }
  }
}
