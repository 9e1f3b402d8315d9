package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One image of detectron2's list as written.
 *
 * @param place which one, for messages
 * @param id its {@code image_id} if that is a whole number, else its position from 1
 * @param fileName relative to the image folder, or absolute
 * @param width in pixels
 * @param height in pixels
 * @param objects without ids
 * @param problem why it cannot be used, null for nothing
 */
record Detectron2Entry(
    String place,
    long id,
    String fileName,
    int width,
    int height,
    List<RawAnnotation> objects,
    @Nullable String problem) {

  /**
   * @param images the folder that names are relative to
   * @throws DataException if it cannot be used
   */
  ImageObjects toObjects(Path images, ImagePaths paths) {
    if (problem != null) {
      throw new DataException(place + ": " + problem);
    }
    String name;
    Path path;
    try {
      name = local(images);
      path = paths.resolve(name);
    } catch (DataException e) {
      throw e.in(place);
    }
    for (int i = 0; i < objects.size(); i++) {
      objects.get(i).where = place + ": annotations[" + i + "]";
      box(objects.get(i));
    }
    return new ImageObjects(new ImageRecord(id, name, width, height, path), objects);
  }

  /** Detectron2 writes whole paths; those that lie in the folder are good. */
  private String local(Path images) {
    try {
      Path path = Path.of(fileName).normalize();
      Path folder = images.toAbsolutePath().normalize();
      return path.isAbsolute() && path.startsWith(folder)
          ? Folder.relative(folder, path)
          : fileName;
    } catch (InvalidPathException e) {
      throw new DataException("file_name \"" + fileName + "\" is no file name", e);
    }
  }

  /** To COCO's corner and extent. */
  private static void box(RawAnnotation raw) {
    double[] box = raw.bbox;
    if (box == null) {
      return;
    }
    String mode = String.valueOf(raw.boxMode);
    if (mode.equals("0") || mode.matches(".*\\bXYXY_ABS\\b.*")) {
      raw.bbox = new double[] {box[0], box[1], box[2] - box[0], box[3] - box[1]};
    } else if (!mode.equals("1") && !mode.matches(".*\\bXYWH_ABS\\b.*")) {
      raw.problem(
          "bbox_mode must be 0 (XYXY_ABS) or 1 (XYWH_ABS), got "
              + (raw.boxMode == null ? "none" : mode));
    }
  }
}
