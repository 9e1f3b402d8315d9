package io.yoso4j.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.yoso4j.model.StoredModel;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.StageTensors;
import io.yoso4j.model.yoso.YosoInference;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files written here give in ONNX Runtime what the network gives here. */
final class OnnxFileTest {
  /** Of the largest magnitude. */
  private static final double RELATIVE = 1e-4;

  @TempDir private Path folder;

  private static Stream<Models.Named> models() {
    return Models.all();
  }

  @ParameterizedTest
  @MethodSource("models")
  void logitsAndMasksAreTheNetworks(Models.Named named) throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      StoredModel model = named.read(folder, arena);
      for (Deformable form : Deformable.values()) {
        Path file = folder.resolve(form + ".onnx");
        OnnxFile.write(file, model, form);
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString());
            YosoInference network =
                YosoInference.load(model.config(), model.weights(), ElementType.FLOAT32)) {
          compare(session, network, 1, 96, 128);
          compare(session, network, 2, 160, 64);
          compare(session, network, 1, 70, 33);
        }
      }
    }
  }

  private static void compare(
      OrtSession session, YosoInference network, int batch, int height, int width)
      throws OrtException {
    float[] pixels = new float[batch * 3 * height * width];
    SplittableRandom random = new SplittableRandom(height);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    long[] shape = {batch, 3, height, width};
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad();
        OnnxTensor images =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(pixels), shape);
        OrtSession.Result result = session.run(Map.of("images", images))) {
      StageTensors expected = network.predict(padded(pixels, shape));
      same(
          (OnnxTensor) result.get("logits").orElseThrow(),
          Objects.requireNonNull(expected.logits()),
          1e-3);
      same((OnnxTensor) result.get("masks").orElseThrow(), expected.masks(), 5e-3);
    }
  }

  /** The graph pads by itself; the network wants sides of whole multiples of 32. */
  private static Tensor padded(float[] pixels, long[] shape) {
    int height = Math.toIntExact(shape[2]);
    int width = Math.toIntExact(shape[3]);
    int toHeight = Math.ceilDiv(height, 32) * 32;
    int toWidth = Math.ceilDiv(width, 32) * 32;
    int planes = pixels.length / (height * width);
    float[] result = new float[planes * toHeight * toWidth];
    for (int row = 0; row < planes * height; row++) {
      int to = (row / height * toHeight + row % height) * toWidth;
      System.arraycopy(pixels, row * width, result, to, width);
    }
    return Tensor.of(result, shape[0], shape[1], toHeight, toWidth);
  }

  private static void same(OnnxTensor actual, Tensor expected, double absolute) {
    assertThat(actual.getInfo().getShape()).isEqualTo(expected.shape());
    float[] wanted = expected.toFloats();
    FloatBuffer found = actual.getFloatBuffer();
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < wanted.length; i++) {
      double difference = Math.abs(wanted[i] - found.get(i));
      largest = Math.max(largest, Math.abs(wanted[i]));
      worst = Math.max(worst, Double.isNaN(difference) ? Double.MAX_VALUE : difference);
    }
    assertThat(worst).isLessThan(absolute);
    assertThat(worst / largest).isLessThan(RELATIVE);
  }
}
