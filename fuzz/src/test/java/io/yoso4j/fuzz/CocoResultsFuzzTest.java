package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yoso4j.eval.CocoDetections;
import io.yoso4j.eval.CocoEvaluator;
import io.yoso4j.eval.CocoGroundTruth;
import io.yoso4j.eval.EvalConfig;
import io.yoso4j.eval.IouType;
import java.nio.file.Path;

/** COCO results, read and evaluated against one object: masks are decoded only then. */
class CocoResultsFuzzTest {
  private static final Path TRUTH =
      Scratch.file(
          "results/truth.json",
          """
          {"images": [{"id": 1, "height": 48, "width": 64}], "categories": [{"id": 3, "name": "cat"}],
           "annotations": [{"id": 1, "image_id": 1, "category_id": 3, "iscrowd": 0, "area": 600,
            "bbox": [10, 10, 30, 20], "segmentation": [[10, 10, 40, 10, 40, 30, 10, 30]]}]}
          """);

  @FuzzTest
  void read(byte[] input) {
    CocoEvaluator evaluator = CocoEvaluator.create(EvalConfig.coco().withThreads(1));
    for (IouType type : IouType.values()) {
      CocoGroundTruth truth = CocoGroundTruth.read(TRUTH, type);
      Promise.isKept(
          input,
          256,
          "results/found.json",
          file -> evaluator.evaluate(truth, CocoDetections.read(file, type)));
    }
  }
}
