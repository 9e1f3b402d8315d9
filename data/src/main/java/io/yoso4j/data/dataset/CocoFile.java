package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Reads a COCO annotation file object by object: each annotation is checked and packed before the
 * next is read. Where annotations come before images or categories, the file is read twice.
 */
final class CocoFile {

  private final Path file;
  private final Path imageFolder;
  private final ImagePaths paths;
  private final ReadOptions options;

  /** What is left out or repaired. */
  private final List<DataWarning> warnings = new ArrayList<>();

  private @Nullable List<Category> categories;
  private @Nullable List<ImageRecord> images;
  private @Nullable DatasetBuilder builder;
  private boolean annotated = false;
  private boolean passedOver = false;

  private CocoFile(Path file, Path imageFolder, ReadOptions options) {
    this.file = file;
    this.imageFolder = imageFolder;
    this.paths = ImagePaths.of(file, imageFolder);
    this.options = options;
  }

  static CocoDataset read(Path file, Path imageFolder, ReadOptions options) {
    CocoFile content = new CocoFile(file, imageFolder, options);
    DatasetBuilder builder = JsonInput.read(file, content::readLists);
    if (content.passedOver) {
      JsonInput.read(file, in -> content.readAnnotations(in, builder));
    }
    return builder.build();
  }

  /** The images of a file alone. */
  static List<ImageRecord> readImages(Path file, Path imageFolder, ReadOptions options) {
    CocoFile content = new CocoFile(file, imageFolder, options);
    return JsonInput.read(file, content::readImages)
        .orElseThrow(() -> new DataException(file + ": it has no list \"images\""));
  }

  private Optional<List<ImageRecord>> readImages(JsonInput in) {
    in.next();
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      if (field.equals("images")) {
        return Optional.of(list(in, field, this::image));
      }
      in.skip();
    }
    return Optional.empty();
  }

  private DatasetBuilder readLists(JsonInput in) {
    if (in.next() != JsonToken.START_OBJECT) {
      throw in.error(
          "not a COCO annotation file: expected an object with images, categories and annotations,"
              + " got "
              + in.found());
    }
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      switch (field) {
        case "categories" -> {
          requireFirst(in, field, categories != null);
          categories = list(in, field, this::category);
        }
        case "images" -> {
          requireFirst(in, field, images != null);
          images = list(in, field, this::image);
        }
        case "annotations" -> {
          requireFirst(in, field, annotated);
          in.requireList(field);
          annotated = true;
          if (categories == null || images == null) {
            passedOver = true;
            in.skip();
          } else {
            annotations(in, builder());
          }
        }
        default -> in.skip();
      }
    }
    if (!in.atEnd()) {
      throw in.error("more content after the end of the object");
    }
    DatasetBuilder whole = builder();
    if (!annotated) {
      throw missing("annotations");
    }
    return whole;
  }

  private DatasetBuilder readAnnotations(JsonInput in, DatasetBuilder whole) {
    in.next();
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      if (field.equals("annotations")) {
        annotations(in, whole);
      } else {
        in.skip();
      }
    }
    return whole;
  }

  private DatasetBuilder builder() {
    if (builder != null) {
      return builder;
    }
    if (categories == null) {
      throw missing("categories");
    }
    DatasetBuilder created = new DatasetBuilder(file, imageFolder, categories, options, warnings);
    if (images == null) {
      throw missing("images");
    }
    images.forEach(created::addImage);
    builder = created;
    return created;
  }

  private static void annotations(JsonInput in, DatasetBuilder whole) {
    AnnotationParser parser = new AnnotationParser(in);
    for (int index = 0; in.next() != JsonToken.END_ARRAY; index++) {
      whole.add(parser.parse(index));
    }
  }

  private interface Element<T> {
    /** Null for an element that is left out. */
    @Nullable T read(JsonInput in, int index);
  }

  private static <T> List<T> list(JsonInput in, String field, Element<T> element) {
    in.requireList(field);
    List<T> out = new ArrayList<>();
    for (int index = 0; in.next() != JsonToken.END_ARRAY; index++) {
      T value = element.read(in, index);
      if (value != null) {
        out.add(value);
      }
    }
    return out;
  }

  private @Nullable Category category(JsonInput in, int index) {
    String place = "categories[" + index + "]";
    DataException problem = notAnObject(in, place);
    if (problem != null) {
      leaveOut(DataWarning.Kind.CATEGORY_ENTRY, null, problem);
      return null;
    }
    Long id = null;
    String name = null;
    String supercategory = null;
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      try {
        switch (field) {
          case "id" -> id = in.integer(place, field);
          case "name" -> name = in.text(place, field);
          case "supercategory" -> {
            supercategory = in.current() == JsonToken.VALUE_STRING ? in.text() : null;
            in.skip();
          }
          default -> in.skip();
        }
      } catch (DataException e) {
        problem = postponed(in, problem, e);
      }
    }
    if (problem == null && id == null) {
      problem = missing(in, place, "id");
    }
    if (problem == null && name == null) {
      problem = missing(in, "category " + id, "name");
    }
    if (problem != null || id == null || name == null) {
      leaveOut(DataWarning.Kind.CATEGORY_ENTRY, null, problem);
      return null;
    }
    return new Category(id, name, supercategory);
  }

  private @Nullable ImageRecord image(JsonInput in, int index) {
    String place = "images[" + index + "]";
    DataException problem = notAnObject(in, place);
    if (problem != null) {
      leaveOut(DataWarning.Kind.IMAGE_ENTRY, null, problem);
      return null;
    }
    Long id = null;
    String name = null;
    Long width = null;
    Long height = null;
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      try {
        switch (field) {
          case "id" -> {
            id = in.integer(place, field);
            place = "image " + id;
          }
          case "file_name" -> name = in.text(place, field);
          case "width" -> width = in.integer(place, field);
          case "height" -> height = in.integer(place, field);
          default -> in.skip();
        }
      } catch (DataException e) {
        problem = postponed(in, problem, e);
      }
    }
    try {
      if (problem != null) {
        throw problem;
      }
      return image(in, place, id, name, width, height);
    } catch (DataException e) {
      leaveOut(DataWarning.Kind.IMAGE_ENTRY, id, e);
      return null;
    }
  }

  private ImageRecord image(
      JsonInput in,
      String place,
      @Nullable Long id,
      @Nullable String name,
      @Nullable Long width,
      @Nullable Long height) {
    if (id == null) {
      throw missing(in, place, "id");
    }
    if (name == null) {
      throw missing(in, place, "file_name");
    }
    if (width == null || height == null) {
      throw missing(in, place, width == null ? "width" : "height");
    }
    try {
      AnnouncedSize.require(width, height, options.limits());
    } catch (DataException e) {
      throw in.error(place + ": " + e.getMessage());
    }
    return new ImageRecord(id, name, width.intValue(), height.intValue(), path(in, place, name));
  }

  private Path path(JsonInput in, String place, String name) {
    try {
      return paths.resolve(name);
    } catch (DataException e) {
      throw in.error(place + ": " + e.getMessage());
    }
  }

  private static void requireFirst(JsonInput in, String field, boolean seen) {
    if (seen) {
      throw in.error("the list \"" + field + "\" comes twice");
    }
  }

  private static @Nullable DataException notAnObject(JsonInput in, String place) {
    if (in.current() == JsonToken.START_OBJECT) {
      return null;
    }
    DataException problem = in.error(place + " must be an object, got " + in.found());
    in.skip();
    return problem;
  }

  /** The first problem of an entry, to be told at its end, so that reading can go on behind it. */
  private DataException postponed(JsonInput in, @Nullable DataException problem, DataException e) {
    if (!options.repair()) {
      throw e;
    }
    in.skip();
    return problem == null ? e : problem;
  }

  private void leaveOut(
      DataWarning.Kind kind, @Nullable Long imageId, @Nullable DataException problem) {
    DataException cause = Objects.requireNonNull(problem);
    if (!options.repair()) {
      throw cause;
    }
    warnings.add(
        new DataWarning(
            kind, imageId == null ? -1 : imageId, -1, String.valueOf(cause.getMessage())));
  }

  private static DataException missing(JsonInput in, String place, String field) {
    return in.error(place + " has no " + field);
  }

  private DataException missing(String name) {
    return new DataException(
        file + ": not a COCO annotation file: it has no list \"" + name + "\"");
  }
}
