package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SetCriterionTest {
  private static final int CLASSES = 3;
  private static final int QUERIES = 6;

  static Stream<SetCriterionConfig> variants() {
    SetCriterionConfig yoso = SetCriterionConfig.yoso(CLASSES).toBuilder().numPoints(80).build();
    return Stream.of(
        yoso,
        yoso.toBuilder().maskPoints(new MaskPoints.RandomPoints(50)).build(),
        SetCriterionConfig.hybrid(CLASSES).toBuilder().numPoints(80).build(),
        SetCriterionConfig.baseline(CLASSES));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void withoutObjectsOnlyTheClassTermRemains(SetCriterionConfig config) {
    StagePrediction stage = prediction(config, 31, 2, true);
    CriterionResult result =
        SetCriterion.create(config)
            .evaluate(
                List.of(stage),
                List.of(targets(1, 0, 1), targets(2, 0, 1)),
                PointDraws.counterBased(1, 1, new long[] {1, 2}),
                RandomBatch.DIRTY);
    StageResult only = result.stages().getFirst();
    assertThat(result.numMasks()).isEqualTo(1);
    assertThat(only.losses().get("loss_mask")).isZero();
    assertThat(only.losses().get("loss_dice")).isZero();
    assertThat(only.losses().get("loss_ce")).isPositive();
    assertThat(RandomBatch.values(only.gradMasks())).containsOnly(0);
    assertThat(result.nonFinite()).isEmpty();
  }

  @Test
  void moreObjectsThanQueriesNamesTheLeftovers() {
    SetCriterionConfig config = variants().findFirst().orElseThrow();
    CriterionResult result =
        SetCriterion.create(config)
            .evaluate(
                List.of(prediction(config, 41, 1, true)),
                List.of(targets(1, 9, 2)),
                PointDraws.counterBased(1, 1, new long[] {1}),
                RandomBatch.HEAP);
    Assignment assignment = result.stages().getFirst().assignments().getFirst();
    assertThat(assignment.size()).isEqualTo(QUERIES);
    assertThat(assignment.unmatchedTargets())
        .hasSize(3)
        .isSorted()
        .doesNotContain(assignment.targets());
    assertThat(result.numMasks()).isEqualTo(9);
  }

  @Test
  void averagesTheNumberOfMasksOverRanks() {
    SetCriterionConfig config = variants().findFirst().orElseThrow();
    List<StagePrediction> stages = List.of(prediction(config, 51, 1, false));
    List<ImageTargets> targets = List.of(targets(1, 2, 2));
    PointDraws draws = PointDraws.counterBased(1, 1, new long[] {1});
    double alone =
        SetCriterion.create(config).evaluate(stages, targets, draws, RandomBatch.HEAP).total();
    SetCriterionConfig ranks = config.toBuilder().numMasksReducer(count -> count * 1.5).build();
    assertThat(
            SetCriterion.create(ranks).evaluate(stages, targets, draws, RandomBatch.HEAP).total())
        .isCloseTo(alone / 1.5, within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void duplicatesCostTheSameToTheLastBit(SetCriterionConfig config) {
    StagePrediction random = prediction(config, 71, 1, true);
    // Query 5 repeats query 0.
    float[] masks = RandomBatch.values(random.masks());
    System.arraycopy(masks, 0, masks, 5 * 80, 80);
    float[] logits = RandomBatch.values(random.logits());
    System.arraycopy(logits, 0, logits, 5 * random.columns(), random.columns());
    StagePrediction stage = StagePrediction.of("s1", logits, masks, 1, QUERIES, 8, 10);
    ImageTargets two = targets(1, 2, 7);
    ImageTargets targets =
        new ImageTargets(
            1,
            new int[] {two.labels()[0], two.labels()[1], two.labels()[0]},
            List.of(two.masks().get(0), two.masks().get(1), two.masks().get(0)));
    Explanation explanation =
        SetCriterion.create(config)
            .explain(
                List.of(stage),
                List.of(targets),
                PointDraws.counterBased(1, 1, new long[] {1}),
                RandomBatch.HEAP,
                Pins.NONE);
    CostParts costs = explanation.images().getFirst().costs();
    for (int query = 0; query < QUERIES; query++) {
      assertThat(costs.total()[costs.index(query, 2)])
          .as("seed 71 query %d", query)
          .isEqualTo(costs.total()[costs.index(query, 0)]);
    }
    for (int target = 0; target < 3; target++) {
      assertThat(costs.total()[costs.index(5, target)])
          .as("seed 71 target %d", target)
          .isEqualTo(costs.total()[costs.index(0, target)]);
    }
    Assignment assignment = explanation.images().getFirst().assignment();
    assertThat(assignment.queries()).hasSize(3).doesNotHaveDuplicates();
    assertThat(assignment.targets()).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void namesWhatDoesNotFit() {
    SetCriterionConfig config = variants().findFirst().orElseThrow();
    SetCriterion criterion = SetCriterion.create(config);
    PointDraws draws = PointDraws.counterBased(1, 1, new long[] {1});
    StagePrediction stage = prediction(config, 1, 1, true);
    assertThatThrownBy(() -> criterion.evaluate(List.of(), List.of(), draws, RandomBatch.HEAP))
        .hasMessageContaining("stages (0)");
    assertThatThrownBy(() -> criterion.evaluate(List.of(stage), List.of(), draws, RandomBatch.HEAP))
        .hasMessageContaining("s1 has 1 images");
    ImageTargets wrongLabel = new ImageTargets(8, new int[] {CLASSES}, targets(1, 1, 1).masks());
    assertThatThrownBy(
            () -> criterion.evaluate(List.of(stage), List.of(wrongLabel), draws, RandomBatch.HEAP))
        .hasMessage("image 8: label 0 (3) must be in [0, 3)");
    SetCriterion wider = SetCriterion.create(config.toBuilder().numClasses(7).build());
    assertThatThrownBy(() ->
            wider.evaluate(List.of(stage), List.of(targets(1, 1, 1)), draws, RandomBatch.HEAP))
        .hasMessageContaining("columns (4) must be 8");
    assertThatThrownBy(() ->
            new StagePrediction("s0", null, MemorySegment.ofArray(new float[9]), 1, 2, 0, 2, 2))
        .hasMessageContaining("stage s0: masks hold 36 bytes, expected 32");
    assertThatThrownBy(() -> new ImageTargets(5, new int[2], targets(1, 1, 1).masks()))
        .hasMessageContaining("image 5: 2 labels but 1 masks");
    assertThatThrownBy(() -> BitMask.of(100, 100, new long[3]))
        .hasMessageContaining("needs 157 words, got 3");
    assertThatThrownBy(() -> new MaskPoints.UncertaintySampled(10, 0.5, 0.75))
        .hasMessageContaining("oversampleRatio (0.5)");
    assertThatThrownBy(() -> new MaskPoints.UncertaintySampled(10, 3, 1.5))
        .hasMessageContaining("(1.5) must be in [0, 1]");
    assertThatThrownBy(() -> new LossWeights(1, Double.NaN, 1))
        .hasMessageContaining("mask weight (NaN)");
    assertThatThrownBy(() -> new MatcherConfig(0, 0, 0, new MatcherPoints.PredictionGrid()))
        .hasMessageContaining("all 0");
  }

  private static StagePrediction prediction(
      SetCriterionConfig config, int seed, int batch, boolean scored) {
    int columns =
        CLASSES + (config.classification() instanceof Classification.SoftmaxCrossEntropy ? 1 : 0);
    return new RandomBatch(seed)
        .stage(scored ? "s1" : "s0", batch, QUERIES, scored ? columns : 0, 8, 10);
  }

  private static ImageTargets targets(long imageId, int count, int seed) {
    return new RandomBatch(seed * 31L + imageId).targets(imageId, count, CLASSES, 16, 20);
  }
}
