package io.yoso4j.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SgdTest {
  private static void step(Tensor weight, Sgd sgd, float gradient, double rate, double decay) {
    try (TensorScope _ = TensorScope.open()) {
      Autograd.backward(List.of(weight.mul(1)), List.of(Tensor.of(new float[] {gradient}, 1)));
      sgd.step(rate, decay);
      weight.clearGrad();
    }
  }

  /**
   * Weight 1, gradients 2 then 1, rate 0.1, decay 0.5, by hand. Without momentum: g = 2 + 0.5·1 =
   * 2.5, w = 0.75; g = 1 + 0.375 = 1.375, w = 0.6125. Momentum 0.8: b = 2.5, w = 0.75; g = 1.375, b
   * = 0.8·2.5 + 1.375 = 3.375, w = 0.4125. Nesterov: b = 2.5, along 2.5 + 0.8·2.5 = 4.5, w = 0.55;
   * g = 1.275, b = 2 + 1.275 = 3.275, along 1.275 + 2.62 = 3.895, w = 0.1605.
   */
  @ParameterizedTest
  @CsvSource({
    "0, false, 0.75, 0.6125",
    "0.8, false, 0.75, 0.4125",
    "0.8, true, 0.55, 0.1605",
  })
  void takesTheStepsOfItsDefinition(
      double momentum, boolean nesterov, double first, double second) {
    try (Tensor weight = Tensor.of(new float[] {1}, 1).requiresGrad(true);
        Sgd sgd = Sgd.create(List.of(weight), momentum, nesterov)) {
      step(weight, sgd, 2, 0.1, 0.5);
      assertThat(weight.item()).isCloseTo(first, within(1e-6));
      step(weight, sgd, 1, 0.1, 0.5);
      assertThat(weight.item()).isCloseTo(second, within(1e-6));
      assertThat(sgd.state().keySet().toString())
          .isEqualTo(momentum == 0 ? "[]" : "[momentum_buffer]");
    }
  }

  @Test
  void parametersWithoutAGradientStay() {
    try (Tensor used = Tensor.of(new float[] {1}, 1).requiresGrad(true);
        Tensor unused = Tensor.of(new float[] {1}, 1).requiresGrad(true);
        Sgd sgd = Sgd.create(List.of(unused, used), 0.9, false)) {
      step(used, sgd, 1, 0.1, 0.5);
      assertThat(unused.item()).isEqualTo(1);
      assertThat(used.item()).isCloseTo(0.85, within(1e-6));
    }
  }

  @Test
  void momentumIsChecked() {
    assertThatThrownBy(() -> Sgd.create(List.of(), 1, false)).hasMessageContaining("1.0");
    assertThatThrownBy(() -> Sgd.create(List.of(), 0, true)).hasMessageContaining("nesterov");
  }

  @Test
  void valuesAreClampedOnBothSides() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor a = Tensor.of(new float[] {-3, 0.25f, 2}, 3);
      Tensor b = Tensor.of(new float[] {0.5f}, 1);
      Gradients.clampValues(List.of(a, b), 0.5);
      assertThat(a.toFloats()).containsExactly(-0.5f, 0.25f, 0.5f);
      assertThat(b.toFloats()).containsExactly(0.5f);
    }
  }

  @Test
  void interpolationMovesPartOfTheWay() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor a = Tensor.of(new float[] {0, 8}, 2);
      Tensor b = Tensor.of(new float[] {4, 4}, 2);
      Interpolation.move(List.of(a), List.of(b), 0.25);
      assertThat(a.toFloats()).containsExactly(1, 7);
      assertThat(b.toFloats()).containsExactly(4, 4);
      Interpolation.move(List.of(a), List.of(b), 1);
      assertThat(a.toFloats()).containsExactly(4, 4);
      assertThatThrownBy(() -> Interpolation.move(List.of(a), List.of(), 1))
          .hasMessageContaining("tensors (1) and towards (0)");
    }
  }
}
