package io.yoso4j.model.yoso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.model.NetworkWeights;
import io.yoso4j.model.nn.Parameter;
import io.yoso4j.model.nn.ParameterMap;
import io.yoso4j.model.nn.ParameterScope;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.weights.BackboneWeights;
import io.yoso4j.model.weights.MobileNetV2Layout;
import io.yoso4j.model.weights.SharedFiles;
import io.yoso4j.model.weights.WeightFile;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * MobileNetV2 against the same network of PyTorch's own layers (version 1.13, from Python): largest
 * magnitude, mean and five values of each feature.
 */
final class MobileNetV2Test {
  private static final int BATCH = 2;
  private static final int HEIGHT = 64;
  private static final int WIDTH = 96;
  private static final double TOLERANCE = 1e-4;

  /** Between the five values, modulo the feature's size. */
  private static final int STEP = 7919;

  private final ParameterScope root = ParameterScope.root(1);
  private final Backbone backbone =
      new MobileNetV2Config(BackboneConfig.Norm.BATCH, 0).create(root.child("backbone"));
  private final ParameterMap parameters = root.map();

  @AfterEach
  void free() {
    parameters.all().forEach(parameter -> parameter.tensor().close());
  }

  private record Summary(double magnitude, double mean, double... samples) {}

  private void check(boolean training, Summary... expected) {
    float[] pixels = new float[BATCH * 3 * HEIGHT * WIDTH];
    for (int j = 0; j < pixels.length; j++) {
      pixels[j] = (float) (Math.sin(j * 0.013) + 0.5 * Math.sin(j * 0.7));
    }
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      List<Tensor> features =
          backbone.forward(Tensor.of(pixels, BATCH, 3, HEIGHT, WIDTH), training);
      for (int stage = 0; stage < expected.length; stage++) {
        float[] values = features.get(stage).toFloats();
        Summary summary = expected[stage];
        double magnitude = 0;
        double sum = 0;
        for (float value : values) {
          magnitude = Math.max(magnitude, Math.abs(value));
          sum += value;
        }
        var near = within(TOLERANCE * summary.magnitude);
        assertThat(magnitude).isCloseTo(summary.magnitude, near);
        assertThat(sum / values.length).isCloseTo(summary.mean, near);
        for (int k = 0; k < summary.samples.length; k++) {
          float value = values[(int) ((k + 1L) * STEP % values.length)];
          assertThat((double) value).isCloseTo(summary.samples[k], near);
        }
      }
    }
  }

  /** Weights that a formula gives from a tensor's place and shape. */
  private void formula() {
    int index = 0;
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      for (Parameter parameter : parameters.all()) {
        long[] shape = parameter.tensor().shape();
        float[] values = new float[Math.toIntExact(parameter.tensor().count())];
        for (int j = 0; j < values.length; j++) {
          values[j] = (float) value(parameter.name(), shape, index, j);
        }
        parameter.tensor().copyInPlace(Tensor.of(values, shape));
        index++;
      }
    }
  }

  private static double value(String name, long[] shape, int index, int j) {
    if (shape.length == 4) {
      double fanIn = shape[1] * shape[2] * shape[3];
      return Math.sin(j * 0.7 + index) * Math.sqrt(5 / fanIn);
    }
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "weight" -> 1 + 0.2 * Math.sin(j + index);
      case "bias" -> 0.1 * Math.cos(j + index);
      case "running_mean" -> 0.1 * Math.sin(2 * j + index);
      default -> 1 + 0.3 * Math.sin(3 * j + index);
    };
  }

  @Test
  void namesAndShapesAreTorchvisions() {
    var wanted = new MobileNetV2Layout().shapes();
    assertThat(parameters.names()).containsExactlyElementsOf(wanted.keySet());
    wanted.forEach(
        (name, shape) -> assertThat(parameters.get(name).shape()).as(name).isEqualTo(shape));
  }

  @Test
  void featuresEqualPyTorchs() {
    formula();
    check(
        false,
        new Summary(
            0.42982393503, 0.00796651775, 0.028652, -0.023875, 0.218345, 0.170896, 0.137775),
        new Summary(
            0.28286844492, -0.00145379524, 0.078685, -0.068314, -0.056647, -0.054774, -0.042671),
        new Summary(0.22133381665, 0.00271892187, 0.124151, 0.08824, -0.00962, 0.116734, -0.05126),
        new Summary(0.25654596090, 0.05173759350, 0.076562, 0.0, 0.069588, 0.168078, 0.0));
  }

  /** Later stages have too few pixels here: their statistics magnify the last digits. */
  @Test
  void featuresWithTheBatchsStatisticsEqualPyTorchs() {
    formula();
    check(
        true,
        new Summary(5.63569545746, 0.00139720452, -1.056335, 0.722868, 0.0308, -1.516006, 0.065354),
        new Summary(
            7.62702369690, 0.00087136124, 3.127641, -0.151957, 0.446976, 1.746661, -6.884282));
  }

  @Test
  void imageNetWeightsGiveWhatTheyGiveInPyTorch() {
    WeightFile file =
        WeightFile.read(
            SharedFiles.require(
                "weights/mobilenetv2/mobilenet_v2_1.0_imagenet1001_bnfolded.safetensors"));
    var mapped = BackboneWeights.map(file);
    assertThat(mapped.unknown()).isEmpty();
    NetworkWeights.loadStrict(parameters, mapped.mapped(), "mobilenetv2");
    check(
        false,
        new Summary(
            31.55711746216, -0.73706083078, -6.379658, 12.230188, -12.296936, -11.653084, 4.771463),
        new Summary(
            35.01406097412, -2.15817987277, -5.648067, 7.761007, -1.070575, 4.616974, -2.604804),
        new Summary(
            21.95222473145, -0.13698143430, -5.836201, -0.692021, 2.806139, 3.840195, -9.681277),
        new Summary(6.0, 1.02765029197, 0.0, 0.0, 4.540277, 0.371138, 6.0));
  }

  @Test
  void groupsThatDoNotDivideItsWidthsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MobileNetV2Config(BackboneConfig.Norm.GROUP, 0))
        .withMessageContaining("norm (GROUP) must be FROZEN, BATCH or SYNC");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MobileNetV2Config(BackboneConfig.Norm.BATCH, 6))
        .withMessage("freezeAt (6) must be 0 to 5");
  }

  /** All channels that the neck sees are even, and those that the layout says. */
  @Test
  void channelsAreTheLayouts() {
    var config = new MobileNetV2Config(BackboneConfig.Norm.SYNC, 0);
    var layout = new MobileNetV2Layout();
    int[] stages = {0, 1, 2, 3};
    assertThat(Arrays.stream(stages).map(config::channels).asLongStream())
        .containsExactlyElementsOf(
            Arrays.stream(stages).mapToLong(layout::channels).boxed().toList());
  }
}
