package io.yoso4j.examples;

import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.model.Instance;
import io.yoso4j.model.Segmenter;
import java.nio.file.Path;

/** From a trained model and an image to names, boxes and masks. */
public final class FindObjects {
  private FindObjects() {}

  /**
   * @param args a run's folder or a weight file, then an image
   */
  public static void main(String[] args) {
    try (Segmenter segmenter = Segmenter.open(Path.of(args[0]))) {
      for (Instance found : segmenter.segment(ImageFiles.read(Path.of(args[1])))) {
        System.out.println(describe(segmenter, found));
      }
    }
  }

  static String describe(Segmenter segmenter, Instance found) {
    String name = segmenter.classes().get(found.category()).name();
    return "%s %.2f: %d pixels in %s"
        .formatted(name, found.score(), found.mask().area(), found.bbox());
  }
}
