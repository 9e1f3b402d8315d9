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
  ROBOFLOW("{train,valid,test}/_annotations.coco.json, images beside it"),
  /** COCO panoptic annotations, whose things are read as instances. */
  PANOPTIC(
      "annotations/panoptic_{train,val,test}*.json with a folder of id images (PNG) of the same"
          + " name"),
  /** Detectron2's data set dictionaries as a JSON list. */
  DETECTRON2(
      "{train,val,test}.json (or instances_…), or a single file: a list of objects with file_name"
          + " and annotations; metadata.json with thing_classes"),
  /** LabelMe: a JSON file for each image. */
  LABELME("a JSON file with shapes for each image, in the folder or in train/, val/, test/"),
  /** YOLO segmentation: a text file of outlines for each image. */
  YOLO("data.yaml with names, train and val; outlines in labels/… as images are in images/…"),
  /** A black and white image for each object. */
  MASKS(
      "masks (PNG) of single objects: masks/NAME/*.png, NAME_maskN.png, or ID/masks/*.png beside"
          + " ID/images/; in the folder or in train/, val/, test/"),
  /** An image for each image, whose grey values are the numbers of its objects. */
  ID_MASKS(
      "masks/NAME.png with one channel for each images/NAME, 0 for background; in the folder or in"
          + " train/, val/, test/");

  private final String files;

  DatasetFormat(String files) {
    this.files = files;
  }

  /** The name to choose it by, as in {@code id_masks}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The files that make a folder a data set of this format, in words. */
  public String files() {
    return files;
  }

  DatasetReader reader() {
    return switch (this) {
      case COCO -> new CocoReader();
      case ROBOFLOW -> new RoboflowReader();
      case PANOPTIC -> new PanopticReader();
      case DETECTRON2 -> new Detectron2Reader();
      case LABELME -> new LabelMeReader();
      case YOLO -> new YoloReader();
      case MASKS -> new MasksReader();
      case ID_MASKS -> new IdMasksReader();
    };
  }

  /**
   * The format with that {@link #key}; {@code -} counts as {@code _}.
   *
   * @throws DataException listing the keys when there is none
   */
  public static DatasetFormat ofKey(String key) {
    String wanted = key.toLowerCase(Locale.ROOT).replace('-', '_');
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
