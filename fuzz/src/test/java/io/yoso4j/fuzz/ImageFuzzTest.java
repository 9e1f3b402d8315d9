package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.ImageLimits;

/** JPEG, PNG, GIF and BMP images, of at most 100,000 pixels here. */
class ImageFuzzTest {
  private static final ImageLimits LIMITS = new ImageLimits(100_000, 1 << 20);

  @FuzzTest
  void read(byte[] input) {
    Promise.isKept(input, 16, "image", file -> ImageFiles.read(file, LIMITS));
    Promise.isKept(input, 4, "image", ImageFiles::readSize);
  }
}
