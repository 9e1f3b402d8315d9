package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.sampling.BilinearReference;
import io.yoso4j.criterion.sampling.BilinearReference.Pixels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mask parts of the matching cost against sums in double precision. */
class MatchingCostTest {

  @ParameterizedTest
  @CsvSource({
    // prediction, target, queries, targets, logits
    "1, 1, 1, 1, 3, 2, 2",
    "1, 7, 1, 5, 3, 2, 2",
    "6, 1, 3, 3, 3, 5, 2",
    "8, 10, 16, 20, 6, 3, 2",
    "8, 10, 13, 27, 17, 40, 2",
    "16, 20, 5, 6, 9, 3, 30",
    "8, 10, 16, 20, 6, 3, 10000",
    "150, 160, 170, 150, 70, 2, 2"
  })
  void isThatOfTheReference(
      int height,
      int width,
      int targetHeight,
      int targetWidth,
      int queries,
      int objects,
      double amplitude) {
    long seed = height * 100L + targetWidth;
    RandomBatch batch = new RandomBatch(seed);
    StagePrediction stage = batch.stage("s", 2, queries, 4, height, width, amplitude);
    List<ImageTargets> targets =
        List.of(
            batch.targets(1, 1, 3, targetHeight + 2, targetWidth + 3),
            batch.targets(2, objects, 3, targetHeight, targetWidth));
    for (MatcherPoints points :
        List.of(
            new MatcherPoints.SharedRandom(1),
            new MatcherPoints.SharedRandom(211),
            new MatcherPoints.PredictionGrid(),
            new MatcherPoints.TargetGrid())) {
      SetCriterionConfig config =
          SetCriterionConfig.yoso(3).toBuilder()
              .maskPoints(new MaskPoints.RandomPoints(3))
              .matcher(RandomBatch.matcher(points, TargetFrame.OWN))
              .build();
      PointDraws draws = RandomBatch.draws(targets);
      List<ImageExplanation> images =
          SetCriterion.create(config)
              .explain(List.of(stage), targets, draws, RandomBatch.HEAP, Pins.NONE)
              .images();
      for (int image = 0; image < 2; image++) {
        CostParts costs = images.get(image).costs();
        for (int query = 0; query < queries; query++) {
          Pixels prediction = prediction(stage, image, query);
          for (int target = 0; target < costs.targets(); target++) {
            PairReference expected =
                PairReference.of(
                    pairs(points, stage, prediction, targets.get(image), image, target, draws));
            String what =
                "%s, seed %d, image %d, query %d, target %d"
                    .formatted(points, seed, image, query, target);
            int at = costs.index(query, target);
            assertThat(costs.maskCost()[at])
                .as(what)
                .isCloseTo(expected.mask(), within(2e-6 * Math.max(1, expected.mask())));
            assertThat(costs.diceCost()[at])
                .as(what)
                .isCloseTo(expected.dice(), within(expected.diceTolerance(amplitude)));
          }
        }
      }
    }
  }

  private static Pixels prediction(StagePrediction stage, int image, int query) {
    float[] masks = RandomBatch.values(stage.masks());
    int plane = (image * stage.queries() + query) * stage.height() * stage.width();
    return (row, column) -> masks[plane + row * stage.width() + column];
  }

  /** Logit and label at every point. */
  private static List<double[]> pairs(
      MatcherPoints points,
      StagePrediction stage,
      Pixels prediction,
      ImageTargets targets,
      int image,
      int target,
      PointDraws draws) {
    BitMask mask = targets.masks().get(target);
    int h = stage.height();
    int w = stage.width();
    int th = targets.height();
    int tw = targets.width();
    Pixels truth = (row, column) -> mask.get(row, column) ? 1 : 0;
    List<double[]> pairs = new ArrayList<>();
    switch (points) {
      case MatcherPoints.SharedRandom(int count) -> {
        float[] xy = new float[2 * count];
        draws.draw(DrawPurpose.MATCHER, 0, image, 0, xy);
        for (int i = 0; i < count; i++) {
          float x = xy[2 * i];
          float y = xy[2 * i + 1];
          pairs.add(
              new double[] {
                BilinearReference.sample(prediction, h, w, h, w, x, y),
                BilinearReference.sample(truth, th, tw, th, tw, x, y)
              });
        }
      }
      case MatcherPoints.PredictionGrid() -> {
        for (int i = 0; i < h * w; i++) {
          double label = truth.at(i / w * th / h, i % w * tw / w);
          pairs.add(new double[] {prediction.at(i / w, i % w), label});
        }
      }
      case MatcherPoints.TargetGrid() -> {
        for (int i = 0; i < th * tw; i++) {
          double logit = BilinearReference.resized(prediction, h, w, th, tw, i / tw, i % tw);
          pairs.add(new double[] {logit, truth.at(i / tw, i % tw)});
        }
      }
    }
    return pairs;
  }
}
