package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.sampling.BilinearReference;
import io.yoso4j.criterion.sampling.BilinearReference.Pixels;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mask terms, and the points they are taken on, against double precision. */
class MaskTermTest {
  private static final int QUERIES = 4;

  private static final List<MaskPoints> KINDS =
      List.of(
          new MaskPoints.FullMask(),
          new MaskPoints.RandomPoints(1),
          new MaskPoints.RandomPoints(37),
          new MaskPoints.UncertaintySampled(37, 3, 0.75),
          new MaskPoints.UncertaintySampled(37, 1, 0.75),
          new MaskPoints.UncertaintySampled(37, 1, 1),
          new MaskPoints.UncertaintySampled(37, 2.5, 1),
          new MaskPoints.UncertaintySampled(37, 3, 0),
          new MaskPoints.UncertaintySampled(1, 1, 0.5));

  @ParameterizedTest
  @CsvSource({
    // prediction, target, logits
    "1, 1, 1, 1, 2",
    "1, 1, 3, 4, 2",
    "1, 7, 1, 5, 2",
    "6, 1, 3, 3, 2",
    "8, 10, 16, 20, 2",
    "16, 20, 5, 6, 2",
    "8, 10, 13, 70, 50",
    "8, 10, 16, 20, 10000"
  })
  void areThoseOfTheReference(int height, int width, int targetH, int targetW, double amplitude) {
    long seed = height * 100L + targetW;
    RandomBatch batch = new RandomBatch(seed);
    StagePrediction stage = batch.stage("s", 2, QUERIES, 4, height, width, amplitude);
    // The second image is padded to the first one's size.
    List<ImageTargets> targets =
        List.of(
            batch.targets(1, 2, 3, targetH + 1, targetW + 2),
            batch.targets(2, 6, 3, targetH, targetW));
    for (MaskPoints kind : KINDS) {
      SetCriterionConfig config =
          SetCriterionConfig.yoso(3).toBuilder().numPoints(40).maskPoints(kind).build();
      Explanation explanation =
          SetCriterion.create(config)
              .explain(
                  List.of(stage), targets, RandomBatch.draws(targets), RandomBatch.HEAP, Pins.NONE);
      assertThat(explanation.result().nonFinite()).isEmpty();
      for (ImageExplanation image : explanation.images()) {
        for (PairExplanation pair : image.pairs()) {
          BitMask mask = targets.get(image.image()).masks().get(pair.target());
          List<double[]> expected = expected(stage, image.image(), pair, mask, targets.getFirst());
          String what =
              "%s, seed %d, image %d, query %d".formatted(kind, seed, image.image(), pair.query());
          check(what, pair, expected, amplitude);
        }
      }
    }
  }

  private static void check(
      String what, PairExplanation pair, List<double[]> expected, double amplitude) {
    PointSample points = pair.points();
    assertThat(points.count()).as(what).isEqualTo(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertThat((double) points.logits()[i])
          .as("%s: logit %d", what, i)
          .isCloseTo(expected.get(i)[0], within(1e-6 * 3 * amplitude));
      assertThat((double) points.labels()[i])
          .as("%s: label %d", what, i)
          .isCloseTo(expected.get(i)[1], within(1e-6));
    }
    PairReference terms = PairReference.of(expected);
    assertThat(pair.lossMask())
        .as(what)
        .isCloseTo(terms.mask(), within(2e-6 * Math.max(1, terms.mask())));
    assertThat(pair.lossDice())
        .as(what)
        .isCloseTo(terms.dice(), within(terms.diceTolerance(3 * amplitude)));
  }

  /** Logit and label at the pair's points, or at every pixel of the frame. */
  private static List<double[]> expected(
      StagePrediction stage, int image, PairExplanation pair, BitMask mask, ImageTargets frame) {
    float[] masks = RandomBatch.values(stage.masks());
    int h = stage.height();
    int w = stage.width();
    int plane = (image * stage.queries() + pair.query()) * h * w;
    Pixels prediction = (row, column) -> masks[plane + row * w + column];
    Pixels truth =
        (row, column) ->
            row < mask.height() && column < mask.width() && mask.get(row, column) ? 1 : 0;
    int frameH = frame.height();
    int frameW = frame.width();
    float[] xy = pair.points().xy();
    List<double[]> expected = new ArrayList<>();
    if (xy.length == 0) {
      for (int i = 0; i < frameH * frameW; i++) {
        int row = i / frameW;
        int column = i % frameW;
        expected.add(
            new double[] {
              BilinearReference.resized(prediction, h, w, frameH, frameW, row, column),
              truth.at(row, column)
            });
      }
    }
    for (int i = 0; i < xy.length; i += 2) {
      expected.add(
          new double[] {
            BilinearReference.sample(prediction, h, w, h, w, xy[i], xy[i + 1]),
            BilinearReference.sample(truth, frameH, frameW, frameH, frameW, xy[i], xy[i + 1])
          });
    }
    return expected;
  }

  @Test
  void onePixelByHand() {
    // Logit ln 3, label 1: cross-entropy -ln 3/4, dice 1 - (2 * 3/4 + 1) / (3/4 + 1 + 1).
    float logit = (float) Math.log(3);
    StagePrediction stage = StagePrediction.of("s", new float[0], new float[] {logit}, 1, 1, 1, 1);
    ImageTargets targets =
        new ImageTargets(1, new int[] {0}, List.of(BitMask.of(1, 1, new long[] {1})));
    CriterionResult result =
        SetCriterion.create(SetCriterionConfig.baseline(1))
            .evaluate(
                List.of(stage),
                List.of(targets),
                RandomBatch.draws(List.of(targets)),
                RandomBatch.DIRTY);
    StageResult only = result.stages().getFirst();
    assertThat(only.losses().get("loss_mask")).isCloseTo(Math.log(4.0 / 3), within(1e-7));
    assertThat(only.losses().get("loss_dice")).isCloseTo(1 - 2.5 / 2.75, within(1e-7));
    // 5 (s - 1) + 5 s (1 - s) (-2 / 2.75 + 2.5 / 2.75²)
    double slope = 5 * -0.25 + 5 * 0.1875 * (-2 / 2.75 + 2.5 / (2.75 * 2.75));
    assertThat((double) RandomBatch.values(only.gradMasks())[0]).isCloseTo(slope, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(floats = {50, 1e4f})
  void saturatedLogitsStayFinite(float magnitude) {
    RandomBatch batch = new RandomBatch(9);
    StagePrediction random = batch.stage("s", 1, QUERIES, 4, 8, 10);
    float[] masks = RandomBatch.values(random.masks());
    for (int i = 0; i < masks.length; i++) {
      masks[i] = Math.copySign(magnitude, masks[i]);
    }
    float[] logits = RandomBatch.values(random.logits());
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Math.copySign(magnitude, logits[i]);
    }
    StagePrediction stage =
        new StagePrediction(
            "s", MemorySegment.ofArray(logits), MemorySegment.ofArray(masks), 1, QUERIES, 4, 8, 10);
    List<ImageTargets> targets = List.of(batch.targets(1, 3, 3, 16, 20));
    for (MaskPoints kind : KINDS) {
      CriterionResult result =
          SetCriterion.create(
                  SetCriterionConfig.yoso(3).toBuilder().numPoints(40).maskPoints(kind).build())
              .evaluate(List.of(stage), targets, RandomBatch.draws(targets), RandomBatch.DIRTY);
      assertThat(result.nonFinite()).as(kind.toString()).isEmpty();
      assertThat(result.total()).as(kind.toString()).isFinite().isPositive();
      for (float value : RandomBatch.values(result.stages().getFirst().gradMasks())) {
        assertThat(value).as(kind.toString()).isFinite();
      }
    }
  }
}
