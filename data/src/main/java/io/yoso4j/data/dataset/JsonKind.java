package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * What a JSON file holds, from its beginning: reading stops as soon as it is clear.
 *
 * @param file the file
 * @param content what it is
 * @param problem why it cannot be read, if it cannot
 */
record JsonKind(Path file, Content content, Optional<String> problem) {

  /** Kinds of annotation files. */
  enum Content {
    COCO,
    PANOPTIC,
    DETECTRON2,
    LABELME,
    OTHER
  }

  /** Folders with more JSON files than this have one for each image. */
  private static final int MAX_FILES = 40;

  static JsonKind of(Path file) {
    try {
      return new JsonKind(file, JsonInput.read(file, JsonKind::scan), Optional.empty());
    } catch (DataException e) {
      return new JsonKind(file, Content.OTHER, Optional.ofNullable(e.getMessage()));
    }
  }

  /** Whether there is a file of that content. */
  static boolean isFile(Path file, Content content) {
    return Files.isRegularFile(file) && of(file).content() == content;
  }

  /** Those of all JSON files in {@code annotations/} and in the folder itself, few as they are. */
  static List<JsonKind> filesIn(Path folder) {
    return Stream.of(folder.resolve("annotations"), folder)
        .flatMap(place -> directlyIn(place).stream())
        .toList();
  }

  /** Those of all JSON files in a folder, few as they are. */
  static List<JsonKind> directlyIn(Path folder) {
    List<Path> files =
        Folder.entries(folder).stream()
            .filter(file -> Folder.ending(file).equals("json") && Files.isRegularFile(file))
            .limit(MAX_FILES + 1L)
            .toList();
    return files.size() > MAX_FILES ? List.of() : files.stream().map(JsonKind::of).toList();
  }

  private static Content scan(JsonInput in) {
    return switch (in.next()) {
      case START_ARRAY ->
          in.next() == JsonToken.START_OBJECT && isDetectron2(in)
              ? Content.DETECTRON2
              : Content.OTHER;
      case START_OBJECT -> ofObject(in);
      default -> Content.OTHER;
    };
  }

  private static boolean isDetectron2(JsonInput in) {
    boolean name = false;
    boolean annotations = false;
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      name |= field.equals("file_name");
      annotations |= field.equals("annotations");
      if (name && annotations) {
        return true;
      }
      in.skip();
    }
    return false;
  }

  private static Content ofObject(JsonInput in) {
    boolean images = false;
    boolean emptyAnnotations = false;
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      boolean list = in.current() == JsonToken.START_ARRAY;
      if (field.equals("shapes") && list) {
        return Content.LABELME;
      }
      images |= field.equals("images") && list;
      if (field.equals("annotations") && list) {
        Content content = ofAnnotations(in);
        if (content != null) {
          return content;
        }
        emptyAnnotations = true;
        continue;
      }
      in.skip();
    }
    return images && emptyAnnotations ? Content.COCO : Content.OTHER;
  }

  /** Decided by the first annotation; null when there is none. */
  private static @Nullable Content ofAnnotations(JsonInput in) {
    if (in.next() == JsonToken.END_ARRAY) {
      return null;
    }
    if (in.current() != JsonToken.START_OBJECT) {
      return Content.COCO;
    }
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      if (field.equals("segments_info")) {
        return Content.PANOPTIC;
      }
      if (field.equals("caption")) {
        return Content.OTHER;
      }
      in.skip();
    }
    return Content.COCO;
  }
}
