package io.yoso4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.criterion.Explanation;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.Instance;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.YosoInference;
import io.yoso4j.model.yoso.YosoNetwork;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExamplesTest {

  @Test
  void theQueryThatPredictsTheUpperHalfIsMatched() {
    String text = LossFromArrays.describe(LossFromArrays.evaluate());
    assertThat(text).contains("queries=[1], targets=[0]").contains("loss_mask");
  }

  @Test
  void anotherNetworkFindsWhatItLooksFor() {
    RgbImage image = RgbImage.filled(40, 30, 0x808080);
    for (int y = 10; y < 20; y++) {
      for (int x = 5; x < 25; x++) {
        image.rgb()[(y * 40 + x) * 3] = (byte) 255;
        image.rgb()[(y * 40 + x) * 3 + 1] = 0;
        image.rgb()[(y * 40 + x) * 3 + 2] = 0;
      }
    }
    try (Segmenter segmenter = OwnNetwork.segmenter()) {
      List<Instance> found = segmenter.segment(image);
      assertThat(found).hasSize(1);
      assertThat(found.getFirst().category()).isZero();
      assertThat(found.getFirst().mask().area()).isEqualTo(200);
      assertThat(FindObjects.describe(segmenter, found.getFirst()))
          .startsWith("class 1 0.9")
          .contains("200 pixels");
    }
  }

  @Test
  void anotherBackboneGetsGradientsAndFolds() {
    float[] pixels = new float[2 * 3 * 64 * 96];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.sin(i * 0.37);
    }
    try (TensorScope _ = TensorScope.open();
        YosoNetwork network = OwnBackbone.network(3)) {
      Tensor images = Tensor.of(pixels, 2, 3, 64, 96);
      assertThat(network.backboneFeatures(images, true))
          .extracting(feature -> feature.size(1) + " at " + feature.size(2))
          .containsExactly("16 at 16", "32 at 8", "64 at 4", "128 at 2");
      List<Tensor> features = network.backboneFeatures(images, false);
      Tensor first = network.predict(images).masks();
      assertThat(first.shape()).containsExactly(2, 25, 16, 24);
      try (YosoInference inference = network.inference(ElementType.FLOAT32)) {
        List<Tensor> folded = inference.features(images);
        for (int i = 0; i < features.size(); i++) {
          Tensor feature = features.get(i);
          double deviation = folded.get(i).sub(feature).norm().item() / feature.norm().item();
          assertThat(deviation).isLessThan(1e-4);
        }
      }
      Autograd.backward(List.of(first), List.of(first.detach()));
      assertThat(network.parameters().trainable())
          .filteredOn(parameter -> parameter.name().startsWith("backbone."))
          .hasSize(15)
          .allSatisfy(parameter ->
              assertThat(Objects.requireNonNull(parameter.tensor().grad()).norm().item())
                  .isPositive());
    }
  }

  @Test
  void theCheapestQueryIsMatched() {
    Explanation explanation = ExplainLoss.explain();
    var image = explanation.images().getFirst();
    int matched = image.assignment().queries()[0];
    assertThat(image.costs().total()).hasSize(5);
    for (double cost : image.costs().total()) {
      assertThat(image.costs().total()[matched]).isLessThanOrEqualTo(cost);
    }
    assertThat(ExplainLoss.describe(explanation))
        .contains("query " + matched + " is matched, on 112 points");
  }

  @Test
  void optionsRemoveWhatTheOriginalsGetWrong() {
    var numbers =
        Pattern.compile("(\\d+\\.\\d+)")
            .matcher(BeforeAfter.describe())
            .results()
            .map(found -> Double.parseDouble(found.group()))
            .toList();
    assertThat(numbers).hasSize(4);
    assertThat(numbers.get(1)).isLessThan(numbers.get(0) / 2);
    assertThat(numbers.get(3)).isLessThan(numbers.get(2) / 2);
  }
}
