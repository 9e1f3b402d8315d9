package io.yoso4j.data.dataset;

import java.nio.file.Path;

/**
 * Where a part of a data set lies.
 *
 * @param name {@code train} or {@code val}
 * @param annotations the annotation file
 * @param images the folder that its file names are relative to
 */
public record SplitPaths(String name, Path annotations, Path images) {

  /** Reads the annotations. */
  public DatasetSplit read(ReadOptions options) {
    return new DatasetSplit(name, CocoDataset.read(annotations, images, options));
  }
}
