package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yoso4j.data.dataset.DatasetFormat;
import io.yoso4j.data.dataset.SplitPaths;
import java.nio.file.Path;

/** A file of LabelMe beside its image. */
class LabelMeFuzzTest {
  private static final Path FOLDER =
      Datasets.image(Scratch.file("labelme/a.json", "").resolveSibling("a.png")).getParent();

  @FuzzTest
  void read(byte[] input) {
    Datasets.read(
        input, "labelme/a.json", new SplitPaths("train", DatasetFormat.LABELME, FOLDER, FOLDER));
  }
}
