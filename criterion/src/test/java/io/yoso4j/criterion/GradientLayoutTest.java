package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientLayoutTest {
  private static final int QUERIES = 5;
  private static final int PLANE = 7 * 9;

  static Stream<MaskPoints> maskPoints() {
    return Stream.of(
        new MaskPoints.UncertaintySampled(60, 3, 0.75),
        new MaskPoints.RandomPoints(60),
        new MaskPoints.FullMask());
  }

  @ParameterizedTest
  @MethodSource("maskPoints")
  void matchedPlanesAreTheDenseOnesAndTheOthersZero(MaskPoints maskPoints) {
    long seed = 11;
    RandomBatch batch = new RandomBatch(seed);
    List<StagePrediction> stages =
        List.of(batch.stage("s0", 4, QUERIES, 0, 7, 9), batch.stage("s1", 4, QUERIES, 4, 7, 9));
    // None, some, all, more than all of the queries matched.
    List<ImageTargets> targets =
        List.of(
            batch.targets(1, 2, 3, 14, 18),
            batch.targets(2, 0, 3, 14, 18),
            batch.targets(3, QUERIES, 3, 14, 18),
            batch.targets(4, QUERIES + 2, 3, 14, 18));
    SetCriterionConfig config =
        SetCriterionConfig.yoso(3).toBuilder().numPoints(60).maskPoints(maskPoints).build();
    CriterionResult dense = evaluate(config, GradientLayout.DENSE, stages, targets);
    CriterionResult matched = evaluate(config, GradientLayout.MATCHED, stages, targets);
    assertThat(matched.total()).isEqualTo(dense.total());
    for (int s = 0; s < stages.size(); s++) {
      float[] planes = RandomBatch.values(dense.stages().get(s).gradMasks());
      float[] kept = RandomBatch.values(matched.stages().get(s).gradMasks());
      assertThat(kept).hasSize((2 + QUERIES + QUERIES) * PLANE);
      int next = 0;
      for (int image = 0; image < targets.size(); image++) {
        int[] queries = dense.stages().get(s).assignments().get(image).queries();
        for (int query = 0; query < QUERIES; query++) {
          int from = (image * QUERIES + query) * PLANE;
          float[] plane = Arrays.copyOfRange(planes, from, from + PLANE);
          String what = "seed " + seed + " stage " + s + " image " + image + " query " + query;
          if (Arrays.binarySearch(queries, query) < 0) {
            assertThat(plane).as(what).containsOnly(0);
          } else {
            assertThat(plane)
                .as(what)
                .isEqualTo(Arrays.copyOfRange(kept, next * PLANE, (next + 1) * PLANE))
                .isNotEqualTo(new float[PLANE]);
            next++;
          }
        }
      }
    }
  }

  private static CriterionResult evaluate(
      SetCriterionConfig config,
      GradientLayout layout,
      List<StagePrediction> stages,
      List<ImageTargets> targets) {
    return SetCriterion.create(config.toBuilder().gradientLayout(layout).build())
        .evaluate(stages, targets, RandomBatch.draws(targets), RandomBatch.DIRTY);
  }
}
