package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The formats of data sets that are read; all of them become a {@link CocoDataset}. */
public enum DatasetFormat {
  /** COCO instance annotations: one JSON file for each part. */
  COCO(
      "annotations/instances_{train,val,test}*.json or {train,val,test}.json (with or without"
          + " annotations/), or a single COCO file; images in images/, train/, images/train/ …"),
  /** What Roboflow exports as COCO: each part in a folder with its annotation file. */
  ROBOFLOW("{train,valid,test}/_annotations.coco.json, images beside it");

  private final String files;

  DatasetFormat(String files) {
    this.files = files;
  }

  /** The name to choose it by: lower case, words joined by {@code -}, as in {@code id-masks}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The files that make a folder a data set of this format, in words. */
  public String files() {
    return files;
  }

  DatasetReader reader() {
    return switch (this) {
      case COCO -> new CocoReader();
      case ROBOFLOW -> new RoboflowReader();
    };
  }

  /**
   * The format with that {@link #key}.
   *
   * @throws DataException listing the keys when there is none
   */
  public static DatasetFormat ofKey(String key) {
    String wanted = key.toLowerCase(Locale.ROOT).replace('_', '-');
    for (DatasetFormat format : values()) {
      if (format.key().equals(wanted)) {
        return format;
      }
    }
    throw new DataException(
        "unknown data set format \"%s\"; known are %s"
            .formatted(
                key, String.join(", ", Arrays.stream(values()).map(DatasetFormat::key).toList())));
  }

  /**
   * The format of annotations and images named one by one. An annotation file of unknown content is
   * taken for COCO, whose reader says what is wrong with it.
   *
   * @param annotations file or folder, as in {@link SplitPaths#annotations()}
   * @param images file or folder, as in {@link SplitPaths#images()}
   */
  public static DatasetFormat of(Path annotations, Path images) {
    for (DatasetFormat format : values()) {
      if (format.reader().fits(annotations, images)) {
        return format;
      }
    }
    return COCO;
  }
}
