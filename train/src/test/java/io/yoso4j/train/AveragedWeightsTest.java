package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Averages of a weight, a running statistic and a constant, worked by hand. */
final class AveragedWeightsTest {
  private final ParameterScope scope = ParameterScope.root(1);
  private final Tensor weight = scope.normWeight("weight", 1, 1);
  private final Tensor statistic = scope.normBuffer("running_mean", 10, 1);
  private final Tensor constant = scope.frozen().normWeight("frozen", 5, 1);

  private static void set(Tensor tensor, double value) {
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      tensor.fillInPlace(value);
    }
  }

  /** (1 + t) / (10 + t) until it passes the decay. */
  @ParameterizedTest
  @CsvSource({"1, 0.181818181818", "8, 0.5", "80, 0.9", "890, 0.99", "891, 0.99", "99999, 0.99"})
  void theDecayRises(long steps, double decay) {
    assertThat(AveragedWeights.decay(0.99, steps)).isCloseTo(decay, within(1e-12));
  }

  /** From 1: 2/11·1 + 9/11·12 = 10; then with decay 0.2, 0.2·10 + 0.8·20 = 18. */
  @Test
  void averagesAreOfTheirDefinition() {
    try (AveragedWeights average = AveragedWeights.of(scope.map(), 0.2)) {
      set(weight, 12);
      average.update(1);
      assertThat(average.tensors().get("weight").item()).isCloseTo(10, within(1e-5));
      assertThat(weight.item()).isEqualTo(12);
      set(weight, 20);
      set(statistic, 15);
      average.update(2);
      assertThat(average.tensors().get("weight").item()).isCloseTo(18, within(1e-5));
      assertThat(average.tensors().get("running_mean").item()).isCloseTo(14, within(1e-5));
      assertThat(average.tensors().get("frozen")).isSameAs(constant);
      assertThat(average.state()).containsOnlyKeys("ema.weight", "ema.running_mean");
    }
  }

  @Test
  void theNetworkHasTheAveragesForAWhile() {
    try (AveragedWeights average = AveragedWeights.of(scope.map(), 0.5)) {
      set(weight, 3);
      try (AveragedWeights.Exchanged _ = average.exchange()) {
        assertThat(weight.item()).isEqualTo(1);
        assertThat(weight.requiresGrad()).isTrue();
      }
      assertThat(weight.item()).isEqualTo(3);
      assertThat(average.tensors().get("weight").item()).isEqualTo(1);
      average.restart();
      assertThat(average.tensors().get("weight").item()).isEqualTo(3);
    }
  }

  @Test
  void decayZeroKeepsNone() {
    try (AveragedWeights average = AveragedWeights.of(scope.map(), 0)) {
      average.update(1);
      assertThat(average.state()).isEmpty();
      assertThat(average.tensors().get("weight")).isSameAs(weight);
      try (AveragedWeights.Exchanged _ = average.exchange()) {
        assertThat(weight.item()).isEqualTo(1);
      }
    }
  }
}
