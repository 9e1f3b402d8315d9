package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.Path;
import java.util.List;

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
    try (CocoResultsWriter writer = CocoResultsWriter.open(file, categories)) {
      results.forEach(writer::add);
      writer.finish();
    }
  }
}
