package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ReadOptions;

/** COCO instances; read strictly, and once more with bad annotations counted and passed over. */
class CocoJsonFuzzTest {
  @FuzzTest
  void read(byte[] input) {
    Promise.isKept(
        input,
        256,
        "instances.json",
        file -> CocoDataset.read(file, file.resolveSibling("images")));
    Promise.isKept(
        input,
        256,
        "instances.json",
        file -> CocoDataset.read(file, file.resolveSibling("images"), ReadOptions.LENIENT));
  }
}
