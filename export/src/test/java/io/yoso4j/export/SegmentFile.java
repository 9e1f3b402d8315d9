package io.yoso4j.export;

import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.Segmenter;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A program that runs a file on random pixels; a test starts it without libtorch. */
final class SegmentFile {
  private SegmentFile() {}

  static RgbImage image(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new SplittableRandom(width).nextBytes(rgb);
    return RgbImage.of(width, height, rgb);
  }

  public static void main(String[] args) throws ClassNotFoundException {
    try (Segmenter segmenter = OnnxNetwork.segmenter(Path.of(args[0]))) {
      System.out.println(segmenter.segment(image(80, 60)).size());
    }
    try {
      Class.forName("org.bytedeco.pytorch.Tensor");
      System.out.println("with libtorch");
    } catch (ClassNotFoundException _) {
      System.out.println("without libtorch");
    }
  }
}
