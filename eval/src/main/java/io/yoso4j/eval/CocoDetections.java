package io.yoso4j.eval;

import io.yoso4j.data.json.JsonReader;
import io.yoso4j.data.mask.Rle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The detections of a file of COCO results, kept for evaluation only. Immutable.
 *
 * <p>Sizes follow pycocotools: if the first result has a box, the area of every detection is that
 * of its box, and masks are the boxes where there are none; else areas and missing boxes are those
 * of the masks.
 */
public final class CocoDetections {
  private final Path file;
  private final IouType type;
  private final ObjectColumns objects;
  private final boolean byBoxes;
  private final List<String> notes;

  private CocoDetections(Path file, IouType type, ResultReader content) {
    this.file = file;
    this.type = type;
    this.objects = content.objects();
    this.byBoxes = content.byBoxes();
    this.notes = notes(type, content);
  }

  /**
   * Reads a file of results as a stream.
   *
   * @param type what is to be evaluated
   * @throws io.yoso4j.data.DataException naming the file and the place if it is missing or broken,
   *     or a result lacks what is needed; masks are checked when they are evaluated
   */
  public static CocoDetections read(Path file, IouType type) {
    return JsonReader.read(
        file,
        in -> {
          ResultReader content = new ResultReader(in, type);
          content.read();
          return new CocoDetections(file, type, content);
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

  /** The number of detections. */
  public int size() {
    return objects.size;
  }

  /** What may surprise, one line each. */
  public List<String> notes() {
    return notes;
  }

  /**
   * The detections on the images and categories of annotations.
   *
   * @throws io.yoso4j.data.DataException if one is of an unknown image or category
   */
  ObjectTable on(CocoGroundTruth truth, int threads) {
    IntFunction<String> names = i -> file + ": result " + i;
    ObjectTable given = truth.resolve(objects, names);
    if (!type.usesBoxes() || byBoxes) {
      return given;
    }
    ObjectTable table = given.withBoxes(given.boxes().clone(), given.areas().clone());
    Indexed.forEach(
        table.size(),
        threads,
        256,
        () -> {
          MaskText text = new MaskText();
          return i -> fillFromMask(table, i, text);
        });
    return table;
  }

  private static void fillFromMask(ObjectTable table, int i, MaskText text) {
    Rle mask = table.masks().mask(i, text);
    table.areas()[i] = mask.area();
    if (Double.isNaN(table.boxes()[4 * i])) {
      table.setBox(i, mask.bbox());
    }
  }

  private static List<String> notes(IouType type, ResultReader content) {
    List<String> lines = new ArrayList<>();
    if (!type.usesBoxes() && content.byBoxes()) {
      lines.add(
          "results have boxes, so small, medium and large go by the area of the box, as in pycocotools");
      if (content.withoutMask() > 0) {
        lines.add(
            "%d of %d results have no mask; their box is compared, as in pycocotools"
                .formatted(content.withoutMask(), content.objects().size));
      }
    }
    return List.copyOf(lines);
  }
}
