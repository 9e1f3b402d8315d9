package io.yoso4j.fuzz;

import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import java.nio.file.Path;
import java.util.List;

/** Data sets of which one file is fuzzed. */
final class Datasets {
  private static final int MEBIBYTES = 128;

  private Datasets() {}

  /** Reads a part strictly, and with bad annotations passed over, and repaired. */
  static void read(byte[] input, String file, SplitPaths part) {
    for (ReadOptions options :
        List.of(ReadOptions.STRICT, ReadOptions.LENIENT, ReadOptions.REPAIR)) {
      Promise.isKept(input, MEBIBYTES, file, _ -> part.read(options));
    }
  }

  /** An image of 48 x 64 pixels. */
  static Path image(Path file) {
    ImageFiles.writePng(RgbImage.filled(48, 64, 0), file);
    return file;
  }
}
