package io.yoso4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.data.DataException;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CocoEvaluatorTest {
  private static final Box HERE = new Box(10, 10, 40, 40);
  private static final Box ELSEWHERE = new Box(100, 100, 40, 40);
  private static final EvalConfig CONFIG = EvalConfig.coco().withThreads(2);

  @Test
  void nothingAtAllIsMinusOneEverywhere() {
    CocoEvaluation result = evaluate(List.of(1L), 2, List.of(), List.of());

    assertThat(result.stats()).containsOnly(-1);
    assertThat(result.summary()).contains("= -1.000");
    assertThat(evaluate(List.of(), 0, List.of(), List.of()).stats()).containsOnly(-1);
  }

  @Test
  void noDetectionsIsZeroWhereThereAreObjects() {
    CocoEvaluation result = evaluate(List.of(1L), 2, List.of(truth(7, 1, 0, HERE)), List.of());

    assertThat(result.ap()).isZero();
    assertThat(result.ar()).isZero();
    assertThat(result.named()).containsEntry("APm", 0.0).containsEntry("APl", -1.0);
    assertThat(result.categories())
        .containsExactly(
            new CategoryResult(0, 0, 0, 0, -1, 0, -1, 0, 1),
            new CategoryResult(1, -1, -1, -1, -1, -1, -1, -1, 0));
  }

  @Test
  void detectionsWithoutObjectsStayUndefined() {
    CocoEvaluation result =
        evaluate(List.of(1L), 1, List.of(), List.of(detection(1, 0, 0.9, HERE)));

    assertThat(result.ap()).isEqualTo(-1);
    assertThat(result.imageScores()).containsExactly(new ImageScore(1, 1, 0, 1, 0));
  }

  @Test
  void annotationWithIdZeroIsMatched() {
    CocoEvaluation result =
        evaluate(
            List.of(1L),
            1,
            List.of(truth(0, 1, 0, HERE)),
            List.of(detection(1, 0, 0.9, HERE), detection(1, 0, 0.8, HERE)));

    assertThat(result.ap()).isCloseTo(1, within(1e-12));
    assertThat(result.ar()).isEqualTo(1);
    assertThat(result.imageScores()).containsExactly(new ImageScore(1, 1, 1, 1, 0));
  }

  @Test
  void crowdsTakeAnyNumberOfDetectionsAndAreNeverMissed() {
    GroundTruth crowd = new GroundTruth(5, 1, 0, HERE, HERE.area(), true, null);
    List<Detection> detections =
        List.of(
            detection(1, 0, 0.9, new Box(10, 10, 20, 20)),
            detection(1, 0, 0.8, new Box(20, 20, 20, 20)),
            detection(1, 0, 0.7, ELSEWHERE));

    CocoEvaluation found =
        evaluate(List.of(1L), 1, List.of(crowd, truth(6, 1, 0, ELSEWHERE)), detections);
    CocoEvaluation missed = evaluate(List.of(1L), 1, List.of(crowd), List.of());

    assertThat(found.ap()).isCloseTo(1, within(1e-12));
    assertThat(found.imageScores()).containsExactly(new ImageScore(1, 1, 1, 0, 0));
    assertThat(missed.ap()).isEqualTo(-1);
  }

  @Test
  void limitsOnDetectionsCutTheLowestScores() {
    List<GroundTruth> truths = List.of(truth(1, 1, 0, HERE), truth(2, 1, 0, ELSEWHERE));
    List<Detection> detections =
        List.of(detection(1, 0, 0.1, HERE), detection(1, 0, 0.9, ELSEWHERE));

    CocoEvaluation result = evaluate(List.of(1L), 1, truths, detections);

    assertThat(result.named()).containsEntry("AR1", 0.5).containsEntry("AR10", 1.0);
    CocoEvaluation few =
        CocoEvaluator.create(CONFIG.withMaxDetections(1, 2, 3))
            .evaluate(IouType.BBOX, List.of(1L), 1, truths, detections);
    assertThat(few.ap()).isEqualTo(result.ap());
    assertThat(few.summary()).contains("maxDets=  3 ]");
  }

  @Test
  void equalScoresGoByImageThenByOrderGiven() {
    List<GroundTruth> truths = List.of(truth(1, 1, 0, HERE));
    Detection right = detection(1, 0, 0.5, HERE);
    Detection wrong = detection(1, 0, 0.5, ELSEWHERE);
    Detection wrongLaterImage = detection(2, 0, 0.5, ELSEWHERE);
    List<Long> images = List.of(2L, 1L, 2L);

    assertThat(evaluate(images, 1, truths, List.of(right, wrong)).ap()).isGreaterThan(0.99);
    assertThat(evaluate(images, 1, truths, List.of(wrong, right)).ap()).isBetween(0.49, 0.51);
    assertThat(evaluate(images, 1, truths, List.of(wrongLaterImage, right)).ap())
        .isGreaterThan(0.99);
    assertThat(
            evaluate(
                    images,
                    1,
                    truths,
                    List.of(detection(1, 0, 0.0, HERE), detection(1, 0, -0.0, ELSEWHERE)))
                .ap())
        .isGreaterThan(0.99);
  }

  @Test
  void imagesAreScoredOneByOne() {
    List<GroundTruth> truths = List.of(truth(1, 1, 0, HERE), truth(2, 2, 0, HERE));
    Box shifted = new Box(10, 10, 40, 20);
    List<Detection> detections =
        List.of(
            detection(1, 0, 0.9, HERE),
            detection(1, 0, 0.2, ELSEWHERE),
            detection(2, 1, 0.9, HERE),
            detection(2, 0, 0.6, shifted),
            detection(2, 0, 0.3, HERE));

    List<ImageScore> scores = evaluate(List.of(1L, 2L, 3L), 2, truths, detections).imageScores();

    assertThat(scores)
        .containsExactly(
            new ImageScore(1, 1, 1, 0, 0),
            new ImageScore(2, 0.5, 1, 1, 0),
            new ImageScore(3, 1, 0, 0, 0));
    assertThat(scores.get(1).fScore()).isEqualTo(2.0 / 3);
    assertThat(scores.get(2).fScore()).isEqualTo(1);
  }

  @Test
  void whatDoesNotBelongIsNamed() {
    refused("detection 1 is for image 9", truth(1, 1, 0, HERE), detection(9, 0, 0.5, HERE));
    refused("annotation 77 is for image 8", truth(77, 8, 0, HERE), detection(1, 0, 0.5, HERE));
    refused("category index is 2", truth(1, 1, 0, HERE), detection(1, 2, 0.5, HERE));
    refused("category index is -1", truth(1, 1, -1, HERE), detection(1, 0, 0.5, HERE));
    refused("score is NaN", truth(1, 1, 0, HERE), detection(1, 0, Double.NaN, HERE));
    refused(
        "area is -1.0",
        new GroundTruth(1, 1, 0, HERE, -1, false, null),
        detection(1, 0, 0.5, HERE));
  }

  @Test
  void masksAreRequiredAndOfOneSize() {
    Detection small = new Detection(1, 0, 0.5, HERE, mask(3, 4));
    GroundTruth large = new GroundTruth(6, 1, 0, HERE, 4, false, mask(5, 4));

    assertThatThrownBy(() -> segm(List.of(truth(6, 1, 0, HERE)), List.of(small)))
        .isInstanceOf(DataException.class)
        .hasMessage("annotation 6 (image 1) has no mask, but masks are evaluated");
    assertThatThrownBy(() -> segm(List.of(large), List.of(small)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("detection 0 (image 1): mask is 3x4")
        .hasMessageContaining("5x4");
  }

  @Test
  void configurationIsChecked() {
    assertThatThrownBy(() -> CONFIG.withMaxDetections(1, 1, 5)).hasMessageContaining("[1, 1, 5]");
    assertThatThrownBy(() -> CONFIG.withThreads(0)).hasMessageContaining("threads is 0");
    assertThatThrownBy(() -> CONFIG.withImageScoreThreshold(Double.NaN))
        .hasMessageContaining("NaN");
  }

  private static void refused(String message, GroundTruth truth, Detection detection) {
    List<Detection> detections = Arrays.asList(detection(1, 0, 0.1, HERE), detection);
    assertThatThrownBy(() -> evaluate(List.of(1L), 2, List.of(truth), detections))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  private static CocoEvaluation evaluate(
      List<Long> images, int categories, List<GroundTruth> truths, List<Detection> detections) {
    return CocoEvaluator.create(CONFIG)
        .evaluate(IouType.BBOX, images, categories, truths, detections);
  }

  private static CocoEvaluation segm(List<GroundTruth> truths, List<Detection> detections) {
    return CocoEvaluator.create(CONFIG).evaluate(IouType.SEGM, List.of(1L), 1, truths, detections);
  }

  private static GroundTruth truth(long id, long image, int category, Box box) {
    return new GroundTruth(id, image, category, box, box.area(), false, null);
  }

  private static Detection detection(long image, int category, double score, Box box) {
    return new Detection(image, category, score, box, null);
  }

  private static Rle mask(int height, int width) {
    return Rle.encode(Bitmap.of(height, width));
  }
}
