package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import io.yoso4j.data.json.JsonFile;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes predictions as a COCO results file, one after the other, so that memory does not grow with
 * their number. See {@link CocoResults} for the content. The file appears on {@link #finish};
 * closed before, nothing is left.
 */
public final class CocoResultsWriter implements AutoCloseable {
  private final Path target;
  private final List<Category> categories;
  private final JsonFile file;

  private CocoResultsWriter(Path target, List<Category> categories) {
    this.target = target;
    this.categories = List.copyOf(categories);
    file = JsonFile.open(target);
    file.write(json -> json.writeStartArray());
  }

  /**
   * Starts a file.
   *
   * @param categories in the order that {@link CocoResult#category()} counts
   * @throws DataException naming the file when it cannot be written
   */
  public static CocoResultsWriter open(Path target, List<Category> categories) {
    return new CocoResultsWriter(target, categories);
  }

  /**
   * Appends a prediction.
   *
   * @throws DataException naming the file when it cannot be written or the score is not finite
   */
  public void add(CocoResult result) {
    if (!Double.isFinite(result.score())) {
      throw new DataException(
          "%s: image %d: score is %s".formatted(target, result.imageId(), result.score()));
    }
    file.write(json -> {
      json.writeStartObject();
      json.writeNumberProperty("image_id", result.imageId());
      json.writeNumberProperty("category_id", categories.get(result.category()).id());
      json.writeName("segmentation");
      CocoWriter.write(json, result.mask());
      json.writeNumberProperty("score", result.score());
      json.writeName("bbox");
      CocoWriter.write(json, result.bbox());
      json.writeEndObject();
    });
  }

  /** Puts the file in place. */
  public void finish() {
    file.write(json -> json.writeEndArray());
    file.commit();
  }

  @Override
  public void close() {
    file.close();
  }
}
