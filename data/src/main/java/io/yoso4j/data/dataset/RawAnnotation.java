package io.yoso4j.data.dataset;

import io.yoso4j.data.mask.Rle;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An annotation as written, before its references are followed: images may come later in the file.
 */
final class RawAnnotation {

  /** Position in the file's list, from 0. */
  final int index;

  @Nullable Long id;
  @Nullable Long imageId;
  @Nullable Long categoryId;
  double @Nullable [] bbox;

  /** How detectron2 says to read the box; passed over in other formats. */
  @Nullable String boxMode;

  @Nullable Double area;
  boolean crowd;
  @Nullable List<double[]> rings;
  @Nullable RawRle rle;

  /** A mask that needs no check. */
  @Nullable Rle mask;

  /** Which file and object, for messages, where the file is not that of the whole data set. */
  @Nullable String where;

  /** The first value of the wrong kind, in words. */
  @Nullable String problem;

  RawAnnotation(int index) {
    this.index = index;
  }

  /** Run lengths as written: a text or a list. */
  static final class RawRle {
    final int height;
    final int width;
    final @Nullable String compressed;
    final int[] counts;

    RawRle(int height, int width, @Nullable String compressed, int[] counts) {
      this.height = height;
      this.width = width;
      this.compressed = compressed;
      this.counts = counts;
    }
  }

  /** How many numbers or characters describe its mask. */
  long size() {
    long size = 0;
    if (rings != null) {
      for (double[] ring : rings) {
        size += ring.length;
      }
    }
    if (rle != null) {
      size += rle.counts.length + (rle.compressed == null ? 0 : rle.compressed.length());
    }
    return size;
  }

  void problem(String what) {
    if (problem == null) {
      problem = what;
    }
  }

  /** Which annotation of which file, for messages. */
  String place(Path file) {
    return where == null ? file + ": " + place() : where;
  }

  /** Which annotation, for messages. */
  String place() {
    String name = id == null ? "annotations[" + index + "]" : "annotation " + id;
    return imageId == null ? name : name + " (image " + imageId + ")";
  }
}
