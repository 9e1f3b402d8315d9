package io.yoso4j.train;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import io.yoso4j.data.Sha256;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ImageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What tells one data set from another. The pixels are not read for it: names and sizes in bytes
 * stand for the images, since hashing them would read the whole data set before each training.
 *
 * @param annotations the annotation file or folder
 * @param fileSha256 of the annotation file's bytes; null for formats of many files
 * @param objectsSha256 of what was read from it in any format: classes, and the id, class, box,
 *     area and crowd flag of every object, image by image
 * @param images how many
 * @param imagesSha256 of the names of the image files and their sizes in bytes
 */
record DataFingerprint(
    String annotations,
    @Nullable String fileSha256,
    String objectsSha256,
    int images,
    String imagesSha256) {

  /**
   * @throws DataException if a file cannot be read
   */
  static DataFingerprint of(CocoDataset data) {
    Path source = data.source();
    try {
      Sha256 objects = Sha256.start().add(data.categories().toString());
      Sha256 images = Sha256.start();
      for (ImageRecord image : data.images()) {
        objects.add("\n%d %d %d".formatted(image.id(), image.width(), image.height()));
        for (Annotation object : data.annotations(image.id())) {
          objects.add(
              "\n"
                  + object.id()
                  + " "
                  + object.category()
                  + " "
                  + object.bbox()
                  + " "
                  + object.area()
                  + " "
                  + object.crowd());
        }
        images.add(image.fileName() + "\t" + Files.size(image.path()) + "\n");
      }
      return new DataFingerprint(
          source.toString(),
          Files.isRegularFile(source) ? Sha256.of(source) : null,
          objects.hex(),
          data.images().size(),
          images.hex());
    } catch (IOException e) {
      throw new DataException(source + ": cannot be read: " + AtomicFile.reason(e), e);
    }
  }

  /** Whether both are of the same data, wherever they lie. */
  boolean sameData(DataFingerprint other) {
    return objectsSha256.equals(other.objectsSha256) && imagesSha256.equals(other.imagesSha256);
  }
}
