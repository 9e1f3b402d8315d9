package io.yoso4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Agreement with what pycocotools computed from the same files. */
class CocoReferenceTest {
  private static final String FIXTURES = "data/coco_eval_fixtures/";
  private static final String GOLDEN = "golden/eval/";
  private static final Offset<Double> EXACT = within(1e-12);

  @ParameterizedTest
  @EnumSource(names = {"SEGM", "BBOX"})
  void hundredCocoImages(IouType type) {
    JsonNode expected = SharedFiles.json(FIXTURES + "expected_stats.json").get(lower(type));
    CocoCase coco = coco(type);

    CocoEvaluation result = coco.evaluate(type, EvalConfig.coco());

    for (int i = 0; i < 12; i++) {
      String name = expected.get("keys").get(i).asString();
      double value = expected.get("stats").get(i).asDouble();
      assertThat(result.stats()[i]).as(name).isCloseTo(value, EXACT);
      assertThat(result.named().get(name)).as(name).isEqualTo(result.stats()[i]);
    }
    int compared = 0;
    for (Map.Entry<Long, Integer> category : coco.categories().entrySet()) {
      JsonNode row = expected.get("per_category").get(category.getKey().toString());
      if (row != null) {
        CategoryResult mine = result.categories().get(category.getValue());
        assertThat(mine.ap()).as("AP of %s", category).isCloseTo(row.get("AP").asDouble(), EXACT);
        assertThat(mine.ap50()).isCloseTo(row.get("AP50").asDouble(), EXACT);
        assertThat(mine.ar()).isCloseTo(row.get("AR100").asDouble(), EXACT);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(expected.get("per_category").size()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"SEGM", "BBOX"})
  void wholeArraysOfTheGoldenCase(IouType type) {
    CocoCase golden = golden();
    CocoEvaluation result = golden.evaluate(type, EvalConfig.coco());

    JsonNode expected = SharedFiles.json(GOLDEN + "expected.json").get(lower(type));
    result
        .named()
        .forEach((name, value) ->
            assertThat(value).as(name).isCloseTo(expected.get(name).asDouble(), EXACT));
    golden
        .categories()
        .forEach((id, index) ->
            assertThat(result.categories().get(index).ap())
                .as("AP of category %d", id)
                .isCloseTo(expected.get("per_category_AP").get(id.toString()).asDouble(), EXACT));
    assertThat(result.precision())
        .containsExactly(
            SharedFiles.npy(GOLDEN + "precision_" + lower(type) + ".npy", "10, 101, 5, 4, 3"),
            EXACT);
    assertThat(result.recall())
        .containsExactly(
            SharedFiles.npy(GOLDEN + "recall_" + lower(type) + ".npy", "10, 5, 4, 3"), EXACT);
  }

  @ParameterizedTest
  @EnumSource(names = {"SEGM", "BBOX"})
  void anyNumberOfThreadsGivesTheSameBits(IouType type) {
    CocoCase coco = coco(type);
    CocoEvaluation one = coco.evaluate(type, EvalConfig.coco().withThreads(1));
    for (int threads : new int[] {2, 3, 8}) {
      CocoEvaluation many = coco.evaluate(type, EvalConfig.coco().withThreads(threads));
      assertThat(many.stats()).as("%d threads", threads).isEqualTo(one.stats());
      assertThat(many.precision()).isEqualTo(one.precision());
      assertThat(many.recall()).isEqualTo(one.recall());
      assertThat(many.imageScores()).isEqualTo(one.imageScores());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SEGM", "BBOX"})
  void summaryHasThePublishedNumbers(IouType type) {
    String summary = coco(type).evaluate(type, EvalConfig.coco()).summary();

    assertThat(summary.lines()).hasSize(12);
    assertThat(summary)
        .startsWith(
            " Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = "
                + (type == IouType.SEGM ? "0.320\n" : "0.505\n"))
        .contains(
            " Average Precision  (AP) @[ IoU=0.75      | area=   all | maxDets=100 ] = "
                + (type == IouType.SEGM ? "0.299\n" : "0.573\n"))
        .contains(
            " Average Precision  (AP) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = "
                + (type == IouType.SEGM ? "0.327\n" : "0.501\n"))
        .contains(
            " Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets= 10 ] = "
                + (type == IouType.SEGM ? "0.415\n" : "0.594\n"))
        .endsWith(
            " Average Recall     (AR) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = "
                + (type == IouType.SEGM ? "0.381\n" : "0.564\n"));
  }

  private static CocoCase coco(IouType type) {
    return CocoCase.read(
        FIXTURES + "instances_val2014_100.json",
        FIXTURES + "instances_val2014_fake" + lower(type) + "100_results.json");
  }

  private static CocoCase golden() {
    return CocoCase.read(GOLDEN + "gt.json", GOLDEN + "dt.json");
  }

  private static String lower(IouType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
