package io.yoso4j.data.dataset;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** Writes predictions as a COCO results file, which every COCO evaluation tool reads. */
public final class CocoResults {

  private CocoResults() {}

  /**
   * Writes a results file, whole or not at all: a list of objects with {@code image_id}, {@code
   * category_id} (in the data set's ids), {@code segmentation} (compressed run lengths), {@code
   * score} and {@code bbox}.
   *
   * @param categories the data set's categories, in the order that {@link CocoResult#category()}
   *     counts
   * @throws DataException naming the file when it cannot be written or a score is not finite
   */
  public static void write(Path file, List<Category> categories, Iterable<CocoResult> results) {
    AtomicFile.write(
        file,
        out -> {
          try (JsonGenerator json =
              CocoWriter.JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartArray();
            for (CocoResult result : results) {
              if (!Double.isFinite(result.score())) {
                throw new DataException(
                    "%s: image %d: score is %s".formatted(file, result.imageId(), result.score()));
              }
              json.writeStartObject();
              json.writeNumberProperty("image_id", result.imageId());
              json.writeNumberProperty("category_id", categories.get(result.category()).id());
              json.writeName("segmentation");
              CocoWriter.write(json, result.mask());
              json.writeNumberProperty("score", result.score());
              json.writeName("bbox");
              CocoWriter.write(json, result.bbox());
              json.writeEndObject();
            }
            json.writeEndArray();
          }
        });
  }
}
