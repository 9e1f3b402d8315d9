package io.yoso4j.model.yoso;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.model.nn.Folding;
import io.yoso4j.model.nn.Parameter;
import io.yoso4j.model.nn.ParameterMap;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every backbone promises. */
final class BackboneContractTest {
  private static final int HEIGHT = 64;
  private static final int WIDTH = 96;
  private static final double TOLERANCE = 1e-4;

  /** Every backbone, by what it does not train. */
  static final List<Made> ALL =
      Stream.of(
              Stream.of(BackboneConfig.Norm.values()).map(norm -> resnet(18, 32, norm)),
              Stream.of(34, 50, 101, 152).map(depth -> resnet(depth, 8, BackboneConfig.Norm.BATCH)),
              Stream.of(resnet(50, 32, BackboneConfig.Norm.GROUP)),
              Stream.of(
                      BackboneConfig.Norm.FROZEN,
                      BackboneConfig.Norm.BATCH,
                      BackboneConfig.Norm.SYNC)
                  .map(
                      norm -> new Made("MobileNetV2 " + norm, f -> new MobileNetV2Config(norm, f))))
          .flatMap(made -> made)
          .toList();

  private record Made(String name, IntFunction<BackboneConfig> config) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Made resnet(int depth, int width, BackboneConfig.Norm norm) {
    return new Made(
        "ResNet-" + depth + " " + norm,
        freezeAt -> new ResNetConfig(depth, width, width, width, norm, freezeAt));
  }

  /** A backbone with its weights, and norms that are not the identity. */
  private record Built(BackboneConfig config, Backbone backbone, ParameterMap parameters)
      implements AutoCloseable {
    static Built of(Made made, int freezeAt) {
      BackboneConfig config = made.config.apply(freezeAt);
      ParameterScope root = ParameterScope.root(7);
      Backbone backbone = config.create(root.child("backbone"));
      Built built = new Built(config, backbone, root.map());
      SplittableRandom random = new SplittableRandom(5);
      try (TensorScope _ = TensorScope.open();
          Autograd.NoGrad _ = Autograd.noGrad()) {
        for (Parameter parameter : built.parameters.all()) {
          if (parameter.norm()) {
            float[] values = new float[Math.toIntExact(parameter.tensor().count())];
            boolean centred =
                parameter.name().endsWith("bias") || parameter.name().endsWith("running_mean");
            for (int i = 0; i < values.length; i++) {
              values[i] =
                  (float) (centred ? random.nextDouble(-0.5, 0.5) : random.nextDouble(0.8, 1.6));
            }
            parameter.tensor().copyInPlace(Tensor.of(values, values.length));
          }
        }
      }
      return built;
    }

    List<Tensor> forward(boolean training) {
      return backbone.forward(images(), training);
    }

    @Override
    public void close() {
      parameters.all().forEach(parameter -> parameter.tensor().close());
    }
  }

  private static Tensor images() {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[2 * 3 * HEIGHT * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, 2, 3, HEIGHT, WIDTH);
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void featuresHaveTheirChannelsAndStrides(Made made) {
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad();
        Built built = Built.of(made, 0)) {
      List<Tensor> features = built.forward(false);
      assertThat(features).hasSize(Backbone.STAGES);
      for (int stage = 0; stage < Backbone.STAGES; stage++) {
        int stride = 4 << stage;
        assertThat(features.get(stage).shape())
            .containsExactly(2, built.config.channels(stage), HEIGHT / stride, WIDTH / stride);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void foldedEqualsUnfolded(Made made) {
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad();
        Built built = Built.of(made, 0);
        Folding folding = new Folding(ElementType.FLOAT32)) {
      List<Tensor> expected = built.forward(false);
      List<Tensor> actual = built.backbone.folded(folding).forward(images(), false);
      for (int stage = 0; stage < Backbone.STAGES; stage++) {
        float[] a = actual.get(stage).contiguous().toFloats();
        float[] b = expected.get(stage).toFloats();
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < b.length; i++) {
          difference = Math.max(difference, Math.abs(a[i] - b[i]));
          magnitude = Math.max(magnitude, Math.abs(b[i]));
        }
        assertThat(magnitude).isPositive();
        assertThat(difference / magnitude).as("res%d", stage + 2).isLessThan(TOLERANCE);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void gradientsReachAllThatIsTrained(Made made) {
    try (TensorScope _ = TensorScope.open();
        Built built = Built.of(made, 0)) {
      List<Tensor> features = built.forward(true);
      SplittableRandom random = new SplittableRandom(11);
      List<Tensor> grads = new ArrayList<>();
      for (Tensor feature : features) {
        float[] values = new float[Math.toIntExact(feature.count())];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) random.nextGaussian();
        }
        grads.add(Tensor.of(values, feature.shape()));
      }
      Autograd.backward(features, grads);
      assertThat(built.parameters.trainable())
          .isNotEmpty()
          .allSatisfy(parameter -> {
            Tensor grad = parameter.tensor().grad();
            assertThat(grad).as(parameter.name()).isNotNull();
            assertThat(grad.norm().item()).as(parameter.name()).isFinite().isPositive();
          });
    }
  }

  /** Frozen parts do as in inference even while the rest trains, and nothing of them changes. */
  @ParameterizedTest
  @FieldSource("ALL")
  void frozenPartsEndWhereTheySay(Made made) {
    int before = Integer.MAX_VALUE;
    for (int freezeAt = 0; freezeAt <= 5; freezeAt++) {
      try (TensorScope _ = TensorScope.open();
          Built built = Built.of(made, freezeAt)) {
        int trained = built.parameters.trainable().size();
        assertThat(trained).as("trained tensors at %d", freezeAt).isLessThan(before);
        before = trained;
        List<Tensor> inference = built.forward(false);
        List<Tensor> training = built.forward(true);
        List<Tensor> after = built.forward(false);
        for (int stage = 0; stage < Backbone.STAGES; stage++) {
          boolean frozen = stage + 2 <= freezeAt;
          assertThat(training.get(stage).requiresGrad())
              .as("res%d is trained at %d", stage + 2, freezeAt)
              .isEqualTo(!frozen);
          if (frozen) {
            float[] expected = inference.get(stage).toFloats();
            assertThat(training.get(stage).toFloats()).isEqualTo(expected);
            assertThat(after.get(stage).toFloats()).isEqualTo(expected);
          }
        }
      }
    }
    assertThat(before).as("trained tensors when all is frozen").isZero();
  }
}
