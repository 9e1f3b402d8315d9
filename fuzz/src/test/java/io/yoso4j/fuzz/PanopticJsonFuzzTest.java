package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yoso4j.data.dataset.PanopticFile;

/** COCO panoptic annotations, as ground truth and as results. */
class PanopticJsonFuzzTest {
  @FuzzTest
  void read(byte[] input) {
    Promise.isKept(
        input,
        4,
        "panoptic.json",
        file -> PanopticFile.readTruth(file, file.resolveSibling("png")));
    Promise.isKept(
        input,
        4,
        "panoptic.json",
        file -> PanopticFile.readResults(file, file.resolveSibling("png")));
  }
}
