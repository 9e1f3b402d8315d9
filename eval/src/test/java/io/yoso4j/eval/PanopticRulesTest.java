package io.yoso4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules on images of a few pixels, worked by hand. */
final class PanopticRulesTest {
  @TempDir private Path folder;
  private PanopticCase images;

  @BeforeEach
  void start() {
    images = new PanopticCase(folder);
  }

  @Test
  void perfectPredictionIsOne() {
    PanopticEvaluation result =
        images
            .truth(1, "aab|ccc", "a:1", "b:2", "c:3")
            .prediction(1, "ddf|eee", "d:1", "e:3", "f:2")
            .evaluate();

    assertThat(result.all()).isEqualTo(new PanopticQuality(1, 1, 1, 3));
    assertThat(result.things()).isEqualTo(new PanopticQuality(1, 1, 1, 2));
    assertThat(result.stuff()).isEqualTo(new PanopticQuality(1, 1, 1, 1));
    assertThat(result.warnings()).isEmpty();
  }

  @Test
  void aMatchNeedsMoreThanHalf() {
    // 2 of 4 pixels: an IoU of exactly one half is none. 3 of 4: 0.75.
    PanopticEvaluation result =
        images
            .truth(1, "aaaa|cccc", "a:1", "c:3")
            .prediction(1, "ddff|ccce", "d:1", "f:2", "c:3", "e:2")
            .evaluate();

    assertClass(result, 0, 0, 1, 1, 0);
    assertClass(result, 1, 0, 2, 0, 0);
    assertClass(result, 2, 1, 0, 0, 0.75);
    assertThat(result.all().pq()).isCloseTo(0.75 / 3, within(1e-15));
    assertThat(result.all().rq()).isCloseTo(1.0 / 3, within(1e-15));
  }

  @Test
  void voidDoesNotEnterTheUnion() {
    // The prediction has 3 pixels of the object and 3 on void: 3 / (6 + 4 - 3 - 3).
    PanopticEvaluation result =
        images.truth(1, "aaaa...", "a:1").prediction(1, ".dddddd", "d:1").evaluate();
    assertClass(result, 0, 1, 0, 0, 0.75);
  }

  @Test
  void predictionMostlyOnVoidIsNotWrong() {
    // d: 2 of 3 pixels on void, left out; e: exactly half, wrong.
    PanopticEvaluation result =
        images
            .truth(1, "aaa...bb", "a:1", "b:1")
            .prediction(1, "..dddeeb", "d:2", "e:2", "b:1")
            .evaluate();
    assertClass(result, 0, 0, 1, 2, 0);
    assertClass(result, 1, 0, 1, 0, 0);
  }

  @Test
  void crowdIsNeverMissedAndExcusesItsOwnCategory() {
    // d (cat) and e (dog) lie on a crowd of cats with 2 of 3 pixels each.
    PanopticEvaluation result =
        images
            .truth(1, "kkkkaaa", "k:1:crowd", "a:3")
            .prediction(1, "ddeedea", "d:1", "e:2", "a:3")
            .evaluate();
    assertClass(result, 0, 0, 0, 0, 0);
    assertClass(result, 1, 0, 1, 0, 0);
    assertThat(result.classes().get(0).isPresent()).isFalse();
    assertThat(result.things().classes()).isEqualTo(1);
  }

  @Test
  void crowdAndVoidAddUp() {
    // Of d's five pixels, 2 are on crowd, 1 on void: more than half together only.
    PanopticEvaluation result =
        images.truth(1, "kk.aa", "k:1:crowd", "a:1").prediction(1, "ddddd", "d:1").evaluate();
    assertClass(result, 0, 0, 0, 1, 0);
  }

  @Test
  void aCrowdIsNotMatched() {
    PanopticEvaluation result =
        images.truth(1, "kkkk", "k:1:crowd").prediction(1, "kkkk", "k:1").evaluate();
    assertClass(result, 0, 0, 0, 0, 0);
    assertThat(result.all().classes()).isZero();
    assertThat(result.all().pq()).isNaN();
  }

  @Test
  void ofSeveralCrowdsOfACategoryTheLastCounts() {
    // d lies on k, which comes first and is forgotten: wrong, as in panopticapi.
    PanopticEvaluation result =
        images
            .truth(1, "kkkkqqqq", "k:1:crowd", "q:1:crowd")
            .prediction(1, "dddd....", "d:1")
            .evaluate();
    assertClass(result, 0, 0, 1, 0, 0);
  }

  @Test
  void aSplitSegmentMatchesWithItsLargerPart() {
    // Parts of 4 and 2 of 6 pixels: one match with 4/6, one wrong.
    PanopticEvaluation result =
        images.truth(1, "aaaaaa", "a:3").prediction(1, "ddddee", "d:3", "e:3").evaluate();
    assertClass(result, 2, 1, 1, 0, 4.0 / 6);
    assertThat(result.classes().get(2).pq()).isCloseTo(4.0 / 6 / 1.5, within(1e-15));
    assertThat(result.classes().get(2).sq()).isCloseTo(4.0 / 6, within(1e-15));
    assertThat(result.classes().get(2).rq()).isCloseTo(1 / 1.5, within(1e-15));
  }

  @Test
  void aPlaceOfAnotherCategoryIsNoMatch() {
    PanopticEvaluation result =
        images.truth(1, "aaaa", "a:1").prediction(1, "aaaa", "a:2").evaluate();
    assertClass(result, 0, 0, 0, 1, 0);
    assertClass(result, 1, 0, 1, 0, 0);
  }

  @Test
  void allVoidPredictionMissesEverything() {
    PanopticEvaluation result =
        images.truth(1, "aabb", "a:1", "b:1").prediction(1, "....").evaluate();
    assertClass(result, 0, 0, 0, 2, 0);
    assertThat(result.all()).isEqualTo(new PanopticQuality(0, 0, 0, 1));
  }

  @Test
  void theAreaOfTheFileCounts() {
    // 4 pixels shared; the file says the object has 6, so 4 / (4 + 6 - 4).
    PanopticEvaluation result =
        images.truth(1, "aaaa", "a:1:area6").prediction(1, "aaaa", "a:1").evaluate();
    assertClass(result, 0, 1, 0, 0, 4.0 / 6);
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .contains("gt.json: image 1: segment 70001: area is 6, but")
        .contains("has 4 pixels");
  }

  @Test
  void pixelsOfNoSegmentAreNotVoid() {
    // 2 of d's pixels are on id b, which the file does not list: they stay in the union.
    PanopticEvaluation result =
        images.truth(1, "aaaabb", "a:1").prediction(1, "dddddd", "d:1").evaluate();
    assertClass(result, 0, 1, 0, 0, 4.0 / 6);
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .contains("segment 140002 is in")
        .contains("not in segments_info");
  }

  @Test
  void aPredictionMayListVoidAsASegment() {
    PanopticEvaluation result =
        images.truth(1, "aaaa", "a:1").prediction(1, "...d", ".:1", "d:2").evaluate();
    assertClass(result, 0, 1, 0, 0, 0.75);
  }

  @Test
  void imagesAddUp() {
    PanopticEvaluation result =
        images
            .truth(5, "aaaa", "a:1")
            .truth(2, "aaaa", "a:1")
            .prediction(2, "aaa.", "a:1")
            .prediction(9, "a", "a:77")
            .prediction(5, "aaaa", "a:1")
            .evaluate();
    assertThat(result.images()).isEqualTo(2);
    assertClass(result, 0, 2, 0, 0, 1.75);
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .contains("pred.json: predictions for images that are not in")
        .endsWith("passed over: 1");
  }

  @Test
  void errorsNameFileImageAndSegment() {
    assertError("no prediction for image 1", new PanopticCase(folder).truth(1, "a", "a:1"));
    assertError(
        "pred.json: image 1: segment 140002 is in " + folder.resolve("pred").resolve("1.png"),
        new PanopticCase(folder).truth(1, "aa", "a:1").prediction(1, "ab", "a:1"));
    assertError(
        "pred.json: image 1: segment 140002 is in segments_info, but has no pixel in ",
        new PanopticCase(folder).truth(1, "aa", "a:1").prediction(1, "a.", "a:1", "b:1"));
    assertError(
        "pred.json: image 1: segment 70001 has the unknown category_id 8",
        new PanopticCase(folder).truth(1, "aa", "a:1").prediction(1, "aa", "a:8"));
    assertError(
        "gt.json: image 1: segment 70001 has the unknown category_id 8",
        new PanopticCase(folder).truth(1, "aa", "a:8").prediction(1, "aa", "a:1"));
    assertError(
        "is 3x1, but the ground truth",
        new PanopticCase(folder).truth(1, "aa", "a:1").prediction(1, "aaa", "a:1"));
    assertError(
        "segment 70001: area is 0, but it shares 2 pixels with a prediction",
        new PanopticCase(folder).truth(1, "aa", "a:1:area0").prediction(1, "aa", "a:1"));
  }

  @Test
  void aMissingIdImageIsNamed() throws Exception {
    images.truth(4, "aa", "a:1").prediction(4, "aa", "a:1");
    Path png = folder.resolve("pred").resolve("4.png");
    Files.delete(png);
    assertError("pred.json: image 4: " + png + ": image cannot be read: no such file", images);
  }

  @Test
  void theFirstImageWithAnErrorIsReported() {
    for (int image = 1; image <= 40; image++) {
      images.truth(image, "aa", "a:1").prediction(image, image >= 23 ? "ab" : "aa", "a:1");
    }
    for (int threads : new int[] {1, 2, 8}) {
      assertThatExceptionOfType(DataException.class)
          .as("%d threads", threads)
          .isThrownBy(() -> images.evaluate(threads))
          .withMessageContaining("image 23: segment 140002");
    }
  }

  private static void assertError(String message, PanopticCase images) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(images::evaluate)
        .withMessageContaining(message);
  }

  private static void assertClass(
      PanopticEvaluation result, int index, int right, int wrong, int missed, double iouSum) {
    PanopticClassResult each = result.classes().get(index);
    assertThat(new long[] {each.truePositives(), each.falsePositives(), each.missed()})
        .as(each.category().name())
        .containsExactly(right, wrong, missed);
    assertThat(each.iouSum()).as(each.category().name()).isCloseTo(iouSum, within(1e-15));
  }
}
