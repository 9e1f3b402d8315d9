package io.yoso4j.model.yoso;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.model.nn.Parameter;
import io.yoso4j.model.tensor.AdamW;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.EngineOptions;
import io.yoso4j.model.tensor.Gradients;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Whole steps of a small network: forward, injected gradients, clipping, AdamW. */
final class TrainingStepTest {
  private static final int SIDE = 64;

  @AfterEach
  void defaults() {
    Engine.start(EngineOptions.defaults());
  }

  @Test
  void memoryStaysFlatOverThreeHundredSteps() {
    Assumptions.assumeTrue(Engine.residentBytes() > 0, "resident memory is not known here");
    YosoConfig config = YosoConfig.tiny(3).toBuilder().numQueries(10).build();
    try (YosoNetwork network = YosoNetwork.create(config, 1);
        AdamW adam = AdamW.create(weights(network), 0.9, 0.999, 1e-8)) {
      // The Java heap may grow once beside it; a leak grows in every window.
      long smallest = Long.MAX_VALUE;
      long before = 0;
      for (int step = 0; step < 300; step++) {
        if (step % 100 == 0) {
          long now = Engine.residentBytes();
          smallest = step > 100 ? Math.min(smallest, now - before) : smallest;
          before = now;
        }
        step(network, adam, step);
      }
      smallest = Math.min(smallest, Engine.residentBytes() - before);
      assertThat(smallest).as("growth in bytes over 100 steps").isLessThan(32L << 20);
    }
  }

  @Test
  void sameSeedSameWeightsAfterSteps() {
    float[] first = train(11, 2);
    assertThat(train(11, 2)).isEqualTo(first);
    assertThat(train(12, 2)).isNotEqualTo(first);
  }

  @Test
  void frozenPartsGetNoGradient() {
    BackboneConfig backbone = new ResNetConfig(18, 16, 16, 16, BackboneConfig.Norm.FROZEN, 2);
    YosoConfig config = YosoConfig.tiny(3).withBackbone(backbone);
    try (YosoNetwork network = YosoNetwork.create(config, 3)) {
      assertThat(network.parameters().trainable())
          .extracting(Parameter::name)
          .noneMatch(n -> n.startsWith("backbone.stem") || n.startsWith("backbone.res2"))
          .noneMatch(n -> n.startsWith("backbone.") && n.contains(".norm."))
          .anyMatch(n -> n.startsWith("backbone.res3.0.conv1.weight"));
    }
  }

  private static float[] train(long seed, int threads) {
    Engine.start(EngineOptions.defaults().withThreads(threads));
    try (YosoNetwork network = YosoNetwork.create(YosoConfig.tiny(3), seed);
        AdamW adam = AdamW.create(weights(network), 0.9, 0.999, 1e-8)) {
      for (int step = 0; step < 3; step++) {
        step(network, adam, step);
      }
      return network.parameters().get("yoso_head.kernels.weight").toFloats();
    }
  }

  private static void step(YosoNetwork network, AdamW adam, long seed) {
    try (TensorScope _ = TensorScope.open()) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] pixels = new float[2 * 3 * SIDE * SIDE];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) random.nextDouble(256);
      }
      List<Tensor> outputs = new ArrayList<>();
      List<Tensor> grads = new ArrayList<>();
      for (StageTensors stage : network.forward(Tensor.of(pixels, 2, 3, SIDE, SIDE), true)) {
        outputs.add(stage.masks());
        grads.add(stage.masks().detach().mul(1e-4));
        Tensor logits = stage.logits();
        if (logits != null) {
          outputs.add(logits);
          grads.add(logits.detach().mul(1e-2));
        }
      }
      Autograd.backward(outputs, grads);
      List<Tensor> all = new ArrayList<>();
      for (Tensor weight : adam.parameters()) {
        Tensor grad = weight.grad();
        if (grad != null) {
          all.add(grad);
        }
      }
      double norm = Gradients.clip(all, 0.01);
      assertThat(norm).isFinite().isPositive();
      adam.step(1e-4, 0.05);
      network.parameters().clearGrads();
    }
  }

  private static List<Tensor> weights(YosoNetwork network) {
    return network.parameters().trainable().stream().map(Parameter::tensor).toList();
  }
}
