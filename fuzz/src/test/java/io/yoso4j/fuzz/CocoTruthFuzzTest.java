package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yoso4j.eval.CocoDetections;
import io.yoso4j.eval.CocoEvaluator;
import io.yoso4j.eval.CocoGroundTruth;
import io.yoso4j.eval.EvalConfig;
import io.yoso4j.eval.IouType;
import java.nio.file.Path;

/** COCO annotations as the evaluation reads them, against two results for image 1, class 3. */
class CocoTruthFuzzTest {
  private static final Path RESULTS =
      Scratch.file(
          "truth/found.json",
          """
          [{"image_id": 1, "category_id": 3, "score": 0.9, "segmentation": {"size": [48, 64], "counts": [500, 20, 2552]}},
           {"image_id": 1, "category_id": 3, "score": 0.5, "bbox": [10, 10, 30, 20],
            "segmentation": [[10, 10, 40, 10, 40, 30, 10, 30]]}]
          """);

  @FuzzTest
  void read(byte[] input) {
    CocoEvaluator evaluator = CocoEvaluator.create(EvalConfig.coco().withThreads(1));
    for (IouType type : IouType.values()) {
      CocoDetections found = CocoDetections.read(RESULTS, type);
      Promise.isKept(
          input,
          256,
          "truth/truth.json",
          file -> evaluator.evaluate(CocoGroundTruth.read(file, type), found));
    }
  }
}
