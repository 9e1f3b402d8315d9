package io.yoso4j.model.yoso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.yoso4j.model.golden.Golden;
import io.yoso4j.model.golden.GoldenNetwork;
import io.yoso4j.model.nn.Parameter;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folded networks against those they were made from. */
final class YosoInferenceTest {
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @EnumSource(BackboneConfig.Norm.class)
  void equalsTheNetwork(BackboneConfig.Norm norm) {
    YosoConfig config = YosoConfig.tiny(4).withBackbone(new ResNetConfig(18, 32, 32, 32, norm, 0));
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad();
        YosoNetwork network = YosoNetwork.create(config, 3)) {
      randomNorms(network);
      compare(network, Tensor.of(noise(2 * 3 * 64 * 96), 2, 3, 64, 96));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"small_r50w8", "small_3stage_3fc"})
  void equalsTheNetworkWithRecordedWeights(String fixture) {
    Golden golden = Golden.require("model/" + fixture);
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad();
        YosoNetwork network = GoldenNetwork.load(golden)) {
      Golden.Array image = golden.array("full.image0");
      Tensor images = Tensor.of(image.floats(), 1, 3, image.shape()[1], image.shape()[2]);
      compare(network, network.normalise(images));
    }
  }

  private static void compare(YosoNetwork network, Tensor images) {
    StageTensors expected = network.predict(images);
    try (YosoInference inference = network.inference(ElementType.FLOAT32)) {
      StageTensors actual = inference.predict(images);
      assertThat(deviation(actual.masks(), expected.masks())).isLessThan(TOLERANCE);
      assertThat(
              deviation(
                  Objects.requireNonNull(actual.logits()),
                  Objects.requireNonNull(expected.logits())))
          .isLessThan(TOLERANCE);
    }
  }

  /** Largest difference, relative to the largest value. */
  private static double deviation(Tensor actual, Tensor expected) {
    float[] a = actual.toFloats();
    float[] b = expected.toFloats();
    double difference = 0;
    double magnitude = 0;
    for (int i = 0; i < b.length; i++) {
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
      magnitude = Math.max(magnitude, Math.abs(b[i]));
    }
    return difference / magnitude;
  }

  /** Statistics and affine values that a fold must not lose. */
  private static void randomNorms(YosoNetwork network) {
    SplittableRandom random = new SplittableRandom(5);
    for (Parameter parameter : network.parameters().all()) {
      if (parameter.norm()) {
        boolean variance = parameter.name().endsWith("running_var");
        float[] values = new float[(int) parameter.tensor().count()];
        for (int i = 0; i < values.length; i++) {
          values[i] =
              (float) (variance ? random.nextDouble(0.5, 2) : 0.3 * random.nextGaussian() + 0.5);
        }
        parameter.tensor().copyInPlace(Tensor.of(values, parameter.tensor().shape()));
      }
    }
  }

  private static float[] noise(int count) {
    SplittableRandom random = new SplittableRandom(9);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void laterChangesOfTheNetworkAreNotSeen() {
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad();
        YosoNetwork network = YosoNetwork.create(YosoConfig.tiny(2), 3);
        YosoInference inference = network.inference(ElementType.FLOAT32)) {
      Tensor images = Tensor.of(noise(3 * 32 * 32), 1, 3, 32, 32);
      float[] before = inference.features(images).getLast().toFloats();
      network.parameters().get("backbone.stem.conv1.weight").fillInPlace(0);
      assertThat(inference.features(images).getLast().toFloats()).isEqualTo(before);
    }
  }

  @Test
  void bfloat16IsClose() {
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad();
        YosoNetwork network = YosoNetwork.create(YosoConfig.tiny(2), 3);
        YosoInference inference = network.inference(ElementType.BFLOAT16)) {
      Tensor images = Tensor.of(noise(3 * 64 * 64), 1, 3, 64, 64);
      Tensor actual = inference.merged(inference.features(images));
      Tensor expected = network.mergeFeatures(network.backboneFeatures(images, false), false);
      assertThat(actual.type()).isEqualTo(ElementType.FLOAT32);
      assertThat(deviation(actual, expected)).isLessThan(0.05);
    }
  }

  @Test
  void otherTypesAreRefused() {
    try (YosoNetwork network = YosoNetwork.create(YosoConfig.tiny(2), 3)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.inference(ElementType.INT64))
          .withMessageContaining("INT64");
    }
  }
}
