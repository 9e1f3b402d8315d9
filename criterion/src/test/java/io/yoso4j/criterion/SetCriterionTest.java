package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SetCriterionTest {
  private static final int CLASSES = 3;
  private static final int QUERIES = 6;
  private static final SegmentAllocator HEAP =
      (bytes, _) -> MemorySegment.ofArray(new float[(int) (bytes / Float.BYTES)]);

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
  void sameBitsForAnyNumberOfThreadsAndAnyMemory(SetCriterionConfig config) {
    List<ImageTargets> targets = List.of(targets(1, 3, 5), targets(2, 0, 5), targets(3, 2, 5));
    List<StagePrediction> stages =
        List.of(prediction(config, 11, 3, false), prediction(config, 12, 3, true));
    PointDraws draws = PointDraws.counterBased(7, 3, new long[] {1, 2, 3});
    CriterionResult one =
        SetCriterion.create(config.toBuilder().parallelism(1).build())
            .evaluate(stages, targets, draws, HEAP);
    CriterionResult many =
        SetCriterion.create(config.toBuilder().parallelism(5).build())
            .evaluate(stages, targets, draws, HEAP);
    assertSame(one, many);
    try (Arena arena = Arena.ofConfined()) {
      List<StagePrediction> confined = stages.stream().map(stage -> copy(stage, arena)).toList();
      assertSame(one, SetCriterion.create(config).evaluate(confined, targets, draws, arena));
    }
  }

  private static StagePrediction copy(StagePrediction stage, Arena arena) {
    MemorySegment logits = stage.logits();
    return new StagePrediction(
        stage.name(),
        logits == null ? null : arena.allocate(logits.byteSize(), 4).copyFrom(logits),
        arena.allocate(stage.masks().byteSize(), 4).copyFrom(stage.masks()),
        stage.batch(),
        stage.queries(),
        stage.columns(),
        stage.height(),
        stage.width());
  }

  private static void assertSame(CriterionResult left, CriterionResult right) {
    assertThat(right.total()).isEqualTo(left.total());
    for (int i = 0; i < left.stages().size(); i++) {
      StageResult a = left.stages().get(i);
      StageResult b = right.stages().get(i);
      assertThat(b.losses()).isEqualTo(a.losses());
      assertThat(b.gradMasks().mismatch(a.gradMasks())).isEqualTo(-1);
      MemorySegment logits = a.gradLogits();
      if (logits != null) {
        assertThat(logits.mismatch(b.gradLogits())).isEqualTo(-1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void gradientIsTheFiniteDifference(SetCriterionConfig config) {
    List<ImageTargets> targets = List.of(targets(1, 2, 9), targets(2, 3, 9));
    StagePrediction stage = prediction(config, 21, 2, true);
    PointDraws draws = PointDraws.counterBased(7, 3, new long[] {1, 2});
    // Choices are held fixed: the gradient is that of the loss at the chosen points.
    SetCriterionConfig fixed =
        config.maskPoints() instanceof MaskPoints.UncertaintySampled
            ? config.toBuilder().maskPoints(new MaskPoints.UncertaintySampled(80, 3, 0)).build()
            : config;
    SetCriterion criterion = SetCriterion.create(fixed);
    StageResult result =
        criterion.evaluate(List.of(stage), targets, draws, HEAP).stages().getFirst();
    difference(criterion, stage, targets, draws, stage.masks(), result.gradMasks(), 17);
    difference(
        criterion,
        stage,
        targets,
        draws,
        Objects.requireNonNull(stage.logits()),
        Objects.requireNonNull(result.gradLogits()),
        1);
  }

  private static void difference(
      SetCriterion criterion,
      StagePrediction stage,
      List<ImageTargets> targets,
      PointDraws draws,
      MemorySegment input,
      MemorySegment gradient,
      int every) {
    long count = input.byteSize() / Float.BYTES;
    for (long i = 0; i < count; i += every) {
      float value = input.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      float h = 0x1p-7f;
      input.setAtIndex(ValueLayout.JAVA_FLOAT, i, value + h);
      double up = criterion.evaluate(List.of(stage), targets, draws, HEAP).total();
      input.setAtIndex(ValueLayout.JAVA_FLOAT, i, value - h);
      double down = criterion.evaluate(List.of(stage), targets, draws, HEAP).total();
      input.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
      assertThat((double) gradient.getAtIndex(ValueLayout.JAVA_FLOAT, i))
          .as("value %d of %d", i, count)
          .isCloseTo((up - down) / (2 * h), within(2e-4));
    }
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
                dirty());
    StageResult only = result.stages().getFirst();
    assertThat(result.numMasks()).isEqualTo(1);
    assertThat(only.losses().get("loss_mask")).isZero();
    assertThat(only.losses().get("loss_dice")).isZero();
    assertThat(only.losses().get("loss_ce")).isPositive();
    assertThat(only.gradMasks().toArray(ValueLayout.JAVA_FLOAT)).containsOnly(0);
    assertThat(result.nonFinite()).isEmpty();
  }

  private static SegmentAllocator dirty() {
    return (bytes, _) ->
        MemorySegment.ofArray(new float[(int) (bytes / Float.BYTES)]).fill((byte) 0x7f);
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
                HEAP);
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
    double alone = SetCriterion.create(config).evaluate(stages, targets, draws, HEAP).total();
    SetCriterionConfig ranks = config.toBuilder().numMasksReducer(count -> count * 1.5).build();
    assertThat(SetCriterion.create(ranks).evaluate(stages, targets, draws, HEAP).total())
        .isCloseTo(alone / 1.5, within(1e-9));
  }

  @Test
  void brokenQueriesAreMatchedLastAndReported() {
    SetCriterionConfig config = variants().findFirst().orElseThrow();
    StagePrediction stage = prediction(config, 61, 2, true);
    long plane = (long) stage.height() * stage.width();
    for (long i = 0; i < 4 * plane; i++) {
      stage
          .masks()
          .setAtIndex(
              ValueLayout.JAVA_FLOAT, i, i < 2 * plane ? Float.NaN : Float.POSITIVE_INFINITY);
    }
    List<ImageTargets> targets = List.of(targets(70, 2, 3), targets(71, 2, 3));
    PointDraws draws = PointDraws.counterBased(1, 1, new long[] {70, 71});
    CriterionResult result =
        SetCriterion.create(config).evaluate(List.of(stage), targets, draws, HEAP);
    assertThat(result.stages().getFirst().assignments().getFirst().queries()).containsExactly(4, 5);
    assertThat(result.total()).isFinite();
    assertThat(result.nonFinite()).containsExactly(new NonFinite("s1", 70, 0, "cost"));
    List<ImageTargets> crowded = List.of(targets(70, 3, 3), targets(71, 2, 3));
    CriterionResult forced =
        SetCriterion.create(config).evaluate(List.of(stage), crowded, draws, HEAP);
    assertThat(forced.stages().getFirst().assignments().getFirst().queries()).contains(4, 5);
    assertThat(forced.nonFinite()).extracting(NonFinite::term).contains("cost", "loss_mask");
    assertThat(forced.total()).isNaN();
  }

  @Test
  void drawsDependOnNothingButTheirKeys() {
    float[] first = new float[30];
    float[] second = new float[30];
    PointDraws.counterBased(1, 2, new long[] {10, 20}).draw(DrawPurpose.RANDOM, 1, 1, 4, first);
    PointDraws.counterBased(1, 2, new long[] {20}).draw(DrawPurpose.RANDOM, 1, 0, 4, second);
    assertThat(second).isEqualTo(first);
    for (float value : first) {
      assertThat(value).isBetween(0f, 1 - 0x1p-24f);
      assertThat(value * 0x1p24f % 1).isZero();
    }
    List<float[]> others = new ArrayList<>();
    PointDraws draws = PointDraws.counterBased(1, 2, new long[] {10, 20});
    for (DrawPurpose purpose : DrawPurpose.values()) {
      for (int key = 0; key < 8; key++) {
        float[] points = new float[4];
        draws.draw(purpose, key & 1, key >> 1 & 1, key >> 2, points);
        others.add(points);
      }
    }
    assertThat(others.stream().map(Arrays::toString)).doesNotHaveDuplicates();
  }

  @Test
  void namesWhatDoesNotFit() {
    SetCriterionConfig config = variants().findFirst().orElseThrow();
    SetCriterion criterion = SetCriterion.create(config);
    PointDraws draws = PointDraws.counterBased(1, 1, new long[] {1});
    StagePrediction stage = prediction(config, 1, 1, true);
    assertThatThrownBy(() -> criterion.evaluate(List.of(), List.of(), draws, HEAP))
        .hasMessageContaining("stages (0)");
    assertThatThrownBy(() -> criterion.evaluate(List.of(stage), List.of(), draws, HEAP))
        .hasMessageContaining("s1 has 1 images");
    ImageTargets wrongLabel = new ImageTargets(8, new int[] {CLASSES}, targets(1, 1, 1).masks());
    assertThatThrownBy(() -> criterion.evaluate(List.of(stage), List.of(wrongLabel), draws, HEAP))
        .hasMessage("image 8: label 0 (3) must be in [0, 3)");
    SetCriterion wider = SetCriterion.create(config.toBuilder().numClasses(7).build());
    assertThatThrownBy(() -> wider.evaluate(List.of(stage), List.of(targets(1, 1, 1)), draws, HEAP))
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
    Random random = new Random(seed);
    int columns =
        CLASSES + (config.classification() instanceof Classification.SoftmaxCrossEntropy ? 1 : 0);
    float[] masks = new float[batch * QUERIES * 8 * 10];
    float[] logits = new float[batch * QUERIES * columns];
    for (int i = 0; i < masks.length; i++) {
      masks[i] = (float) (2 * random.nextGaussian());
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) random.nextGaussian();
    }
    return new StagePrediction(
        scored ? "s1" : "s0",
        scored ? MemorySegment.ofArray(logits) : null,
        MemorySegment.ofArray(masks),
        batch,
        QUERIES,
        scored ? columns : 0,
        8,
        10);
  }

  private static ImageTargets targets(long imageId, int count, int seed) {
    Random random = new Random(seed * 31L + imageId);
    List<BitMask> masks = new ArrayList<>();
    int[] labels = new int[count];
    for (int target = 0; target < count; target++) {
      labels[target] = random.nextInt(CLASSES);
      long[] words = new long[(16 * 20 + 63) / 64];
      int top = random.nextInt(8);
      int left = random.nextInt(10);
      for (int y = top; y < top + 8; y++) {
        for (int x = left; x < left + 9; x++) {
          words[(y * 20 + x) >> 6] |= 1L << (y * 20 + x);
        }
      }
      masks.add(BitMask.of(16, 20, words));
    }
    return new ImageTargets(imageId, labels, masks, 16, 20);
  }
}
