package io.yoso4j.data.health;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.DataWarning;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.data.health.PartFacts.ImageCase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A data set after an examination: annotations, image files, and how they fit together. Nothing
 * stops the examination but a failing disk; everything wrong is a {@link Finding}.
 */
public final class DatasetHealth {

  private final List<PartFacts> parts;
  private final HealthOptions options;

  private DatasetHealth(List<PartFacts> parts, HealthOptions options) {
    this.parts = parts;
    this.options = options;
  }

  /**
   * Examines all parts of a data set, images in parallel. Memory: all annotations, and one decoded
   * image for each core.
   *
   * @param parts at least one, the one to train on first
   * @throws DataException naming an image file whose bytes cannot be read
   */
  public static DatasetHealth examine(List<SplitPaths> parts, HealthOptions options) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a data set needs at least one part");
    }
    return new DatasetHealth(
        parts.stream().map(part -> PartFacts.of(part, options.decode())).toList(), options);
  }

  /** What was found. */
  public HealthReport report() {
    Findings findings = new Findings(options.examples());
    for (PartFacts part : parts) {
      readingProblems(part, findings);
      part.images().forEach(each -> imageProblems(part, each, findings));
    }
    new Copies(parts).findInto(findings);
    long categories = categoryProblems(findings);
    ObjectSizes sizes = new ObjectSizes(parts);
    long images = parts.stream().mapToLong(part -> part.images().size()).sum();
    long objects = parts.stream().mapToLong(PartFacts::objectCount).sum();
    return new HealthReport(
        options,
        parts.stream().map(DatasetHealth::summary).toList(),
        findings.list(images, objects, categories),
        sizes.fit(options),
        sizes.advice());
  }

  /**
   * Writes a cleaned copy of the data set as a COCO-format folder, which appears only when it is
   * whole: what cannot be used is left out, what can be computed is corrected, and {@code
   * doctor.json} in it lists every change with its reason.
   *
   * @param out must not exist, or be an empty folder
   * @param link whether unchanged images become hard links instead of copies
   * @throws DataException if a part cannot be read, or {@code out} is in use or cannot be written
   */
  public RepairSummary repair(Path out, boolean link) {
    return new Repair(parts).write(out, link);
  }

  private static void readingProblems(PartFacts part, Findings findings) {
    CocoDataset data = part.data();
    if (data == null) {
      findings.add(
          Problem.UNREADABLE_PART, new Occurrence(part.name(), "", -1, -1, part.failure()));
      return;
    }
    Map<Long, String> files = new HashMap<>();
    for (ImageRecord image : data.images()) {
      files.put(image.id(), image.fileName());
    }
    String prefix = data.source() + ": ";
    for (DataWarning warning : data.warnings()) {
      String message = warning.message();
      findings.add(
          Problem.of(warning.kind()),
          new Occurrence(
              part.name(),
              files.getOrDefault(warning.imageId(), ""),
              warning.imageId(),
              warning.annotationId(),
              message.startsWith(prefix) ? message.substring(prefix.length()) : message));
    }
  }

  private void imageProblems(PartFacts part, ImageCase each, Findings findings) {
    ImageRecord image = each.image();
    ImageFacts file = each.file();
    if (!file.present()) {
      add(findings, Problem.MISSING_IMAGE, part, image, "no such file: " + image.path());
    } else if (file.damage() != null) {
      add(findings, Problem.CORRUPT_IMAGE, part, image, file.damage());
    }
    if (file.size() != null && !file.hasSizeOf(image)) {
      String turned =
          file.annotatedAsStored(image)
              ? ", the size before EXIF orientation %d turns it".formatted(file.orientation())
              : "";
      add(
          findings,
          Problem.SIZE_MISMATCH,
          part,
          image,
          "file is %dx%d, annotations say %dx%d%s"
              .formatted(
                  file.size().width(),
                  file.size().height(),
                  image.width(),
                  image.height(),
                  turned));
    }
    if (file.turned()) {
      add(findings, Problem.ROTATED_IMAGE, part, image, "EXIF orientation " + file.orientation());
    }
    if (each.objects().isEmpty()) {
      add(findings, Problem.EMPTY_IMAGE, part, image, "no annotations");
    }
    long count = each.objectsToFind();
    if (count > options.numQueries()) {
      add(
          findings,
          Problem.TOO_MANY_OBJECTS,
          part,
          image,
          "%d objects, %d queries".formatted(count, options.numQueries()));
    }
    each.objects().forEach(object -> objectProblems(part, image, object, findings));
  }

  private void objectProblems(
      PartFacts part, ImageRecord image, ObjectFacts object, Findings findings) {
    Annotation annotation = object.annotation();
    object
        .problems()
        .forEach((problem, detail) ->
            findings.add(
                problem,
                new Occurrence(
                    part.name(), image.fileName(), image.id(), annotation.id(), detail)));
    if (annotation.crowd() || object.pixels() <= 0) {
      return;
    }
    double side = ObjectSizes.scaledSide(image, object, options.imageSize());
    if (side < ObjectFit.COARSE_STRIDE) {
      findings.add(
          side < ObjectFit.STRIDE ? Problem.BELOW_CELL : Problem.BELOW_COARSE_CELL,
          new Occurrence(
              part.name(),
              image.fileName(),
              image.id(),
              annotation.id(),
              "%d pixels; %s pixels across at %d"
                  .formatted(object.pixels(), ObjectFacts.number(side), options.imageSize())));
    }
  }

  private static void add(
      Findings findings, Problem problem, PartFacts part, ImageRecord image, String detail) {
    findings.add(problem, new Occurrence(part.name(), image.fileName(), image.id(), -1, detail));
  }

  /** The number of categories of the part to train on. */
  private int categoryProblems(Findings findings) {
    CocoDataset first = parts.getFirst().data();
    if (first == null) {
      return 0;
    }
    List<String> expected = names(first);
    for (PartFacts part : parts.subList(1, parts.size())) {
      if (part.data() != null && !names(part.data()).equals(expected)) {
        findings.add(
            Problem.CATEGORIES_DIFFER,
            new Occurrence(
                part.name(),
                "",
                -1,
                -1,
                "has %s, where %s has %s"
                    .formatted(names(part.data()), parts.getFirst().name(), expected)));
      }
    }
    int[] counts = first.objectsPerCategory();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        Category category = first.categories().get(i);
        findings.add(
            Problem.UNUSED_CATEGORY,
            new Occurrence(
                parts.getFirst().name(),
                "",
                -1,
                -1,
                "category %d \"%s\"".formatted(category.id(), category.name())));
      }
    }
    return counts.length;
  }

  private static List<String> names(CocoDataset data) {
    return data.categories().stream().map(c -> c.id() + " " + c.name()).toList();
  }

  private static HealthReport.Part summary(PartFacts part) {
    List<HealthReport.CategoryCount> categories = new ArrayList<>();
    CocoDataset data = part.data();
    if (data != null) {
      int[] counts = data.objectsPerCategory();
      for (int i = 0; i < counts.length; i++) {
        categories.add(new HealthReport.CategoryCount(data.categories().get(i), counts[i]));
      }
    }
    long crowds =
        part.images().stream()
            .flatMap(each -> each.objects().stream())
            .filter(object -> object.annotation().crowd())
            .count();
    return new HealthReport.Part(
        part.name(),
        part.paths().annotations(),
        part.paths().images(),
        part.images().size(),
        (int) part.objectCount(),
        (int) crowds,
        categories);
  }
}
