package io.yoso4j.train.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.LossWeights;
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
import io.yoso4j.model.yoso.StageTensors;
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
  private static final int CLASSES = RandomBatch.CLASSES;
  private static final double TOLERANCE = 1e-5;

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
        SetCriterionConfig.baseline(CLASSES));
  }

  private record Outcome(LossReport report, List<float[]> gradients) {}

  private static Outcome evaluate(
      StepCriterion criterion,
      List<StageTensors> stages,
      List<ImageTargets> targets,
      PointDraws draws) {
    try (StepLoss loss = criterion.evaluate(stages, targets, draws)) {
      loss.backward();
      List<float[]> gradients =
          stages.stream()
              .flatMap(s -> Stream.of(s.masks(), s.logits()))
              .filter(Objects::nonNull)
              .map(t -> Objects.requireNonNull(t.grad()).toFloats())
              .toList();
      return new Outcome(loss.report(), gradients);
    }
  }

  private static void assertSame(
      SetCriterionConfig config,
      List<StageTensors> stages,
      List<ImageTargets> targets,
      long maxElements) {
    long[] ids = targets.stream().mapToLong(ImageTargets::imageId).toArray();
    PointDraws draws = PointDraws.counterBased(7, 3, ids);
    try (TensorCriterion fused = TensorCriterion.create(config);
        DeviceCriterion device = DeviceCriterion.create(config, maxElements)) {
      List<StageTensors> copies = stages.stream().map(RandomBatch::copy).toList();
      Outcome expected = evaluate(fused, copies, targets, draws);
      Outcome actual = evaluate(device, stages, targets, draws);
      assertThat(actual.report.total())
          .isCloseTo(expected.report.total(), within(TOLERANCE * expected.report.total()));
      assertThat(actual.report.numMasks()).isEqualTo(expected.report.numMasks());
      for (int i = 0; i < stages.size(); i++) {
        assertSame(actual.report.stages().get(i), expected.report.stages().get(i));
      }
      for (int i = 0; i < expected.gradients.size(); i++) {
        assertClose(actual.gradients.get(i), expected.gradients.get(i));
      }
    }
  }

  private static void assertSame(StageLoss actual, StageLoss expected) {
    assertThat(actual.name()).isEqualTo(expected.name());
    assertThat(actual.losses().keySet()).containsExactlyElementsOf(expected.losses().keySet());
    expected
        .losses()
        .forEach((term, value) ->
            assertThat(actual.losses().get(term))
                .as(actual.name() + " " + term)
                .isCloseTo(value, within(TOLERANCE * Math.max(1, value))));
    expected
        .weighted()
        .forEach((term, value) ->
            assertThat(actual.weighted().get(term))
                .as(actual.name() + " weighted " + term)
                .isCloseTo(value, within(TOLERANCE * Math.max(1, value))));
    for (int image = 0; image < expected.assignments().size(); image++) {
      Assignment pairs = expected.assignments().get(image);
      assertThat(actual.assignments().get(image))
          .usingRecursiveComparison()
          .as("%s image %d", actual.name(), image)
          .isEqualTo(pairs);
    }
  }

  private static void assertClose(float[] actual, float[] expected) {
    double max = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      max = Math.max(max, Math.abs(expected[i]));
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
    }
    assertThat(worst).isLessThanOrEqualTo(TOLERANCE * max);
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
      List<StageTensors> stages =
          List.of(
              random.stage(3, 0, 8, 8),
              random.stage(3, CLASSES + 1, 8, 8),
              random.stage(3, CLASSES + 1, 8, 8),
              random.stage(3, CLASSES + 1, 5, 9));
      List<ImageTargets> targets =
          List.of(
              random.targets(11, 2, 16, 16),
              random.targets(12, 0, 13, 20),
              random.targets(-13, RandomBatch.QUERIES + 2, 11, 9));
      assertSame(config, stages, targets, 1L << 25);
      stages.forEach(DeviceCriterionTest::clear);
      assertSame(config, stages, targets, 700);
    }
  }

  private static void clear(StageTensors stage) {
    stage.masks().clearGrad();
    Tensor logits = stage.logits();
    if (logits != null) {
      logits.clearGrad();
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void batchWithoutObjects(SetCriterionConfig config) {
    try (TensorScope _ = TensorScope.open()) {
      RandomBatch random = new RandomBatch(4);
      List<StageTensors> stages =
          List.of(random.stage(2, 0, 6, 6), random.stage(2, CLASSES + 1, 6, 6));
      List<ImageTargets> targets =
          List.of(random.targets(1, 0, 12, 12), new ImageTargets(2, new int[0], List.of()));
      assertSame(config, stages, targets, 1L << 25);
    }
  }

  @Test
  void waitsOnceForTheDevice() {
    try (TensorScope _ = TensorScope.open();
        DeviceCriterion criterion = DeviceCriterion.create(variants().findFirst().orElseThrow())) {
      RandomBatch random = new RandomBatch(5);
      for (int step = 1; step <= 3; step++) {
        List<StageTensors> stages =
            List.of(
                random.stage(2, 0, 8, 8),
                random.stage(2, CLASSES + 1, 8, 8),
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
      StageTensors wide = random.stage(1, CLASSES + 1, 8, 8);
      StageTensors half =
          new StageTensors(
              Objects.requireNonNull(wide.logits()).to(ElementType.BFLOAT16),
              wide.masks().to(ElementType.BFLOAT16));
      PointDraws draws = PointDraws.counterBased(1, 1, new long[] {1});
      try (StepLoss loss =
          criterion.evaluate(List.of(half), List.of(random.targets(1, 2, 16, 16)), draws)) {
        loss.backward();
        assertThat(loss.report().total()).isPositive().isFinite();
        assertThat(Objects.requireNonNull(wide.masks().grad()).norm().item()).isPositive();
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
      StageTensors good = random.stage(2, CLASSES + 1, 8, 8);
      StageTensors stage = random.stage(2, CLASSES + 1, 8, 8);
      stage.masks().detach().select(0, 1).select(0, 2).fillInPlace(bad);
      Tensor logits = Objects.requireNonNull(stage.logits());
      logits.detach().select(0, 0).select(0, 3).fillInPlace(Float.NaN);
      List<ImageTargets> targets =
          List.of(random.targets(21, 2, 16, 16), random.targets(22, RandomBatch.QUERIES, 16, 16));
      PointDraws draws = PointDraws.counterBased(1, 1, new long[] {21, 22});
      List<StageTensors> stages = List.of(good, stage);
      List<NonFinite> expected =
          evaluate(fused, stages.stream().map(RandomBatch::copy).toList(), targets, draws)
              .report
              .nonFinite();
      Outcome actual = evaluate(device, stages, targets, draws);
      assertThat(expected).isNotEmpty();
      if (Float.isNaN(bad)) {
        assertThat(actual.report.nonFinite()).isEqualTo(expected);
      } else {
        // Dice of an infinite logit is finite or not, as the sigmoid is computed.
        assertThat(places(actual.report.nonFinite())).isEqualTo(places(expected));
      }
      assertThat(actual.report.stages().getFirst().losses().values())
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
  void refusesConfigurationsItCannotEvaluate() {
    SetCriterionConfig yoso = SetCriterionConfig.yoso(CLASSES);
    MatcherConfig m = yoso.matcher();
    for (SetCriterionConfig config :
        List.of(
            SetCriterionConfig.detr(CLASSES),
            yoso.toBuilder().maskTerm(new MaskTerm.Focal(0.25, 2)).build(),
            yoso.toBuilder().ignoreRegions(true).build(),
            yoso.toBuilder().diagnostics(true).build(),
            yoso.toBuilder().weights(new LossWeights(1, 1, 1, 1, 0)).build(),
            yoso.toBuilder()
                .matcher(new MatcherConfig(1, 1, 1, 1, 0, m.points(), TargetFrame.OWN))
                .build(),
            yoso.toBuilder()
                .matcher(new MatcherConfig(1, 1, 1, 0, 0, m.points(), TargetFrame.BATCH))
                .build())) {
      assertThatThrownBy(() -> DeviceCriterion.create(config))
          .as(config.toString())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not supported by the criterion on a device");
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    SetCriterionConfig config = variants().findFirst().orElseThrow();
    PointDraws draws = PointDraws.counterBased(1, 1, new long[] {1});
    try (TensorScope _ = TensorScope.open();
        DeviceCriterion criterion = DeviceCriterion.create(config)) {
      RandomBatch random = new RandomBatch(8);
      List<ImageTargets> one = List.of(random.targets(31, 1, 8, 8));
      StageTensors stage = random.stage(1, CLASSES + 1, 8, 8);
      refuses(criterion, List.of(), one, draws, "stages (0)");
      refuses(criterion, List.of(stage), List.of(), draws, "targets (0)");
      refuses(
          criterion, List.of(stage, random.stage(2, 0, 8, 8)), one, draws, "stage s1", "2", "1");
      refuses(
          criterion, List.of(random.stage(1, CLASSES + 2, 8, 8)), one, draws, "stage s0", "(5)");
      ImageTargets wrong = new ImageTargets(32, new int[] {CLASSES}, one.getFirst().masks());
      refuses(criterion, List.of(stage), List.of(wrong), draws, "image 32", "label 0 (3)");
      StageTensors other =
          new StageTensors(Tensor.zeros(1, 4, CLASSES + 1), Tensor.zeros(1, 5, 8, 8));
      refuses(criterion, List.of(other), one, draws, "4 queries", "5");
    }
  }

  private static void refuses(
      DeviceCriterion criterion,
      List<StageTensors> stages,
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
      List<StageTensors> stages = List.of(random.stage(2, CLASSES + 1, 64, 64));
      List<ImageTargets> targets =
          IntStream.range(0, 2).mapToObj(i -> random.targets(i, 3, 128, 128)).toList();
      long settled = 0;
      for (int step = 0; step < 120; step++) {
        try (TensorScope _ = TensorScope.open();
            StepLoss loss =
                criterion.evaluate(stages, targets, PointDraws.counterBased(1, step, ids))) {
          loss.backward();
          clear(stages.getFirst());
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
