package io.yoso4j.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class TensorTest {
  @Test
  void memoryIsSharedBothWays() {
    try (Arena arena = Arena.ofConfined();
        TensorScope _ = TensorScope.open()) {
      MemorySegment data = arena.allocate(6 * 4, 64);
      Tensor tensor = Tensor.of(data, 2, 3);
      data.setAtIndex(ValueLayout.JAVA_FLOAT, 4, 7);
      assertThat(tensor.toFloats()).containsExactly(0, 0, 0, 0, 7, 0);
      tensor.data().setAtIndex(ValueLayout.JAVA_FLOAT, 1, 5);
      assertThat(data.getAtIndex(ValueLayout.JAVA_FLOAT, 1)).isEqualTo(5);
    }
  }

  @Test
  void keptTensorsOutliveTheirScope() {
    Tensor kept;
    try (TensorScope scope = TensorScope.open()) {
      kept = scope.keep(Tensor.full(3, 4).mul(2));
    }
    try (kept) {
      assertThat(kept.toFloats()).containsExactly(6, 6, 6, 6);
    }
  }

  @Test
  void liftedTensorsLiveAsLongAsTheEnclosingScope() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor lifted;
      try (TensorScope inner = TensorScope.open()) {
        lifted = inner.lift(Tensor.full(3, 4));
      }
      assertThat(lifted.toFloats()).containsExactly(3, 3, 3, 3);
    }
    Tensor alone;
    try (TensorScope only = TensorScope.open()) {
      alone = only.lift(Tensor.full(2, 1));
    }
    try (alone) {
      assertThat(alone.toFloats()).containsExactly(2);
    }
  }

  @Test
  void uploadsCarrySeveralTypesInOneBlock() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor staging = Tensor.staging(2, Device.CPU);
      staging.data().setAtIndex(ValueLayout.JAVA_LONG, 0, -7);
      staging.data().setAtIndex(ValueLayout.JAVA_FLOAT, 2, 1.5f);
      staging.data().setAtIndex(ValueLayout.JAVA_FLOAT, 3, -2.5f);
      Tensor sent = staging.upload(Device.CPU);
      assertThat(sent.narrow(0, 0, 1).toLongs()).containsExactly(-7);
      assertThat(sent.narrow(0, 1, 1).reinterpret(ElementType.FLOAT32).toFloats())
          .containsExactly(1.5f, -2.5f);
    }
  }

  @Test
  void integersWorkBitByBit() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor values = Tensor.of(new long[] {-1, 6, 0xD2511F53L}, 3);
      assertThat(values.shiftRight(1).toLongs()).containsExactly(-1, 3, 0xD2511F53L >> 1);
      assertThat(values.bitAnd(5).toLongs()).containsExactly(5, 4, 0xD2511F53L & 5);
      assertThat(values.bitXor(values.add(1L)).toLongs()).containsExactly(-1, 1, 7);
      assertThat(values.shiftRight(Tensor.of(new long[] {63, 2, 4}, 3)).toLongs())
          .containsExactly(-1, 1, 0xD2511F53L >> 4);
      Tensor products = values.mul(0xCD9E8D57L);
      assertThat(products.toLongs())
          .containsExactly(-0xCD9E8D57L, 6 * 0xCD9E8D57L, 0xD2511F53L * 0xCD9E8D57L);
      assertThat(Tensor.of(new long[] {7, 8}, 2).floorDiv(4).toLongs()).containsExactly(1, 2);
      assertThat(Tensor.of(new long[] {7, 8}, 2).mod(4).toLongs()).containsExactly(3, 0);
    }
  }

  @Test
  void picksByIndexWithoutMasks() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor rows = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
      Tensor index = Tensor.of(new long[] {2, 0}, 2);
      assertThat(rows.indexSelect(0, index).toFloats()).containsExactly(5, 6, 1, 2);
      assertThat(rows.take(index).toFloats()).containsExactly(3, 1);
      assertThat(rows.gather(1, Tensor.of(new long[] {1, 0, 1}, 3, 1)).toFloats())
          .containsExactly(2, 3, 6);
      Tensor uncertain = Tensor.of(new float[] {3, Float.NaN, 0.5f, 2}, 4);
      assertThat(Functional.smallest(uncertain, 2, 0).toLongs()).containsExactlyInAnyOrder(2, 3);
    }
  }

  @Test
  void stableTermsOfLargeLogits() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor logits = Tensor.of(new float[] {1e4f, -1e4f, 0}, 3);
      Tensor labels = Tensor.of(new float[] {0, 1, 0.5f}, 3);
      float half = (float) Math.log(2);
      assertThat(Functional.binaryCrossEntropy(logits, labels).toFloats())
          .containsExactly(1e4f, 1e4f, half);
      assertThat(Functional.softplus(logits).toFloats()).containsExactly(1e4f, 0, half);
      assertThat(Functional.logSoftmax(logits, 0).toFloats()).containsExactly(0, -2e4f, -1e4f);
    }
  }

  @Test
  void equalValuesShareTheGradient() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor a = Tensor.of(new float[] {1, 2, 3}, 3).requiresGrad(true);
      Tensor two = Tensor.full(2, 3);
      Tensor least = Functional.minimum(a, two);
      Tensor most = Functional.maximum(a, two);
      assertThat(least.toFloats()).containsExactly(1, 2, 2);
      assertThat(most.toFloats()).containsExactly(2, 2, 3);
      Autograd.backward(List.of(least.add(most.mul(10)).sum()));
      assertThat(Objects.requireNonNull(a.grad()).toFloats()).containsExactly(1, 5.5f, 10);
      a.clearGrad();
      Autograd.backward(List.of(Functional.clamp(a, 1, 2).sum()));
      assertThat(Objects.requireNonNull(a.grad()).toFloats()).containsExactly(1, 1, 0);
      a.clearGrad();
      Autograd.backward(List.of(Functional.where(a.greaterThan(1.5), a.mul(4), two).sum()));
      assertThat(Objects.requireNonNull(a.grad()).toFloats()).containsExactly(0, 4, 4);
    }
  }

  @Test
  void notANumberHasItsPlace() {
    float inf = Float.POSITIVE_INFINITY;
    try (TensorScope _ = TensorScope.open()) {
      Tensor rows = Tensor.of(new float[] {Float.NaN, 2, 2, -inf, Float.NaN, inf}, 2, 3);
      assertThat(Functional.replaceNan(rows, -inf).toFloats())
          .containsExactly(-inf, 2, 2, -Float.MAX_VALUE, -inf, Float.MAX_VALUE);
      Functional.TopK best = Functional.largest(Functional.replaceNan(rows, -inf), 1);
      assertThat(best.values().toFloats()).containsExactly(2, Float.MAX_VALUE);
      assertThat(best.indices().toLongs()).containsExactly(1, 2);
      Tensor a = Tensor.of(new float[] {-inf, 1e4f, 0}, 3);
      assertThat(Functional.logAddExp(a, Tensor.zeros(1)).toFloats())
          .containsExactly(0, 1e4f, (float) Math.log(2));
    }
  }

  @Test
  void injectedGradientsReachTheLeaves() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor x = Tensor.of(new float[] {1, 2, 3}, 3).requiresGrad(true);
      Tensor twice = x.mul(2);
      Tensor square = x.mul(x);
      Autograd.backward(
          List.of(twice, square), List.of(Tensor.of(new float[] {1, 0, 1}, 3), Tensor.full(1, 3)));
      assertThat(Objects.requireNonNull(x.grad()).toFloats()).containsExactly(4, 4, 8);
      x.clearGrad();
      assertThat(x.grad()).isNull();
      try (Autograd.NoGrad _ = Autograd.noGrad()) {
        assertThat(x.mul(2).requiresGrad()).isFalse();
      }
      assertThat(x.mul(2).requiresGrad()).isTrue();
    }
  }

  @Test
  void errorsAreOneLineAndNameTheShapes() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor a = Tensor.zeros(2, 3);
      Tensor b = Tensor.zeros(4, 5);
      assertThatThrownBy(() -> Functional.matmul(a, b))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("matmul([2, 3], [4, 5])")
          .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }
    assertThatThrownBy(() -> Tensor.of(new float[5], 2, 3))
        .hasMessageContaining("20 bytes")
        .hasMessageContaining("[2, 3]");
    assertThatThrownBy(() -> Device.parse("gpu")).hasMessageContaining("\"gpu\"");
  }

  @Test
  void adamWTakesTheStepOfItsDefinition() {
    float[] start = {0.5f, -1.5f, 2f};
    float[] gradient = {0.1f, -0.2f, 0.3f};
    double rate = 0.01;
    double decay = 0.1;
    double[] mean = new double[3];
    double[] square = new double[3];
    double[] expected = {start[0], start[1], start[2]};
    try (Tensor weight = Tensor.of(start, 3).requiresGrad(true);
        AdamW adam = AdamW.create(List.of(weight), 0.9, 0.999, 1e-8)) {
      for (int step = 1; step <= 5; step++) {
        try (TensorScope _ = TensorScope.open()) {
          Autograd.backward(List.of(weight.mul(1)), List.of(Tensor.of(gradient, 3)));
          adam.step(rate, decay);
          weight.clearGrad();
        }
        for (int i = 0; i < 3; i++) {
          mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
          square[i] = 0.999 * square[i] + 0.001 * gradient[i] * gradient[i];
          double unbiased = mean[i] / (1 - Math.pow(0.9, step));
          double scale = Math.sqrt(square[i] / (1 - Math.pow(0.999, step))) + 1e-8;
          expected[i] = expected[i] * (1 - rate * decay) - rate * unbiased / scale;
        }
      }
      float[] actual = weight.toFloats();
      for (int i = 0; i < 3; i++) {
        assertThat((double) actual[i]).as("element %d", i).isCloseTo(expected[i], within(1e-6));
      }
      assertThat(adam.steps().get(0).item()).isEqualTo(5);
    }
  }

  @Test
  void clippingScalesToTheLargestNorm() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor a = Tensor.of(new float[] {3, 0}, 2);
      Tensor b = Tensor.of(new float[] {4}, 1);
      assertThat(Gradients.clip(List.of(a, b), 10)).isCloseTo(5, within(1e-6));
      assertThat(a.toFloats()).containsExactly(3, 0);
      assertThat(Gradients.clip(List.of(a, b), 1)).isCloseTo(5, within(1e-6));
      assertThat(Gradients.globalNorm(List.of(a, b))).isCloseTo(1, within(1e-5));
      Tensor bad = Tensor.of(new float[] {Float.NaN}, 1);
      assertThat(Gradients.clip(List.of(a, bad), 1)).isNaN();
    }
  }
}
