package io.yoso4j.train.criterion;

import static io.yoso4j.train.criterion.FusedReference.assertSame;
import static io.yoso4j.train.criterion.FusedReference.evaluate;
import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.MaskTerm;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.NonFinite;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.criterion.FusedReference.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ignored pixels on the device. */
class DeviceIgnoreTest {
  private static final int CLASSES = RandomBatch.CLASSES;
  private static final int SIDE = 16;
  private static final long MANY = 1L << 25;

  /** Every way to choose points, in the loss and in the matcher. */
  static Stream<SetCriterionConfig> variants() {
    SetCriterionConfig yoso =
        SetCriterionConfig.yoso(CLASSES).toBuilder().numPoints(80).ignoreRegions(true).build();
    return Stream.of(
        yoso,
        yoso.toBuilder()
            .maskTerm(new MaskTerm.Focal(0.25, 2))
            .maskPoints(new MaskPoints.RandomPoints(60))
            .matcher(new MatcherConfig(2, 5, 5, new MatcherPoints.PredictionGrid()))
            .build(),
        yoso.toBuilder()
            .maskPoints(new MaskPoints.FullMask())
            .matcher(new MatcherConfig(2, 5, 5, new MatcherPoints.TargetGrid()))
            .build());
  }

  /** A batch of two images, the first of which is ignored from a column on. */
  private static List<ImageTargets> targets(RandomBatch random, int from) {
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % SIDE >= from ? 1 : 0);
    }
    return List.of(
        random.targets(1, 1, SIDE, SIDE).withIgnore(BitMask.ofPixels(SIDE, SIDE, pixels)),
        random.targets(2, 2, SIDE, SIDE));
  }

  /** Fewer candidates are left than the loss wants: all of them count, and nothing else. */
  @ParameterizedTest
  @MethodSource("variants")
  void hardlyAnythingIsLeft(SetCriterionConfig config) {
    try (TensorScope _ = TensorScope.open()) {
      RandomBatch random = new RandomBatch(1);
      List<StageOutputs> stages = List.of(random.stage(2, CLASSES + 1, 8, 8));
      assertSame(config, stages, targets(random, 1), MANY);
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void nothingIsLeft(SetCriterionConfig config) {
    try (TensorScope _ = TensorScope.open()) {
      RandomBatch random = new RandomBatch(2);
      List<StageOutputs> stages = List.of(random.stage(2, CLASSES + 1, 8, 8));
      Outcome outcome = assertSame(config, stages, targets(random, 0), MANY);
      float[] masks = outcome.gradients().getFirst();
      assertThat(Arrays.copyOf(masks, masks.length / 2)).containsOnly(0);
    }
  }

  /** What the network says where nobody looks does no harm. */
  @ParameterizedTest
  @MethodSource("variants")
  void predictionsThatAreNotFinite(SetCriterionConfig config) {
    try (TensorScope _ = TensorScope.open()) {
      RandomBatch random = new RandomBatch(3);
      StageOutputs stage = random.stage(2, CLASSES + 1, 8, 8);
      Tensor masks = Objects.requireNonNull(stage.masks()).detach().select(0, 0);
      masks.select(2, 7).fillInPlace(Double.NaN);
      masks.select(2, 6).fillInPlace(Double.POSITIVE_INFINITY);
      Outcome outcome = assertSame(config, List.of(stage), targets(random, SIDE / 2), MANY);
      assertThat(outcome.report().nonFinite()).isEmpty();
      assertThat(outcome.report().total()).isFinite();
    }
  }

  /** A prediction that is NaN wherever it counts must not seem healthy. */
  @Test
  void candidatesThatAreNotFiniteComeBeforeIgnoredOnes() {
    SetCriterionConfig config = variants().findFirst().orElseThrow();
    try (TensorScope _ = TensorScope.open()) {
      RandomBatch random = new RandomBatch(4);
      StageOutputs stage = random.stage(2, CLASSES + 1, 8, 8);
      Tensor masks = Objects.requireNonNull(stage.masks()).detach();
      masks.select(0, 0).narrow(2, 0, 3).fillInPlace(Double.NaN);
      List<ImageTargets> targets = targets(random, SIDE / 4);
      PointDraws draws = PointDraws.counterBased(1, 1, new long[] {1, 2});
      try (TensorCriterion fused = TensorCriterion.create(config);
          DeviceCriterion device = DeviceCriterion.create(config)) {
        List<NonFinite> expected =
            evaluate(fused, List.of(RandomBatch.copy(stage)), targets, draws).report().nonFinite();
        assertThat(expected).extracting(NonFinite::term).contains("cost", "loss_mask");
        assertThat(evaluate(device, List.of(stage), targets, draws).report().nonFinite())
            .isEqualTo(expected);
      }
    }
  }
}
