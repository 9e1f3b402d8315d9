package io.yoso4j.data.dataset;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a part of a data set lies.
 *
 * @param name {@code train}, {@code val} or {@code test}
 * @param format how to read it
 * @param annotations what describes the objects: the annotation file, the {@code data.yaml} of
 *     YOLO, or the data set's folder where each image has files of its own
 * @param images the folder that file names are relative to; for YOLO also a text file that lists
 *     images
 */
public record SplitPaths(String name, DatasetFormat format, Path annotations, Path images) {

  /** Paths named one by one, whose format is found out. */
  public static SplitPaths of(String name, Path annotations, Path images) {
    return new SplitPaths(name, DatasetFormat.of(annotations, images), annotations, images);
  }

  /** The same of a format that is known, or found out if it is null. */
  public static SplitPaths of(
      String name, @Nullable DatasetFormat format, Path annotations, Path images) {
    return format == null
        ? of(name, annotations, images)
        : new SplitPaths(name, format, annotations, images);
  }

  /**
   * Reads the annotations.
   *
   * @throws io.yoso4j.data.DataException naming the file, and the image or annotation, when one is
   *     missing, broken or inconsistent
   */
  public DatasetSplit read(ReadOptions options) {
    return new DatasetSplit(name, format.reader().read(this, options));
  }
}
