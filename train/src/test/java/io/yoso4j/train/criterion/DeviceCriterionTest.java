package io.yoso4j.train.criterion;

import static io.yoso4j.train.criterion.FusedReference.assertSame;
import static io.yoso4j.train.criterion.FusedReference.evaluate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.MaskTerm;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.NonFinite;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.TargetFrame;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.criterion.FusedReference.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The device's criterion against the fused one. */
class DeviceCriterionTest {
  private static final long MANY = 1L << 25;
  private static final int CLASSES = RandomBatch.CLASSES;

  static Stream<SetCriterionConfig> variants() {
    SetCriterionConfig yoso = SetCriterionConfig.yoso(CLASSES).toBuilder().numPoints(80).build();
    return Stream.of(
        yoso,
        yoso.toBuilder()
            .classification(new Classification.SoftmaxCrossEntropy(0.2, List.of(1.0, 0.0, 2.5)))
            .maskPoints(new MaskPoints.RandomPoints(51))
            .build(),
        yoso.toBuilder().maskPoints(new MaskPoints.UncertaintySampled(33, 2.5, 1)).build(),
        SetCriterionConfig.hybrid(CLASSES).toBuilder().numPoints(80).build(),
        SetCriterionConfig.hybrid(CLASSES).toBuilder()
            .maskPoints(new MaskPoints.FullMask())
            .matcher(new MatcherConfig(2, 5, 5, new MatcherPoints.TargetGrid()))
            .build(),
        SetCriterionConfig.baseline(CLASSES),
        yoso.toBuilder().maskTerm(new MaskTerm.Focal(0.25, 2)).diagnostics(true).build(),
        SetCriterionConfig.detr(CLASSES),
        SetCriterionConfig.detr(CLASSES).toBuilder()
            .maskPoints(new MaskPoints.RandomPoints(40))
            .maskTerm(new MaskTerm.Focal(-1, 0.5))
            .matcher(
                new MatcherConfig(
                    1, 2, 3, 4, 5, new MatcherPoints.SharedRandom(60), TargetFrame.BATCH))
            .build(),
        ignoring(yoso),
        ignoring(yoso).toBuilder()
            .maskPoints(new MaskPoints.RandomPoints(51))
            .matcher(
                new MatcherConfig(
                    2, 5, 5, 0, 0, new MatcherPoints.SharedRandom(70), TargetFrame.BATCH))
            .build(),
        ignoring(SetCriterionConfig.baseline(CLASSES)),
        ignoring(SetCriterionConfig.detr(CLASSES)).toBuilder()
            .matcher(
                new MatcherConfig(1, 2, 3, 4, 5, new MatcherPoints.TargetGrid(), TargetFrame.OWN))
            .build());
  }

  private static SetCriterionConfig ignoring(SetCriterionConfig config) {
    return config.toBuilder().ignoreRegions(true).build();
  }

  static Stream<Arguments> seededVariants() {
    return variants()
        .flatMap(
            config -> LongStream.rangeClosed(1, 3).mapToObj(seed -> Arguments.of(config, seed)));
  }

  /** Shapes differ between stages and images; one image is empty, one has more objects than Q. */
  @ParameterizedTest(name = "[{index}] seed {1}")
  @MethodSource("seededVariants")
  void sameAsFused(SetCriterionConfig config, long seed) {
    try (TensorScope _ = TensorScope.open()) {
      RandomBatch random = new RandomBatch(seed);
      StageOutputs full = random.stage(4, CLASSES + 1, 8, 8);
      List<StageOutputs> stages = new ArrayList<>();
      if (config.matcher().maskCost() > 0) {
        // Without this part of the cost, objects of one class would be equally good.
        stages.add(random.stage(4, 0, 8, 8));
        stages.add(random.stage(4, CLASSES + 1, 8, 8));
        stages.add(random.stage(4, CLASSES + 1, 8, 8));
        stages.add(random.stage(4, CLASSES + 1, 5, 9));
      }
      stages.add(random.withBoxes(4, full.logits(), full.masks()));
      if (config.matcher().boxCost() > 0) {
        stages.add(random.withBoxes(4, random.logits(4, CLASSES + 1), null));
        stages.add(random.withBoxes(4, null, null));
        stages.add(random.withBoxes(4, random.logits(4, CLASSES + 1), null));
      }
      ImageTargets known = random.targets(14, 3, 18, 10);
      List<ImageTargets> targets =
          List.of(
              random.targets(11, 2, 16, 16),
              random.targets(12, 0, 13, 20),
              random.targets(-13, RandomBatch.QUERIES + 2, 11, 9),
              new ImageTargets(14, known.labels(), known.masks(), 18, 10)
                  .withBoxes(Objects.requireNonNull(known.boxes())));
      assertSame(config, stages, targets, MANY);
      FusedReference.clear(stages);
      assertSame(config, stages, targets, 700);
    }
  }

  /** Most sigmoids are 0 or 1 then, and focal terms 0 or large. */
  @ParameterizedTest(name = "[{index}] seed {1}")
  @MethodSource("seededVariants")
  void sameAsFusedWhenSaturated(SetCriterionConfig config, long seed) {
    try (TensorScope _ = TensorScope.open()) {
      RandomBatch random = new RandomBatch(seed);
      StageOutputs large = random.stage(2, CLASSES + 1, 8, 8, 30);
      StageOutputs huge = random.stage(2, CLASSES + 1, 8, 8, 300);
      List<StageOutputs> stages =
          List.of(
              random.withBoxes(2, large.logits(), large.masks()),
              random.withBoxes(2, huge.logits(), huge.masks()));
      List<ImageTargets> targets =
          List.of(random.targets(15, 2, 16, 16), random.targets(16, 3, 12, 14));
      assertSame(config, stages, targets, MANY);
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void batchWithoutObjects(SetCriterionConfig config) {
    try (TensorScope _ = TensorScope.open()) {
      RandomBatch random = new RandomBatch(4);
      List<StageOutputs> stages =
          List.of(random.stage(2, 0, 6, 6), random.stage(2, CLASSES + 1, 6, 6));
      List<ImageTargets> targets =
          List.of(random.targets(1, 0, 12, 12), new ImageTargets(2, new int[0], List.of()));
      assertSame(config, stages, targets, MANY);
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void waitsOnceForTheDevice(SetCriterionConfig config) {
    try (TensorScope _ = TensorScope.open();
        DeviceCriterion criterion = DeviceCriterion.create(config)) {
      RandomBatch random = new RandomBatch(5);
      for (int step = 1; step <= 3; step++) {
        List<StageOutputs> stages =
            List.of(
                random.stage(2, 0, 8, 8),
                random.withBoxes(2, random.logits(2, CLASSES + 1), null),
                random.stage(2, CLASSES + 1, 4, 4));
        List<ImageTargets> targets =
            List.of(random.targets(1, 3, 16, 16), random.targets(2, 1, 9, 9));
        PointDraws draws = PointDraws.counterBased(1, step, new long[] {1, 2});
        long before = criterion.hostReads();
        try (StepLoss loss = criterion.evaluate(stages, targets, draws)) {
          loss.backward();
          assertThat(criterion.hostReads()).isEqualTo(before + 1);
          loss.report();
          loss.report();
          assertThat(criterion.hostReads()).isEqualTo(before + 2);
        }
      }
    }
  }

  @Test
  void halfPrecisionPredictionsAreWidened() {
    try (TensorScope _ = TensorScope.open();
        DeviceCriterion criterion = DeviceCriterion.create(variants().findFirst().orElseThrow())) {
      RandomBatch random = new RandomBatch(6);
      StageOutputs wide = random.stage(1, CLASSES + 1, 8, 8);
      StageOutputs half =
          new StageOutputs(
              Objects.requireNonNull(wide.logits()).to(ElementType.BFLOAT16),
              Objects.requireNonNull(wide.masks()).to(ElementType.BFLOAT16),
              null);
      PointDraws draws = PointDraws.counterBased(1, 1, new long[] {1});
      try (StepLoss loss =
          criterion.evaluate(List.of(half), List.of(random.targets(1, 2, 16, 16)), draws)) {
        loss.backward();
        assertThat(loss.report().total()).isPositive().isFinite();
        Tensor gradient = Objects.requireNonNull(wide.masks()).grad();
        assertThat(Objects.requireNonNull(gradient).norm().item()).isPositive();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void saysWhereItIsNotFinite(float bad) {
    SetCriterionConfig config = variants().findFirst().orElseThrow();
    try (TensorScope _ = TensorScope.open();
        TensorCriterion fused = TensorCriterion.create(config);
        DeviceCriterion device = DeviceCriterion.create(config)) {
      RandomBatch random = new RandomBatch(7);
      StageOutputs good = random.stage(2, CLASSES + 1, 8, 8);
      StageOutputs stage = random.stage(2, CLASSES + 1, 8, 8);
      Objects.requireNonNull(stage.masks()).detach().select(0, 1).select(0, 2).fillInPlace(bad);
      Tensor logits = Objects.requireNonNull(stage.logits());
      logits.detach().select(0, 0).select(0, 3).fillInPlace(Float.NaN);
      List<ImageTargets> targets =
          List.of(random.targets(21, 2, 16, 16), random.targets(22, RandomBatch.QUERIES, 16, 16));
      PointDraws draws = PointDraws.counterBased(1, 1, new long[] {21, 22});
      List<StageOutputs> stages = List.of(good, stage);
      List<NonFinite> expected =
          evaluate(fused, stages.stream().map(RandomBatch::copy).toList(), targets, draws)
              .report()
              .nonFinite();
      Outcome actual = evaluate(device, stages, targets, draws);
      assertThat(expected).isNotEmpty();
      if (Float.isNaN(bad)) {
        assertThat(actual.report().nonFinite()).isEqualTo(expected);
      } else {
        // Dice of an infinite logit is finite or not, as the sigmoid is computed.
        assertThat(places(actual.report().nonFinite())).isEqualTo(places(expected));
      }
      assertThat(actual.report().stages().getFirst().losses().values())
          .allSatisfy(value -> assertThat(value).isFinite());
    }
  }

  private static List<String> places(List<NonFinite> found) {
    return found.stream()
        .map(place -> place.stage() + " " + place.imageId() + " " + place.query())
        .distinct()
        .toList();
  }

  @Test
  void refusesWhatDoesNotFit() {
    SetCriterionConfig config = variants().findFirst().orElseThrow();
    PointDraws draws = PointDraws.counterBased(1, 1, new long[] {1});
    try (TensorScope _ = TensorScope.open();
        DeviceCriterion criterion = DeviceCriterion.create(config)) {
      RandomBatch random = new RandomBatch(8);
      List<ImageTargets> one = List.of(random.targets(31, 1, 8, 8));
      StageOutputs stage = random.stage(1, CLASSES + 1, 8, 8);
      refuses(criterion, List.of(), one, draws, "stages (0)");
      refuses(criterion, List.of(stage), List.of(), draws, "targets (0)");
      refuses(
          criterion, List.of(stage, random.stage(2, 0, 8, 8)), one, draws, "stage s1", "2", "1");
      refuses(
          criterion, List.of(random.stage(1, CLASSES + 2, 8, 8)), one, draws, "stage s0", "(5)");
      ImageTargets wrong = new ImageTargets(32, new int[] {CLASSES}, one.getFirst().masks());
      refuses(criterion, List.of(stage), List.of(wrong), draws, "image 32", "label 0 (3)");
      StageOutputs other =
          new StageOutputs(Tensor.zeros(1, 4, CLASSES + 1), Tensor.zeros(1, 5, 8, 8), null);
      refuses(criterion, List.of(other), one, draws, "4 queries", "5");
      StageOutputs corners = new StageOutputs(null, null, Tensor.zeros(1, 5, 3));
      refuses(criterion, List.of(corners), one, draws, "stage s0", "3 values, expected 4");
      StageOutputs boxed = random.withBoxes(1, stage.logits(), stage.masks());
      ImageTargets masksOnly = new ImageTargets(33, new int[1], one.getFirst().masks());
      refuses(criterion, List.of(boxed), List.of(masksOnly), draws, "image 33", "have none");
      ImageTargets boxesOnly =
          new ImageTargets(34, new int[1], List.of(), 0, 0, new float[4], null);
      refuses(criterion, List.of(stage), List.of(boxesOnly), draws, "image 34", "0 masks for 1");
    }
  }

  private static void refuses(
      DeviceCriterion criterion,
      List<StageOutputs> stages,
      List<ImageTargets> targets,
      PointDraws draws,
      String... parts) {
    assertThatThrownBy(() -> criterion.evaluate(stages, targets, draws))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void memoryDoesNotGrowWithTheSteps() {
    SetCriterionConfig config = variants().findFirst().orElseThrow();
    long[] ids = LongStream.range(0, 2).toArray();
    try (DeviceCriterion criterion = DeviceCriterion.create(config);
        TensorScope _ = TensorScope.open()) {
      RandomBatch random = new RandomBatch(9);
      List<StageOutputs> stages = List.of(random.stage(2, CLASSES + 1, 64, 64));
      List<ImageTargets> targets =
          IntStream.range(0, 2).mapToObj(i -> random.targets(i, 3, 128, 128)).toList();
      long settled = 0;
      for (int step = 0; step < 120; step++) {
        try (TensorScope _ = TensorScope.open();
            StepLoss loss =
                criterion.evaluate(stages, targets, PointDraws.counterBased(1, step, ids))) {
          loss.backward();
          FusedReference.clear(stages);
        }
        if (step == 20) {
          settled = Engine.residentBytes();
        }
      }
      long grown = Engine.residentBytes() - settled;
      // A step's tensors are some 2 MB: 100 steps would show.
      assertThat(grown).as("bytes grown over 100 steps").isLessThan(60L << 20);
    }
  }
}
