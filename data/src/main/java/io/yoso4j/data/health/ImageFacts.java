package io.yoso4j.data.health;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import io.yoso4j.data.Sha256;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What an image file turned out to be.
 *
 * @param present whether there is a file
 * @param damage why it cannot be decoded, or null
 * @param size upright, or null when there is none to be had
 * @param orientation code of EXIF, from 1 (upright) to 8
 * @param sha256 of the file, in hexadecimal; empty without a file
 * @param look for finding near duplicates, or null when it was not decoded
 */
record ImageFacts(
    boolean present,
    @Nullable String damage,
    @Nullable ImageSize size,
    int orientation,
    String sha256,
    @Nullable Look look) {

  private static final int UPRIGHT = 1;

  static ImageFacts of(ImageRecord image, boolean decode) {
    Path file = image.path();
    if (!Files.isRegularFile(file)) {
      return new ImageFacts(false, null, null, UPRIGHT, "", null);
    }
    ImageSize size = null;
    int orientation = UPRIGHT;
    Look look = null;
    String damage = null;
    try {
      size = ImageFiles.readSize(file);
      orientation = ImageFiles.readExifOrientation(file);
      if (decode) {
        RgbImage pixels = ImageFiles.read(file);
        look = Look.of(pixels);
      }
    } catch (DataException e) {
      damage = e.messageWithout(file);
    }
    return new ImageFacts(true, damage, size, orientation, hash(file), look);
  }

  boolean usable() {
    return present && damage == null;
  }

  boolean turned() {
    return orientation != UPRIGHT;
  }

  boolean hasSizeOf(ImageRecord image) {
    return size != null && size.width() == image.width() && size.height() == image.height();
  }

  /** Whether the annotations give the size of the stored pixels, before EXIF turns them. */
  boolean annotatedAsStored(ImageRecord image) {
    return orientation >= 5
        && size != null
        && size.width() == image.height()
        && size.height() == image.width();
  }

  private static String hash(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new DataException(file + ": image cannot be read: " + AtomicFile.reason(e), e);
    }
  }
}
