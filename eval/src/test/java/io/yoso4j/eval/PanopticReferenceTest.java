package io.yoso4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.data.dataset.PanopticFile;
import io.yoso4j.data.image.ImageLimits;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Agreement with what panopticapi computed from the same files. */
final class PanopticReferenceTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void theGoldenCase() {
    JsonNode expected = SharedFiles.json("golden/eval/expected.json").get("pq");

    PanopticEvaluation result = golden(2);

    assertQuality(result.all(), expected.get("All"));
    assertQuality(result.things(), expected.get("Things"));
    assertQuality(result.stuff(), expected.get("Stuff"));
    assertThat(result.classes()).hasSize(expected.get("per_class").size()).hasSize(5);
    for (PanopticClassResult each : result.classes()) {
      JsonNode row = expected.get("per_class").get(Long.toString(each.category().id()));
      assertThat(each.pq()).isCloseTo(row.get("pq").asDouble(), EXACT);
      assertThat(each.sq()).isCloseTo(row.get("sq").asDouble(), EXACT);
      assertThat(each.rq()).isCloseTo(row.get("rq").asDouble(), EXACT);
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    PanopticEvaluation one = golden(1);
    for (int threads : new int[] {2, 3, 8}) {
      assertThat(golden(threads)).as("%d threads", threads).isEqualTo(one);
    }
  }

  @Test
  void theCocoSampleComparedWithItselfIsPerfect() {
    Path json = SharedFiles.find("data/panoptic_sample/sample_data/panoptic_examples.json");
    Path folder = json.resolveSibling("panoptic_examples");

    PanopticEvaluation result =
        PanopticEvaluator.create()
            .evaluate(PanopticFile.readTruth(json, folder), PanopticFile.readResults(json, folder));

    assertThat(result.images()).isEqualTo(2);
    assertThat(result.warnings()).isEmpty();
    long segments = result.classes().stream().mapToLong(PanopticClassResult::truePositives).sum();
    assertThat(segments).isEqualTo(47);
    int present = (int) result.classes().stream().filter(PanopticClassResult::isPresent).count();
    assertThat(result.all()).isEqualTo(new PanopticQuality(1, 1, 1, present));
    assertThat(result.things().classes() + result.stuff().classes()).isEqualTo(present);
  }

  private static PanopticEvaluation golden(int threads) {
    Path truth = SharedFiles.find("golden/eval/pan_gt.json");
    Path prediction = SharedFiles.find("golden/eval/pan_pred.json");
    return PanopticEvaluator.create(ImageLimits.DEFAULT, threads)
        .evaluate(
            PanopticFile.readTruth(truth, truth.resolveSibling("pan_gt")),
            PanopticFile.readResults(prediction, prediction.resolveSibling("pan_pred")));
  }

  private static void assertQuality(PanopticQuality actual, JsonNode expected) {
    assertThat(actual.pq()).isCloseTo(expected.get("pq").asDouble(), EXACT);
    assertThat(actual.sq()).isCloseTo(expected.get("sq").asDouble(), EXACT);
    assertThat(actual.rq()).isCloseTo(expected.get("rq").asDouble(), EXACT);
    assertThat(actual.classes()).isEqualTo(expected.get("n").asInt());
  }
}
