package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yoso4j.data.dataset.DatasetFormat;
import io.yoso4j.data.dataset.SplitPaths;
import java.nio.file.Path;

/** Outlines of one image as YOLO segmentation. */
class YoloLabelsFuzzTest {
  private static final Path CONFIG =
      Scratch.file("labels/data.yaml", "names: [cat, dog]\ntrain: images\n");

  private static final Path IMAGE =
      Datasets.image(CONFIG.resolveSibling("images").resolve("a.png"));

  @FuzzTest
  void read(byte[] input) {
    Datasets.read(
        input,
        "labels/labels/a.txt",
        new SplitPaths("train", DatasetFormat.YOLO, CONFIG, IMAGE.getParent()));
  }
}
