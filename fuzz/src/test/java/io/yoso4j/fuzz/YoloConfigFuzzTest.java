package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yoso4j.data.dataset.DatasetFormat;
import io.yoso4j.data.dataset.DatasetLayout;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.dataset.SplitPaths;
import java.nio.file.Path;

/** The {@code data.yaml} of a YOLO data set, beside images that it may name or not. */
class YoloConfigFuzzTest {
  private static final Path FOLDER =
      Scratch.file("yolo/labels/train/a.txt", "0 0.1 0.1 0.9 0.1 0.5 0.9\n")
          .resolve("../../..")
          .normalize();

  private static final Path IMAGE = Datasets.image(FOLDER.resolve("images/train/a.png"));

  @FuzzTest
  void read(byte[] input) {
    Promise.isKept(
        input,
        16,
        "yolo/data.yaml",
        _ -> DatasetLayout.find(FOLDER, DatasetFormat.YOLO).read(ReadOptions.STRICT));
    Path config = FOLDER.resolve("data.yaml");
    Datasets.read(
        input,
        "yolo/data.yaml",
        new SplitPaths("train", DatasetFormat.YOLO, config, IMAGE.getParent()));
  }
}
