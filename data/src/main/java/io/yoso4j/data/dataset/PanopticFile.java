package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonToken;

/**
 * An annotation file in COCO's panoptic format, as ground truth or as results. The id images are
 * not opened.
 *
 * <p>Ids of images, of categories and of the segments of an image are unique; {@code images} and
 * what else the file holds is passed over.
 *
 * @param file the JSON file, for messages
 * @param categories in the order of the file; empty in results
 * @param annotations one per image, in the order of the file
 */
public record PanopticFile(
    Path file, List<PanopticCategory> categories, List<PanopticAnnotation> annotations) {

  /** Keeps copies of the lists. */
  public PanopticFile {
    categories = List.copyOf(categories);
    annotations = List.copyOf(annotations);
  }

  /**
   * Reads ground truth.
   *
   * @param folder where the id images are
   * @throws DataException naming the file and the place in it when it cannot be read, is no
   *     panoptic annotation file, has an id twice, or names an id image outside the folder
   */
  public static PanopticFile readTruth(Path file, Path folder) {
    return read(file, folder, true);
  }

  /**
   * Reads results: as {@link #readTruth}, but {@code categories} may be missing and is passed over.
   */
  public static PanopticFile readResults(Path file, Path folder) {
    return read(file, folder, false);
  }

  private static PanopticFile read(Path file, Path folder, boolean truth) {
    return JsonInput.read(file, in -> readRoot(in, file, folder, truth));
  }

  private static PanopticFile readRoot(JsonInput in, Path file, Path folder, boolean truth) {
    if (in.next() != JsonToken.START_OBJECT) {
      throw in.error(
          "not a panoptic annotation file: expected an object with annotations, got " + in.found());
    }
    PanopticParser parser = new PanopticParser(in, ImagePaths.of(file, folder));
    List<PanopticCategory> categories = null;
    List<PanopticAnnotation> annotations = null;
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      switch (field) {
        case "annotations" -> annotations = list(in, field, parser::annotation);
        case "categories" -> {
          if (truth) {
            categories = list(in, field, parser::category);
          } else {
            in.skip();
          }
        }
        default -> in.skip();
      }
    }
    if (!in.atEnd()) {
      throw in.error("more content after the end of the object");
    }
    if (annotations == null || (truth && categories == null)) {
      throw new DataException(
          "%s: not a panoptic annotation file: it has no list \"%s\""
              .formatted(file, annotations == null ? "annotations" : "categories"));
    }
    return new PanopticFile(file, categories == null ? List.of() : categories, annotations);
  }

  private interface Element<T> {
    T read(int index);
  }

  private static <T> List<T> list(JsonInput in, String field, Element<T> element) {
    in.requireList(field);
    List<T> out = new ArrayList<>();
    while (in.next() != JsonToken.END_ARRAY) {
      out.add(element.read(out.size()));
    }
    return out;
  }
}
