package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.model.NetworkWeights;
import io.yoso4j.model.weights.Safetensors;
import io.yoso4j.model.weights.WeightTensor;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.model.yoso.YosoNetwork;
import io.yoso4j.model.zoo.ZooException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackboneLoadingTest {
  private static final String STEM = "backbone.stem.conv1.weight";

  @TempDir Path folder;

  /** What a listener hears when a network loads the backbone of another, changed on the way. */
  private List<String> load(Map<String, WeightTensor> backbone) {
    Path file = folder.resolve("pretrained.safetensors");
    Safetensors.write(file, backbone, Map.of());
    List<String> warnings = new ArrayList<>();
    try (YosoNetwork network = YosoNetwork.create(YosoConfig.tiny(3), 2)) {
      BackboneLoading.load(network, file.toString(), listener(warnings));
      if (backbone.containsKey(STEM)) {
        assertThat(network.parameters().get(STEM).toFloats())
            .isEqualTo(backbone.get(STEM).toFloats());
      }
    }
    return warnings;
  }

  private static TrainListener listener(List<String> warnings) {
    return new TrainListener() {
      @Override
      public void onWarning(String message) {
        warnings.add(message);
      }
    };
  }

  private static Map<String, WeightTensor> backbone() {
    try (YosoNetwork source = YosoNetwork.create(YosoConfig.tiny(3), 1)) {
      Map<String, WeightTensor> tensors =
          new LinkedHashMap<>(NetworkWeights.store(source.parameters()));
      tensors.keySet().removeIf(name -> !name.startsWith("backbone."));
      return tensors;
    }
  }

  @Test
  void aWholeBackboneIsTakenInSilence() {
    assertThat(load(backbone())).isEmpty();
  }

  @Test
  void whatIsMissingOrStrangeIsNamed() {
    Map<String, WeightTensor> tensors = backbone();
    tensors.remove("backbone.res3.0.conv1.norm.bias");
    tensors.put("strange", WeightTensor.ofFloats("strange", new float[1], 1));
    String shape = "backbone.res2.0.conv1.norm.weight";
    tensors.put(shape, WeightTensor.ofFloats(shape, new float[3], 3));
    assertThat(load(tensors))
        .satisfiesExactly(
            lacks ->
                assertThat(lacks)
                    .isEqualTo(
                        "backbone weights pretrained.safetensors lacks 1 tensors: backbone.res3.0.conv1.norm.bias"),
            shapes -> assertThat(shapes).contains("has other shapes for 1 tensors: " + shape),
            strange -> assertThat(strange).contains("also holds (not used) 1 tensors: strange"));
  }

  @Test
  void aFileOfSomethingElseIsAnError() {
    Map<String, WeightTensor> tensors =
        Map.of("strange", WeightTensor.ofFloats("strange", new float[1], 1));
    assertThatThrownBy(() -> load(tensors))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("holds no tensor of this backbone");
  }

  @Test
  void aNameWithAPublisherIsNoFile() {
    try (YosoNetwork network = YosoNetwork.create(YosoConfig.tiny(3), 2)) {
      assertThatThrownBy(
              () -> BackboneLoading.load(network, "torchvision:resnet51", listener(List.of())))
          .isInstanceOf(ZooException.class)
          .hasMessageStartingWith("torchvision:resnet51: no such weights; known are ");
    }
  }
}
