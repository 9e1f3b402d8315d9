package io.yoso4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.model.weights.WeightTensor;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.model.yoso.YosoNetwork;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NetworkWeightsTest {
  @Test
  void storedWeightsGoIntoAnotherNetwork() {
    try (YosoNetwork source = YosoNetwork.create(YosoConfig.tiny(3), 1);
        YosoNetwork target = YosoNetwork.create(YosoConfig.tiny(3), 2)) {
      Map<String, WeightTensor> stored = NetworkWeights.store(source.parameters());
      NetworkWeights.loadStrict(target.parameters(), stored, "test");
      for (String name : source.parameters().names()) {
        assertThat(target.parameters().get(name).toFloats())
            .as(name)
            .isEqualTo(source.parameters().get(name).toFloats());
      }
    }
  }

  @Test
  void partialLoadNamesWhatDoesNotFit() {
    try (YosoNetwork source = YosoNetwork.create(YosoConfig.tiny(3), 1);
        YosoNetwork target = YosoNetwork.create(YosoConfig.tiny(4), 2)) {
      Map<String, WeightTensor> stored =
          new LinkedHashMap<>(NetworkWeights.store(source.parameters()));
      stored.remove("backbone.stem.conv1.weight");
      stored.put("fc.bias", WeightTensor.ofFloats("fc.bias", new float[2], 2));
      assertThatThrownBy(
              () -> NetworkWeights.loadStrict(target.parameters(), stored, "a.safetensors"))
          .hasMessageContaining("a.safetensors")
          .hasMessageContaining("missing backbone.stem.conv1.weight")
          .hasMessageContaining("unexpected fc.bias")
          .hasMessageContaining("stored [4, 64], network [5, 64]");
      NetworkWeights.LoadReport report = NetworkWeights.loadPartial(target.parameters(), stored);
      assertThat(report.missing()).containsExactly("backbone.stem.conv1.weight");
      assertThat(report.unexpected()).containsExactly("fc.bias");
      assertThat(report.misshaped()).hasSize(4);
      assertThat(report.complete()).isFalse();
      assertThat(target.parameters().get("yoso_head.kernels.weight").toFloats())
          .isEqualTo(source.parameters().get("yoso_head.kernels.weight").toFloats());
    }
  }
}
