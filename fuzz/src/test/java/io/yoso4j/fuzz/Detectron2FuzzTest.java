package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yoso4j.data.dataset.DatasetFormat;
import io.yoso4j.data.dataset.SplitPaths;
import java.nio.file.Path;

/** A list of detectron2's data set dictionaries. */
class Detectron2FuzzTest {
  private static final Path FILE = Scratch.file("detectron2/train.json", "");
  private static final Path IMAGE = Datasets.image(FILE.resolveSibling("a.png"));

  @FuzzTest
  void read(byte[] input) {
    Datasets.read(
        input,
        "detectron2/train.json",
        new SplitPaths("train", DatasetFormat.DETECTRON2, FILE, IMAGE.getParent()));
  }
}
