package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.NumMasksReducer;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.criterion.DeviceCriterion;
import io.yoso4j.train.criterion.LossReport;
import io.yoso4j.train.criterion.StageOutputs;
import io.yoso4j.train.criterion.StepCriterion;
import io.yoso4j.train.criterion.StepLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses and gradients of single images add up to those of their batch. */
final class StepTotalsTest {
  private static final int QUERIES = 5;
  private static final int CLASSES = 3;
  private static final int SIDE = 8;
  private static final int[] COUNTS = {4, 0, 1, 2};
  private static final long SEED = 20_26;

  static Stream<Arguments> cases() {
    return Stream.of(
            new Classification.SoftmaxCrossEntropy(0.1),
            new Classification.SoftmaxCrossEntropy(0.1, List.of(1.0, 0.5, 3.0)),
            new Classification.SigmoidFocal(0.25, 2))
        .flatMap(classification ->
            Stream.of(false, true).map(fused -> Arguments.of(classification, fused)));
  }

  private static float[] random(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (4 * random.nextDouble() - 2);
    }
    return values;
  }

  private static ImageTargets image(SplittableRandom random, long id, int count) {
    int[] labels = new int[count];
    List<BitMask> masks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(CLASSES);
      masks.add(BitMask.of(SIDE, SIDE, new long[] {random.nextLong()}));
    }
    return new ImageTargets(id, labels, masks, SIDE, SIDE);
  }

  private record Evaluated(LossReport report, float[] logits, float[] masks) {}

  /** Evaluates images {@code from} to {@code to} of the batch. */
  private static Evaluated evaluate(
      StepCriterion criterion,
      int columns,
      float[] logits,
      float[] masks,
      List<ImageTargets> targets,
      int from,
      int to) {
    int images = to - from;
    int perLogits = QUERIES * columns;
    int perMasks = QUERIES * SIDE * SIDE;
    try (TensorScope _ = TensorScope.open()) {
      Tensor l =
          Tensor.of(
                  Arrays.copyOfRange(logits, from * perLogits, to * perLogits),
                  images,
                  QUERIES,
                  columns)
              .requiresGrad(true);
      Tensor m =
          Tensor.of(
                  Arrays.copyOfRange(masks, from * perMasks, to * perMasks),
                  images,
                  QUERIES,
                  SIDE,
                  SIDE)
              .requiresGrad(true);
      List<ImageTargets> part = targets.subList(from, to);
      long[] ids = part.stream().mapToLong(ImageTargets::imageId).toArray();
      try (StepLoss loss =
          criterion.evaluate(
              List.of(new StageOutputs(l, m, null)), part, PointDraws.counterBased(SEED, 3, ids))) {
        loss.backward();
        return new Evaluated(
            loss.report(),
            Objects.requireNonNull(l.grad()).toFloats(),
            Objects.requireNonNull(m.grad()).toFloats());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void partsAddUpToTheWhole(Classification classification, boolean fused) {
    SplittableRandom random = new SplittableRandom(SEED);
    int columns =
        classification instanceof Classification.SoftmaxCrossEntropy ? CLASSES + 1 : CLASSES;
    float[] logits = random(random, COUNTS.length * QUERIES * columns);
    float[] masks = random(random, COUNTS.length * QUERIES * SIDE * SIDE);
    List<ImageTargets> targets = new ArrayList<>();
    for (int i = 0; i < COUNTS.length; i++) {
      targets.add(image(random, 10 + i, COUNTS[i]));
    }
    StepTotals totals = new StepTotals(classification, QUERIES, NumMasksReducer.local());
    SetCriterionConfig config =
        SetCriterionConfig.yoso(CLASSES).toBuilder()
            .classification(classification)
            .maskPoints(new MaskPoints.UncertaintySampled(20, 3, 0.75))
            .numMasksReducer(totals)
            .build();
    Function<SetCriterionConfig, StepCriterion> make =
        fused ? c -> StepCriterion.create(c, Device.CPU) : DeviceCriterion::create;
    try (StepCriterion criterion = make.apply(config)) {
      totals.begin(List.of(targets));
      Evaluated whole = evaluate(criterion, columns, logits, masks, targets, 0, COUNTS.length);
      totals.begin(targets.stream().map(List::of).toList());
      List<LossReport> reports = new ArrayList<>();
      for (int i = 0; i < COUNTS.length; i++) {
        Evaluated part = evaluate(criterion, columns, logits, masks, targets, i, i + 1);
        reports.add(part.report);
        near(part.logits, whole.logits, i);
        near(part.masks, whole.masks, i);
      }
      LossReport sum = LossReport.sum(reports);
      assertThat(sum.total()).isCloseTo(whole.report.total(), within(1e-5));
      assertThat(sum.numMasks()).isEqualTo(7).isEqualTo(whole.report.numMasks());
      sum.stages()
          .getFirst()
          .losses()
          .forEach((term, value) ->
              assertThat(value)
                  .as(term)
                  .isCloseTo(whole.report.stages().getFirst().losses().get(term), within(1e-5)));
      assertThat(sum.stages().getFirst().assignments())
          .usingRecursiveComparison()
          .isEqualTo(whole.report.stages().getFirst().assignments());
    }
  }

  private static void near(float[] part, float[] whole, int image) {
    assertThat(part).isNotEmpty();
    for (int i = 0; i < part.length; i++) {
      assertThat((double) part[i])
          .as("image %d, gradient %d", image, i)
          .isCloseTo(whole[image * part.length + i], within(1e-6));
    }
  }

  /** Weights 1 and 4, no object 0.5, four queries: 1 + 4 + 2·0.5, and four of mean (1+4·4)/5. */
  @Test
  void weightsAreKnownBeforeMatching() {
    StepTotals totals =
        new StepTotals(
            new Classification.SoftmaxCrossEntropy(0.5, List.of(1.0, 4.0)),
            4,
            NumMasksReducer.local());
    BitMask mask = BitMask.of(1, 1, new long[] {1});
    ImageTargets two = new ImageTargets(1, new int[] {0, 1}, List.of(mask, mask), 1, 1);
    ImageTargets five =
        new ImageTargets(2, new int[] {0, 1, 1, 1, 1}, List.of(mask, mask, mask, mask, mask), 1, 1);
    totals.begin(List.of(List.of(two), List.of(five)));
    assertThat(totals.average(2)).isEqualTo(7);
    assertThat(totals.averageClassWeights(123)).isCloseTo(6 + 4 * 17 / 5.0, within(1e-9));
    totals.begin(List.of(List.of(two, five)));
    assertThat(totals.average(7)).isEqualTo(7);
    assertThat(totals.averageClassWeights(123)).isEqualTo(123);
  }

  /** What several batches share needs no second exchange. */
  @Test
  void ranksAreAskedOncePerStep() {
    List<Double> asked = new ArrayList<>();
    NumMasksReducer counting =
        new NumMasksReducer() {
          @Override
          public double average(long targets) {
            asked.add((double) targets);
            return targets;
          }

          @Override
          public double averageClassWeights(double sum) {
            asked.add(sum);
            return sum;
          }
        };
    StepTotals totals = new StepTotals(new Classification.SoftmaxCrossEntropy(0.5), 4, counting);
    BitMask mask = BitMask.of(1, 1, new long[] {1});
    List<ImageTargets> one = List.of(new ImageTargets(1, new int[] {0}, List.of(mask), 1, 1));
    for (int step = 1; step <= 2; step++) {
      totals.begin(List.of(one, one, one));
      assertThat(totals.classWeights()).isNull();
      for (int batch = 0; batch < 3; batch++) {
        assertThat(totals.average(1)).isEqualTo(3);
        assertThat(totals.averageClassWeights(1)).isEqualTo(7.5);
        assertThat(totals.averageClassWeights(1)).isEqualTo(7.5);
      }
      assertThat(totals.classWeights()).isEqualTo(7.5);
      assertThat(asked).hasSize(2 * step);
    }
  }

  @Test
  void ranksAreAveragedOverAfterwards() {
    NumMasksReducer doubled =
        new NumMasksReducer() {
          @Override
          public double average(long targets) {
            return 2 * targets;
          }

          @Override
          public double averageClassWeights(double sum) {
            return 3 * sum;
          }
        };
    StepTotals totals = new StepTotals(new Classification.SigmoidFocal(0.25, 2), 4, doubled);
    totals.begin(List.of(List.of()));
    assertThat(totals.average(5)).isEqualTo(10);
    assertThat(totals.averageClassWeights(5)).isEqualTo(15);
  }
}
