package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yoso4j.data.image.IdImage;
import io.yoso4j.data.image.ImageLimits;

/** PNG images whose colours are ids of segments, of at most 100,000 pixels here. */
class PanopticPngFuzzTest {
  private static final ImageLimits LIMITS = new ImageLimits(100_000, 1 << 20);

  @FuzzTest
  void read(byte[] input) {
    Promise.isKept(input, 16, "ids.png", file -> IdImage.read(file, LIMITS));
  }
}
