package io.yoso4j.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.mask.Box;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ConfusionMatrixTest {
  private static final int CAT = 0;
  private static final int DOG = 1;
  private static final int NOTHING = 2;

  private static final String FIXTURES = "data/coco_eval_fixtures/";
  private static final String RESULTS = "instances_val2014_fakesegm100_results.json";

  @Test
  void everyKindOfOutcomeHasItsPlace() {
    ConfusionMatrix matrix =
        matrix(
            List.of(
                truth(1, CAT, 0, false),
                truth(2, DOG, 100, false),
                truth(3, DOG, 200, false),
                truth(4, CAT, 300, true)),
            List.of(
                found(0.9, CAT, 0),
                found(0.8, CAT, 100),
                found(0.7, DOG, 500),
                found(0.6, CAT, 300),
                found(0.6, CAT, 300),
                found(0.4, DOG, 200)));

    assertThat(matrix.background()).isEqualTo(NOTHING);
    assertThat(matrix.cells())
        .containsExactly(
            new ConfusionMatrix.Cell(CAT, CAT, 1),
            new ConfusionMatrix.Cell(DOG, CAT, 1),
            // The detection of the third object has a low score.
            new ConfusionMatrix.Cell(DOG, NOTHING, 1),
            new ConfusionMatrix.Cell(NOTHING, DOG, 1));
    assertThat(matrix.count(CAT, CAT)).isEqualTo(1);
    assertThat(matrix.count(CAT, DOG)).isZero();
    assertThat(matrix.total(CAT)).as("the crowd is left out").isEqualTo(1);
    assertThat(matrix.total(DOG)).isEqualTo(2);
    assertThat(matrix.total(NOTHING)).isEqualTo(1);
  }

  @Test
  void theOwnClassComesFirst() {
    // The dog of a higher score lies on the cat just as well, and gets nothing.
    ConfusionMatrix matrix =
        matrix(List.of(truth(1, CAT, 0, false)), List.of(found(0.9, DOG, 0), found(0.6, CAT, 1)));
    assertThat(matrix.cells())
        .containsExactly(
            new ConfusionMatrix.Cell(CAT, CAT, 1), new ConfusionMatrix.Cell(NOTHING, DOG, 1));
  }

  @Test
  void aSecondDetectionOfAnObjectIsWrong() {
    ConfusionMatrix matrix =
        matrix(List.of(truth(1, CAT, 0, false)), List.of(found(0.9, CAT, 0), found(0.6, CAT, 1)));
    assertThat(matrix.count(NOTHING, CAT)).isEqualTo(1);
  }

  @Test
  void nothingGivesNothing() {
    assertThat(matrix(List.of(), List.of()).cells()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void rowsCountTheObjectsForAnyNumberOfThreads(IouType type) {
    CocoCase coco = CocoCase.read(FIXTURES + "instances_val2014_100.json", FIXTURES + RESULTS);
    ConfusionMatrix one = coco.confusion(type, EvalConfig.coco().withThreads(1));
    ConfusionMatrix many = coco.confusion(type, EvalConfig.coco().withThreads(3));
    assertThat(many.cells()).isEqualTo(one.cells());

    List<CategoryResult> classes = coco.evaluate(type, EvalConfig.coco()).categories();
    assertThat(classes)
        .allSatisfy(each -> assertThat(one.total(each.category())).isEqualTo(each.instances()));
    assertThat(IntStream.range(0, classes.size()).mapToLong(k -> one.count(k, k)).sum())
        .as("objects found as what they are")
        .isPositive();
  }

  private static ConfusionMatrix matrix(List<GroundTruth> truths, List<Detection> detections) {
    return CocoEvaluator.create(EvalConfig.coco())
        .confusion(IouType.BBOX, List.of(1L), 2, truths, detections);
  }

  private static GroundTruth truth(long id, int category, int x, boolean crowd) {
    return new GroundTruth(id, 1, category, new Box(x, 0, 50, 50), 2500, crowd, null);
  }

  private static Detection found(double score, int category, int x) {
    return new Detection(1, category, score, new Box(x, 0, 50, 50), null);
  }
}
