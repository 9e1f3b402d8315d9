package io.yoso4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files written by PyTorch itself. */
final class SharedWeightsTest {
  private static final String R50 = "golden/model/small_r50w8/";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"golden/model/small_r50w8", "golden/model/small_3stage_3fc"})
  void namesAndShapesAreThoseOfTheModel(String model) {
    WeightFile file = WeightFile.read(SharedFiles.require(model + "/weights.pth"));
    JsonNode expected =
        JsonMapper.shared()
            .readTree(SharedFiles.require(model + "/meta.json").toFile())
            .get("state_dict");
    assertThat(file.tensors()).hasSize(expected.size());
    for (Map.Entry<String, JsonNode> entry : expected.properties()) {
      WeightTensor tensor = file.tensor(entry.getKey());
      List<Long> shape = new ArrayList<>();
      entry.getValue().get(1).forEach(size -> shape.add(size.asLong()));
      assertThat(tensor.shape())
          .as(entry.getKey())
          .containsExactly(shape.stream().mapToLong(Long::longValue).toArray());
      assertThat(tensor.dtype())
          .as(entry.getKey())
          .isEqualTo(dtype(entry.getValue().get(0).asString()));
    }
  }

  private static DType dtype(String torch) {
    return switch (torch) {
      case "float32" -> DType.F32;
      case "int64" -> DType.I64;
      default -> throw new IllegalArgumentException(torch);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"weights_legacy.pth", "weights_d2_checkpoint.pth"})
  void everyFormOfACheckpointHoldsTheSameTensors(String form) {
    Map<String, WeightTensor> zip =
        WeightFile.read(SharedFiles.require(R50 + "weights.pth")).tensors();
    Map<String, WeightTensor> other = WeightFile.read(SharedFiles.require(R50 + form)).tensors();
    assertThat(other.keySet()).containsExactlyElementsOf(zip.keySet());
    zip.forEach((name, tensor) -> assertThat(other.get(name)).as(name).isEqualTo(tensor));
  }

  @Test
  void checkpointEntriesBesideTheModelAreMetadata() {
    WeightFile file = WeightFile.read(SharedFiles.require(R50 + "weights_d2_checkpoint.pth"));
    assertThat(file.metadata())
        .containsOnly(
            Map.entry("__author__", "ref"),
            Map.entry("iteration", "7"),
            Map.entry("matching_heuristics", "false"));
  }

  @Test
  void safetensorsKeepEveryTensorOfACheckpoint() {
    WeightFile read = WeightFile.read(SharedFiles.require(R50 + "weights.pth"));
    Path copy = folder.resolve("copy.safetensors");
    Safetensors.write(copy, read.tensors(), Map.of());
    assertThat(WeightFile.read(copy).tensors()).isEqualTo(read.tensors());
  }

  @Test
  void partialResnetHasTheImageNetStem() {
    try (Arena arena = Arena.ofShared()) {
      WeightFile file =
          WeightFile.read(
              SharedFiles.require(
                  "weights/resnet18_partial/resnet18_imagenet_conv1_to_layer3_bnfolded.pth"),
              arena);
      assertThat(file.tensors()).hasSize(80);
      assertThat(file.tensor("conv1.weight").shape()).containsExactly(64, 3, 7, 7);
      assertThat(file.tensor("layer3.1.conv2.weight").shape()).containsExactly(256, 256, 3, 3);
      // Batch norm is folded: the published variance is 1 less the epsilon.
      assertThat(file.tensor("bn1.running_var").toFloats()).hasSize(64).containsOnly(1f - 1e-5f);
    }
  }

  @Test
  void mobileNetReads() {
    WeightFile file =
        WeightFile.read(
            SharedFiles.require(
                "weights/mobilenetv2/mobilenet_v2_1.0_imagenet1001_bnfolded.safetensors"));
    long parameters = file.tensors().values().stream().mapToLong(WeightTensor::elements).sum();
    assertThat(parameters).isBetween(3_500_000L, 3_600_000L);
    assertThat(file.tensor("features.0.0.weight").shape()).containsExactly(32, 3, 3, 3);
  }
}
