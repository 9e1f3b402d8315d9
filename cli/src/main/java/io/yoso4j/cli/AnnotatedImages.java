package io.yoso4j.cli;

import io.yoso4j.data.dataset.ClassFile;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.PanopticCategory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Images that an annotation file knows, so that results get its ids of images and categories.
 *
 * @param file in COCO's format; annotations themselves are not read
 * @param records what the file says about each image, by the image's path
 * @param categories of the file
 * @param notes what is left out, in words
 */
record AnnotatedImages(
    Path file,
    Map<Path, ImageRecord> records,
    List<PanopticCategory> categories,
    List<String> notes) {

  private static final int SHOWN = 3;

  /**
   * Finds the images in the file: by as much of their paths as file names there have, or by the
   * plain name if only one image there has it.
   *
   * @throws CliException when none is there, or an image fits several entries or several an entry
   * @throws io.yoso4j.data.DataException when the file cannot be read
   */
  static AnnotatedImages of(Path file, List<Path> images) {
    List<ImageRecord> all = CocoDataset.readImages(file);
    List<PanopticCategory> categories = ClassFile.read(file);
    ImageNames names = new ImageNames(file, all);
    Map<Path, ImageRecord> records = new LinkedHashMap<>();
    Map<Long, Path> taken = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    for (Path image : images) {
      ImageRecord record = names.find(image);
      if (record == null) {
        unknown.add(image.toString());
        continue;
      }
      Path other = taken.put(record.id(), image);
      if (other != null) {
        throw new CliException(
            ExitCode.DATA_ERROR,
            "%s: image %d (%s) is both %s and %s"
                .formatted(file, record.id(), record.fileName(), other, image));
      }
      records.put(image, record);
    }
    if (records.isEmpty()) {
      throw new CliException(
          ExitCode.DATA_ERROR,
          "--annotations %s: has none of the %d images: not %s"
              .formatted(file, images.size(), some(unknown)));
    }
    List<String> absent = new ArrayList<>();
    for (ImageRecord record : all) {
      if (!taken.containsKey(record.id())) {
        absent.add(record.fileName());
      }
    }
    return new AnnotatedImages(
        file, records, categories, notes(file, images.size(), all.size(), unknown, absent));
  }

  private static List<String> notes(
      Path file, int images, int entries, List<String> unknown, List<String> absent) {
    List<String> notes = new ArrayList<>();
    if (!unknown.isEmpty()) {
      notes.add(
          "%d of %d images are not in %s and left out: %s"
              .formatted(unknown.size(), images, file, some(unknown)));
    }
    if (!absent.isEmpty()) {
      notes.add(
          "%d of %d images of %s are not among --images: %s"
              .formatted(absent.size(), entries, file, some(absent)));
    }
    return notes;
  }

  static String some(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() > SHOWN ? shown + " and %d more".formatted(names.size() - SHOWN) : shown;
  }

  /** The images that are known, in the order given. */
  List<Path> images() {
    return List.copyOf(records.keySet());
  }
}
