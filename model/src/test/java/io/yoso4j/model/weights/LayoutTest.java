package io.yoso4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.model.nn.ParameterMap;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.model.yoso.YosoNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class LayoutTest {
  /** {@code num_params} of torchvision's weights, less the classifier's (in + 1) × 1000. */
  @ParameterizedTest
  @CsvSource({
    "18, 11689512, 512",
    "34, 21797672, 512",
    "50, 25557032, 2048",
    "101, 44549160, 2048",
    "152, 60192808, 2048"
  })
  void resnetsHaveTorchvisionsNumberOfParameters(int depth, long published, long features) {
    assertThat(parameters(ResNetLayout.of(depth, ResNetLayout.Norm.FROZEN)))
        .isEqualTo(published - (features + 1) * 1000);
  }

  @Test
  void mobileNetV2HasTorchvisionsNumberOfParameters() {
    assertThat(parameters(new MobileNetV2Layout())).isEqualTo(3504872 - 1281 * 1000);
  }

  private static long parameters(Layout layout) {
    return layout.tensors().entrySet().stream()
        .filter(entry -> !entry.getKey().contains(".running_"))
        .mapToLong(entry -> WeightTensor.byteSize(DType.U8, entry.getValue().shape()))
        .sum();
  }

  @ParameterizedTest
  @ValueSource(ints = {18, 34, 50, 101, 152})
  void aLayoutIsToldFromItsOwnTensors(int depth) {
    for (ResNetLayout layout :
        List.of(
            ResNetLayout.of(depth, ResNetLayout.Norm.FROZEN),
            ResNetLayout.of(depth, ResNetLayout.Norm.GROUP),
            new ResNetLayout(
                depth, 8, depth < 50 ? 16 : 32, depth < 50 ? 64 : 4, ResNetLayout.Norm.FROZEN))) {
      assertThat(Layout.infer(zeros(layout))).contains(layout);
    }
  }

  @Test
  void otherDepthsAreRefused() {
    assertThatThrownBy(() -> ResNetLayout.of(20, ResNetLayout.Norm.BATCH))
        .hasMessage("depth (20) must be 18, 34, 50, 101 or 152");
  }

  private static Map<String, WeightTensor> zeros(Layout layout) {
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    layout.tensors().forEach((name, spec) -> tensors.put(name, TensorSpec.zeros(name, spec)));
    return tensors;
  }

  /** Names, shapes, element types and order of the state dictionary that upstream's code made. */
  @ParameterizedTest
  @ValueSource(strings = {"golden/model/small_r50w8", "golden/model/small_3stage_3fc"})
  void upstreamsStateDictionaryIsKnownExactly(String model) {
    WeightFile file = WeightFile.read(SharedFiles.require(model + "/weights.pth"));
    List<String> expected = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry :
        JsonMapper.shared()
            .readTree(SharedFiles.require(model + "/meta.json").toFile())
            .get("state_dict")
            .properties()) {
      expected.add(
          (entry.getKey() + " " + entry.getValue().get(0).asString() + entry.getValue().get(1))
              .replace("float32", "F32")
              .replace("int64", "I64"));
    }
    List<String> found = new ArrayList<>();
    YosoLayout.infer(file)
        .stateDict()
        .forEach(
            (name, spec) -> found.add((name + " " + spec).replace(" [", "[").replace(", ", ",")));
    assertThat(found).containsExactlyElementsOf(expected);
  }

  @Test
  void theNetworkHereHasTheTensorsOfTheLayout() {
    try (YosoNetwork network = YosoNetwork.create(YosoConfig.tiny(3), 1)) {
      Map<String, WeightTensor> stored = zeros(network.parameters());
      Layout layout = Layout.infer(stored).orElseThrow();
      Map<String, List<Long>> wanted = new LinkedHashMap<>();
      layout.shapes().forEach((name, shape) -> wanted.put(name, list(shape)));
      Map<String, List<Long>> found = new LinkedHashMap<>();
      stored.forEach((name, tensor) -> found.put(name, list(tensor.shape())));
      assertThat(found).isEqualTo(wanted);
    }
  }

  private static List<Long> list(long[] shape) {
    return java.util.Arrays.stream(shape).boxed().toList();
  }

  private static Map<String, WeightTensor> zeros(ParameterMap network) {
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    network
        .tensors()
        .forEach((name, tensor) ->
            tensors.put(name, TensorSpec.zeros(name, new TensorSpec(DType.F32, tensor.shape()))));
    return tensors;
  }
}
