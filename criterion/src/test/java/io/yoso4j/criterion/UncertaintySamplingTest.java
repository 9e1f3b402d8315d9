package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.criterion.sampling.BilinearReference;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of the drawn points are kept, by replaying what was drawn. */
class UncertaintySamplingTest {
  private static final int QUERIES = 4;
  private static final int HEIGHT = 8;
  private static final int WIDTH = 10;

  @ParameterizedTest
  @CsvSource({
    // points, oversampling, importance, candidates, uncertain points
    "60, 3, 0.75, 180, 45",
    "61, 2.5, 0.5, 152, 30",
    "37, 1, 0.75, 37, 27",
    "37, 1, 1, 37, 37",
    "37, 3, 1, 111, 37",
    "37, 3, 0, 0, 0",
    "2000, 3, 0.75, 6000, 1500",
    "1, 3, 0.75, 0, 0"
  })
  void theMostUncertainCandidatesAreKept(
      int points, double oversampling, double importance, int candidates, int uncertain) {
    long seed = 61;
    RandomBatch batch = new RandomBatch(seed);
    StagePrediction stage = batch.stage("s", 2, QUERIES, 4, HEIGHT, WIDTH);
    List<ImageTargets> targets =
        List.of(batch.targets(1, 2, 3, 16, 20), batch.targets(2, 6, 3, 16, 20));
    Map<String, float[]> drawn = new ConcurrentHashMap<>();
    PointDraws draws = RandomBatch.draws(targets);
    PointDraws recording =
        (purpose, s, image, instance, xy) -> {
          draws.draw(purpose, s, image, instance, xy);
          assertThat(drawn.put(purpose + " " + image + " " + instance, xy.clone())).isNull();
        };
    SetCriterion criterion =
        SetCriterion.create(
            SetCriterionConfig.yoso(3).toBuilder()
                .numPoints(60)
                .maskPoints(new MaskPoints.UncertaintySampled(points, oversampling, importance))
                .build());
    Explanation explanation =
        criterion.explain(List.of(stage), targets, recording, RandomBatch.HEAP, Pins.NONE);
    SameResult.check(
        "drawn in pairs or apart",
        explanation,
        criterion.explain(List.of(stage), targets, draws, RandomBatch.HEAP, Pins.NONE));
    assertThat(explanation.images())
        .extracting(image -> image.pairs().size())
        .containsExactly(2, 4);
    for (ImageExplanation image : explanation.images()) {
      for (PairExplanation pair : image.pairs()) {
        String key = " " + image.image() + " " + pair.target();
        float[] oversampled = drawn.getOrDefault(DrawPurpose.OVERSAMPLE + key, new float[0]);
        float[] fresh = drawn.getOrDefault(DrawPurpose.RANDOM + key, new float[0]);
        assertThat(oversampled).hasSize(2 * candidates);
        float[] xy = pair.points().xy();
        assertThat(xy).hasSize(2 * points);
        assertThat(Arrays.copyOfRange(xy, 2 * uncertain, xy.length)).isEqualTo(fresh);
        checkKept("seed " + seed + key, stage, image.image(), pair, oversampled, uncertain);
      }
    }
  }

  private static void checkKept(
      String what,
      StagePrediction stage,
      int image,
      PairExplanation pair,
      float[] candidates,
      int uncertain) {
    float[] masks = RandomBatch.values(stage.masks());
    int plane = (image * QUERIES + pair.query()) * HEIGHT * WIDTH;
    Set<List<Float>> kept = new HashSet<>();
    for (int i = 0; i < uncertain; i++) {
      kept.add(List.of(pair.points().xy()[2 * i], pair.points().xy()[2 * i + 1]));
    }
    assertThat(kept).as(what).hasSize(uncertain);
    double largestKept = 0;
    double smallestDropped = Double.POSITIVE_INFINITY;
    int found = 0;
    for (int i = 0; i < candidates.length; i += 2) {
      double magnitude =
          Math.abs(
              BilinearReference.sample(
                  (row, column) -> masks[plane + row * WIDTH + column],
                  HEIGHT,
                  WIDTH,
                  HEIGHT,
                  WIDTH,
                  candidates[i],
                  candidates[i + 1]));
      if (kept.contains(List.of(candidates[i], candidates[i + 1]))) {
        found++;
        largestKept = Math.max(largestKept, magnitude);
      } else {
        smallestDropped = Math.min(smallestDropped, magnitude);
      }
    }
    assertThat(found).as(what).isEqualTo(uncertain);
    assertThat(largestKept).as(what).isLessThanOrEqualTo(smallestDropped + 2e-6);
  }
}
