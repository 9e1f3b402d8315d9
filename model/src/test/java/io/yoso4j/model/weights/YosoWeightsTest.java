package io.yoso4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class YosoWeightsTest {
  private static final YosoLayout SMALL =
      new YosoLayout(
          new ResNetLayout(18, 4, 8, 64, ResNetLayout.Norm.FROZEN), 3, 5, 16, 8, 3, 2, 2, 1, 12);

  @TempDir Path folder;

  private static Map<String, WeightTensor> network() {
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    SMALL.tensors().forEach((name, spec) -> tensors.put(name, TensorSpec.zeros(name, spec)));
    return tensors;
  }

  private static WeightFile file(Map<String, WeightTensor> tensors) {
    return new WeightFile(Path.of("test-file"), tensors, Map.of());
  }

  @Test
  void theLayoutIsToldFromTheTensors() {
    assertThat(YosoLayout.infer(file(network()))).isEqualTo(SMALL);
  }

  @Test
  void upstreamGetsItsBookkeeping() {
    Map<String, WeightTensor> upstream = YosoWeights.forUpstream(file(network()));
    assertThat(upstream.keySet()).containsExactlyElementsOf(SMALL.stateDict().keySet());
    assertThat(upstream.get("yoso_head.criterion.empty_weight").toFloats())
        .containsExactly(1, 1, 1, 0.1f);
    WeightTensor counter = upstream.get("yoso_neck.deconv.deform_conv1.dcn_bn.num_batches_tracked");
    assertThat(counter)
        .hasToString("'yoso_neck.deconv.deform_conv1.dcn_bn.num_batches_tracked' I64 []");
    assertThat(YosoWeights.madeForUpstream(file(network())))
        .hasSize(7)
        .contains("yoso_head.criterion.empty_weight");
  }

  @Test
  void bookkeepingThatIsThereIsKept() {
    Map<String, WeightTensor> tensors = network();
    String name = "yoso_head.criterion.empty_weight";
    tensors.put(name, WeightTensor.ofFloats(name, new float[] {1, 2, 3, 4}, 4));
    assertThat(YosoWeights.forUpstream(file(tensors)).get(name).toFloats())
        .containsExactly(1, 2, 3, 4);
    assertThat(YosoWeights.madeForUpstream(file(tensors))).hasSize(6).doesNotContain(name);
  }

  @Test
  void whatUpstreamWouldRefuseIsNamed() {
    Map<String, WeightTensor> tensors = network();
    tensors.remove("yoso_neck.loc_conv.bias");
    tensors.put("extra", WeightTensor.ofFloats("extra", new float[1], 1));
    tensors.put(
        "yoso_head.kernels.bias", WeightTensor.ofFloats("yoso_head.kernels.bias", new float[2], 2));
    assertThatThrownBy(() -> YosoWeights.forUpstream(file(tensors)))
        .isInstanceOf(WeightException.class)
        .hasMessageContaining("missing [yoso_neck.loc_conv.bias]")
        .hasMessageContaining("unknown [][extra]")
        .hasMessageContaining("[yoso_head.kernels.bias (wants [5], found [2])]");
  }

  @Test
  void aBackboneIsNoYosoNetwork() {
    Map<String, WeightTensor> tensors = network();
    tensors.keySet().removeIf(name -> !name.startsWith("backbone."));
    assertThat(YosoWeights.isYoso(file(tensors))).isFalse();
    assertThatThrownBy(() -> YosoWeights.forUpstream(file(tensors)))
        .isInstanceOf(WeightException.class)
        .hasMessageContaining(
            "is no YOSO network with a ResNet or MobileNetV2: it has no yoso_head.kernels.weight");
  }

  @Test
  void aFileOfOtherNamesIsNoYosoNetwork() {
    WeightFile torchvision =
        file(Map.of("conv1.weight", WeightTensor.ofFloats("conv1.weight", new float[1], 1)));
    assertThatThrownBy(() -> YosoWeights.forUpstream(torchvision))
        .hasMessageContaining("it has no yoso_head.kernels.weight");
  }

  @Test
  void optimiserStateIsLeftOutByName() {
    Map<String, WeightTensor> tensors = network();
    tensors.put("optimizer.step", WeightTensor.ofFloats("optimizer.step", new float[1], 1));
    MappedWeights weights = YosoWeights.map(file(tensors));
    assertThat(weights.ignored()).isEqualTo(Map.of("optimizer.step", "optimiser state"));
    assertThat(weights.unknown()).isEmpty();
  }

  /** All forms of the reference file give the very tensors that Python saved. */
  @Test
  void aReferenceModelComesBackAsItWas() {
    WeightFile reference =
        WeightFile.read(SharedFiles.require("golden/model/small_r50w8/weights.pth"));
    for (String form : List.of("weights.pth", "weights_legacy.pth", "weights_d2_checkpoint.pth")) {
      WeightFile read = WeightFile.read(SharedFiles.require("golden/model/small_r50w8/" + form));
      Map<String, WeightTensor> stripped = new LinkedHashMap<>(YosoWeights.map(read).mapped());
      Path safetensors = folder.resolve("network.safetensors");
      Safetensors.write(safetensors, stripped, Map.of());
      Path back = folder.resolve("back.pth");
      TorchCheckpoint.write(back, YosoWeights.forUpstream(WeightFile.read(safetensors)));
      Map<String, WeightTensor> found = WeightFile.read(back).tensors();
      assertThat(found.keySet()).as(form).containsExactlyElementsOf(reference.tensors().keySet());
      reference
          .tensors()
          .forEach((name, tensor) -> {
            if (!name.endsWith("num_batches_tracked")) {
              assertThat(found.get(name)).as(form + " " + name).isEqualTo(tensor);
            }
          });
    }
  }
}
