package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.ImageLimits;

/**
 * JPEG, PNG, GIF and BMP images, of at most 2048 pixels here: ImageIO makes objects for every row
 * of every scan of a JPEG image, and all of them count.
 */
class ImageFuzzTest {
  private static final ImageLimits LIMITS = new ImageLimits(2048, 1 << 20);

  @FuzzTest
  void read(byte[] input) {
    Promise.isKept(input, 8, "image", file -> ImageFiles.read(file, LIMITS));
    Promise.isKept(input, 4, "image", ImageFiles::readSize);
  }
}
