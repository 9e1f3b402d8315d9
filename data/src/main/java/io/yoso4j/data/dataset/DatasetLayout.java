package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the parts of a data set lie.
 *
 * @param splits at least one, each of another name
 */
public record DatasetLayout(List<SplitPaths> splits) {

  /** Copies the list. */
  public DatasetLayout {
    splits = List.copyOf(splits);
    if (splits.isEmpty()) {
      throw new IllegalArgumentException("a data set needs at least one part");
    }
  }

  /**
   * Finds the parts of a data set in a folder, whatever its format. A folder with COCO instances
   * and COCO panoptic annotations counts as COCO instances.
   *
   * @throws DataException saying what was looked for and what is there when nothing fits; naming
   *     the formats when several fit
   */
  public static DatasetLayout find(Path folder) {
    requireFolder(folder);
    Map<DatasetFormat, List<SplitPaths>> found = new EnumMap<>(DatasetFormat.class);
    for (DatasetFormat format : DatasetFormat.values()) {
      List<SplitPaths> splits = format.reader().find(folder);
      if (!splits.isEmpty()) {
        found.put(format, splits);
      }
    }
    if (found.containsKey(DatasetFormat.COCO)) {
      found.remove(DatasetFormat.PANOPTIC);
    }
    if (found.isEmpty()) {
      throw DetectionError.nothing(folder);
    }
    if (found.size() > 1) {
      throw DetectionError.several(folder, found);
    }
    return new DatasetLayout(found.values().iterator().next());
  }

  /**
   * Finds the parts of a data set whose format is known.
   *
   * @throws DataException saying what was looked for when it is not there
   */
  public static DatasetLayout find(Path folder, DatasetFormat format) {
    requireFolder(folder);
    List<SplitPaths> splits = format.reader().find(folder);
    if (splits.isEmpty()) {
      throw DetectionError.missing(folder, format);
    }
    return new DatasetLayout(splits);
  }

  /** A data set whose files are named one by one; see {@link SplitPaths} for what they may be. */
  public static DatasetLayout of(Path trainAnnotations, Path trainImages) {
    return new DatasetLayout(List.of(SplitPaths.of("train", trainAnnotations, trainImages)));
  }

  /** The same with a part to measure on. */
  public DatasetLayout withVal(Path valAnnotations, Path valImages) {
    List<SplitPaths> all = new ArrayList<>(splits);
    all.removeIf(split -> split.name().equals("val"));
    all.add(SplitPaths.of("val", valAnnotations, valImages));
    return new DatasetLayout(all);
  }

  /** The part of that name, if there is one. */
  public Optional<SplitPaths> split(String name) {
    return splits.stream().filter(split -> split.name().equals(name)).findFirst();
  }

  /**
   * What is learned from.
   *
   * @throws DataException if there is no such part
   */
  public SplitPaths train() {
    return split("train")
        .orElseThrow(() ->
            new DataException(
                "%s: the data set has no part to train on, only %s"
                    .formatted(
                        splits.getFirst().annotations(),
                        String.join(", ", splits.stream().map(SplitPaths::name).toList()))));
  }

  /** What is measured on, if there is any. */
  public Optional<SplitPaths> val() {
    return split("val");
  }

  /** Reads the parts to train and to measure on. */
  public DatasetSplits read(ReadOptions options) {
    return new DatasetSplits(train().read(options), val().map(split -> split.read(options)));
  }

  private static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder + (Files.exists(folder) ? ": not a folder" : ": no such folder"));
    }
  }
}
