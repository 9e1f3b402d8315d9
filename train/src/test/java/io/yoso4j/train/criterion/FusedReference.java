package io.yoso4j.train.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The fused criterion as what the device's is compared with. */
final class FusedReference {
  private static final double TOLERANCE = 1e-5;

  private FusedReference() {}

  record Outcome(LossReport report, List<float[]> gradients) {}

  static Outcome evaluate(
      StepCriterion criterion,
      List<StageOutputs> stages,
      List<ImageTargets> targets,
      PointDraws draws) {
    try (StepLoss loss = criterion.evaluate(stages, targets, draws)) {
      loss.backward();
      List<float[]> gradients =
          leaves(stages).map(t -> Objects.requireNonNull(t.grad()).toFloats()).toList();
      return new Outcome(loss.report(), gradients);
    }
  }

  static void clear(List<StageOutputs> stages) {
    leaves(stages).forEach(Tensor::clearGrad);
  }

  private static Stream<Tensor> leaves(List<StageOutputs> stages) {
    return stages.stream()
        .flatMap(s -> Stream.of(s.masks(), s.logits(), s.boxes()))
        .filter(Objects::nonNull);
  }

  /**
   * Compares numbers, assignments and gradients; returns the device's.
   *
   * @param maxElements of the device's criterion
   */
  static Outcome assertSame(
      SetCriterionConfig config,
      List<StageOutputs> stages,
      List<ImageTargets> targets,
      long maxElements) {
    long[] ids = targets.stream().mapToLong(ImageTargets::imageId).toArray();
    PointDraws draws = PointDraws.counterBased(7, 3, ids);
    try (TensorCriterion fused = TensorCriterion.create(config);
        DeviceCriterion device = DeviceCriterion.create(config, maxElements)) {
      List<StageOutputs> copies = stages.stream().map(RandomBatch::copy).toList();
      Outcome expected = evaluate(fused, copies, targets, draws);
      Outcome actual = evaluate(device, stages, targets, draws);
      assertThat(actual.report.total())
          .isCloseTo(expected.report.total(), within(TOLERANCE * expected.report.total()));
      assertThat(actual.report.numMasks()).isEqualTo(expected.report.numMasks());
      assertThat(actual.report.nonFinite()).isEqualTo(expected.report.nonFinite());
      for (int i = 0; i < stages.size(); i++) {
        assertSame(actual.report.stages().get(i), expected.report.stages().get(i));
      }
      for (int i = 0; i < expected.gradients.size(); i++) {
        assertClose("gradient " + i, actual.gradients.get(i), expected.gradients.get(i));
      }
      return actual;
    }
  }

  private static void assertSame(StageLoss actual, StageLoss expected) {
    assertThat(actual.name()).isEqualTo(expected.name());
    assertSame(actual.name(), actual.losses(), expected.losses());
    assertSame(actual.name() + " weighted", actual.weighted(), expected.weighted());
    for (int image = 0; image < expected.assignments().size(); image++) {
      assertThat(actual.assignments().get(image))
          .usingRecursiveComparison()
          .as("%s image %d", actual.name(), image)
          .isEqualTo(expected.assignments().get(image));
    }
  }

  private static void assertSame(
      String name, Map<String, Double> actual, Map<String, Double> expected) {
    assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
    expected.forEach((term, value) ->
        assertThat(actual.get(term))
            .as(name + " " + term)
            .isCloseTo(value, within(TOLERANCE * Math.max(1, value))));
  }

  private static void assertClose(String name, float[] actual, float[] expected) {
    assertThat(actual).as(name).hasSameSizeAs(expected);
    double max = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(actual[i] - expected[i]);
      max = Math.max(max, Math.abs(expected[i]));
      worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
    }
    assertThat(worst).as(name).isLessThanOrEqualTo(TOLERANCE * max);
  }
}
