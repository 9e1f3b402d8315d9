package io.yoso4j.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.RankGroup;
import io.yoso4j.model.tensor.RankThreads;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankStatisticsTest {
  private static final int CHANNELS = 3;
  private static final int HEIGHT = 4;
  private static final int WIDTH = 5;
  private static final int IMAGE = CHANNELS * HEIGHT * WIDTH;
  private static final double MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;

  /** Output, gradient of the input, of weight, of bias, running mean, running variance. */
  private record Outcome(
      float[] output,
      float[] input,
      float[] weight,
      float[] bias,
      float[] runningMean,
      float[] runningVariance) {}

  /**
   * Ranks with some images each do what one process with all of them does.
   *
   * @param mean far from zero, sums of squares in float32 would lose the variance
   */
  @ParameterizedTest
  @CsvSource({"1, 1, 0, 0", "1, 1, 300, 0", "2, 1, -5, 0", "1, 3, 5, 2"})
  void isBatchNormalisationOfTheImagesOfAllRanks(int first, int second, double mean, int third) {
    int[] images = third == 0 ? new int[] {first, second} : new int[] {first, second, third};
    int all = first + second + third;
    long seed = 17;
    float[] input = random(seed, all * IMAGE, mean);
    float[] seeds = random(seed + 1, all * IMAGE, 0.1);
    Outcome whole = twice(null, input, seeds);
    List<Outcome> parts =
        RankThreads.run(
            images.length,
            RankThreads.TIMEOUT,
            group -> {
              int from = 0;
              for (int rank = 0; rank < group.rank(); rank++) {
                from += images[rank];
              }
              int count = images[group.rank()] * IMAGE;
              return twice(
                  group, part(input, from * IMAGE, count), part(seeds, from * IMAGE, count));
            });
    double tolerance = 2e-5 * (1 + Math.abs(mean) / 10);
    int at = 0;
    float[] weight = new float[CHANNELS];
    float[] bias = new float[CHANNELS];
    for (Outcome mine : parts) {
      close(
          "output, seed " + seed,
          mine.output,
          part(whole.output, at, mine.output.length),
          tolerance);
      close("input, seed " + seed, mine.input, part(whole.input, at, mine.input.length), tolerance);
      close("running mean", mine.runningMean, whole.runningMean, 1e-5 * (1 + Math.abs(mean)));
      close("running variance", mine.runningVariance, whole.runningVariance, 1e-4);
      assertThat(mine.runningMean).isEqualTo(parts.getFirst().runningMean);
      at += mine.output.length;
      for (int c = 0; c < CHANNELS; c++) {
        weight[c] += mine.weight[c];
        bias[c] += mine.bias[c];
      }
    }
    close("weight", weight, whole.weight, 10 * tolerance);
    close("bias", bias, whole.bias, tolerance);
  }

  /** Two steps, so that the hook is used again. */
  private static Outcome twice(@Nullable RankGroup group, float[] input, float[] seeds) {
    try (TensorScope _ = TensorScope.open()) {
      long images = input.length / IMAGE;
      Tensor weight = Tensor.of(new float[] {0.5f, -2, 1.5f}, CHANNELS).requiresGrad(true);
      Tensor bias = Tensor.of(new float[] {0.1f, 0, -3}, CHANNELS).requiresGrad(true);
      Tensor runningMean = Tensor.full(0, CHANNELS);
      Tensor runningVariance = Tensor.full(1, CHANNELS);
      RankStatistics statistics = new RankStatistics(MOMENTUM, EPSILON);
      Outcome outcome = null;
      for (int step = 0; step < 2; step++) {
        weight.clearGrad();
        bias.clearGrad();
        Tensor leaf = Tensor.of(input, images, CHANNELS, HEIGHT, WIDTH).requiresGrad(true);
        Tensor x = leaf.mul(step + 1.0);
        Tensor y =
            group == null
                ? Functional.batchNorm(
                    x, weight, bias, runningMean, runningVariance, true, MOMENTUM, EPSILON)
                : TensorScope.only(() ->
                    statistics.normalise(group, x, weight, bias, runningMean, runningVariance));
        // Squared, so that the gradient depends on the output.
        Autograd.backward(
            List.of(y.mul(y)), List.of(Tensor.of(seeds, images, CHANNELS, HEIGHT, WIDTH)));
        outcome =
            new Outcome(
                y.detach().toFloats(),
                gradient(leaf),
                gradient(weight),
                gradient(bias),
                runningMean.toFloats(),
                runningVariance.toFloats());
      }
      return Objects.requireNonNull(outcome);
    }
  }

  private static float[] gradient(Tensor leaf) {
    return Objects.requireNonNull(leaf.grad()).toFloats();
  }

  private static void close(String what, float[] actual, float[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("%s %d", what, i)
          .isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
    }
  }

  private static float[] part(float[] values, int from, int count) {
    return java.util.Arrays.copyOfRange(values, from, from + count);
  }

  private static float[] random(long seed, int count, double mean) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (mean + random.nextDouble(-1, 1) * (1 + i % CHANNELS));
    }
    return values;
  }
}
