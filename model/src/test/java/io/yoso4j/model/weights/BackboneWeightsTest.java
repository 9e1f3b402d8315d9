package io.yoso4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BackboneWeightsTest {
  private static WeightFile file(Iterable<String> names) {
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    names.forEach(
        name -> tensors.put(name, WeightTensor.ofFloats(name, new float[] {tensors.size()}, 1)));
    return new WeightFile(Path.of("test-file"), tensors, Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "conv1.weight, backbone.stem.conv1.weight",
    "bn1.running_mean, backbone.stem.conv1.norm.running_mean",
    "layer1.0.conv1.weight, backbone.res2.0.conv1.weight",
    "layer1.0.bn1.bias, backbone.res2.0.conv1.norm.bias",
    "layer2.3.bn3.running_var, backbone.res3.3.conv3.norm.running_var",
    "layer3.22.conv3.weight, backbone.res4.22.conv3.weight",
    "layer4.0.downsample.0.weight, backbone.res5.0.shortcut.weight",
    "layer4.0.downsample.1.weight, backbone.res5.0.shortcut.norm.weight",
    "module.layer4.1.bn2.weight, backbone.res5.1.conv2.norm.weight",
    "backbone.res2.0.conv1.norm.weight, backbone.res2.0.conv1.norm.weight",
    "backbone.stem.conv1.weight, backbone.stem.conv1.weight",
    "res5.2.conv3.weight, backbone.res5.2.conv3.weight",
    "stem.conv1.norm.bias, backbone.stem.conv1.norm.bias",
    "backbone.bottom_up.res3.0.shortcut.weight, backbone.res3.0.shortcut.weight",
    "features.0.0.weight, backbone.features.0.0.weight",
    "features.18.1.running_var, backbone.features.18.1.running_var",
    "conv1_w, backbone.stem.conv1.weight",
    "res2_0_branch2a_w, backbone.res2.0.conv1.weight",
    "res4_22_branch2b_w, backbone.res4.22.conv2.weight",
    "res5_2_branch2c_w, backbone.res5.2.conv3.weight",
    "res3_0_branch1_w, backbone.res3.0.shortcut.weight",
    "res_conv1_bn_rm, backbone.stem.conv1.norm.running_mean",
    "res3_0_branch1_bn_riv, backbone.res3.0.shortcut.norm.running_var"
  })
  void namesAreMapped(String source, String target) {
    MappedWeights weights = BackboneWeights.map(file(List.of(source)));
    assertThat(weights.mapped().keySet()).containsExactly(target);
    assertThat(weights.mapped().get(target).name()).isEqualTo(target);
    assertThat(weights.sources()).isEqualTo(Map.of(target, source));
    assertThat(weights.ignored()).isEmpty();
    assertThat(weights.unknown()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fc.weight",
        "fc.bias",
        "stem.fc.weight",
        "bn1.num_batches_tracked",
        "layer1.0.downsample.1.num_batches_tracked",
        "backbone.stem.conv1.norm.num_batches_tracked",
        "yoso_head.kernels.weight",
        "pixel_mean",
        "classifier.1.weight",
        "fc1000_w",
        "pred_b",
        "conv1_b",
        "conv1_w_momentum",
        "optimizer.step",
        "backbone.fpn_lateral2.weight",
        "proposal_generator.rpn_head.conv.weight"
      })
  void whatABackboneHasNoPlaceForIsIgnoredByName(String source) {
    MappedWeights weights = BackboneWeights.map(file(List.of(source)));
    assertThat(weights.ignored()).containsOnlyKeys(source);
    assertThat(weights.mapped()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conv1.bias",
        "layer5.0.conv1.weight",
        "layer1.0.conv4.weight",
        "layer1.0.conv1.weight.extra",
        "res6.0.conv1.weight",
        "bn1.gamma",
        "layer1.x.conv1.weight"
      })
  void othersAreUnknownByName(String source) {
    assertThat(BackboneWeights.map(file(List.of(source))).unknown()).containsExactly(source);
  }

  /** Caffe2 folds the statistics into scale and shift; what is left is 0 and 1 less epsilon. */
  @Test
  void caffe2FilesGetTheStatisticsTheyLack() {
    MappedWeights weights =
        BackboneWeights.map(
            file(List.of("conv1_w", "res_conv1_bn_s", "res_conv1_bn_b", "fc1000_w")));
    assertThat(weights.origin()).isEqualTo("Caffe2");
    assertThat(weights.filled())
        .containsExactly(
            "backbone.stem.conv1.norm.running_mean", "backbone.stem.conv1.norm.running_var");
    assertThat(weights.mapped().get("backbone.stem.conv1.norm.running_mean").toFloats())
        .containsExactly(0);
    float variance = weights.mapped().get("backbone.stem.conv1.norm.running_var").toFloats()[0];
    assertThat(variance + 1e-5f).isEqualTo(1f);
    assertThat(weights.mapped().keySet())
        .contains("backbone.stem.conv1.norm.weight", "backbone.stem.conv1.norm.bias");
    assertThat(weights.ignored()).containsOnlyKeys("fc1000_w");
  }

  @Test
  void statisticsThatAreThereAreNotFilledIn() {
    MappedWeights weights =
        BackboneWeights.map(
            file(List.of("conv1_w", "res_conv1_bn_s", "res_conv1_bn_rm", "res_conv1_bn_riv")));
    assertThat(weights.filled()).isEmpty();
    assertThat(weights.mapped().get("backbone.stem.conv1.norm.running_var").toFloats())
        .containsExactly(3);
  }

  @Test
  void twoSourcesForOneTargetAreRefused() {
    WeightFile file = file(List.of("conv1.weight", "stem.conv1.weight"));
    assertThatThrownBy(() -> BackboneWeights.map(file))
        .isInstanceOf(WeightException.class)
        .hasMessage(
            "test-file: tensors 'conv1.weight' and 'stem.conv1.weight' both map to backbone.stem.conv1.weight");
  }

  /** torchvision's own names of a ResNet, written out from its construction. */
  private static List<String> torchvision(int convolutions, int... blocks) {
    List<String> names = new ArrayList<>(List.of("conv1.weight"));
    norm(names, "bn1");
    for (int layer = 0; layer < 4; layer++) {
      for (int block = 0; block < blocks[layer]; block++) {
        String prefix = "layer" + (layer + 1) + "." + block + ".";
        for (int c = 1; c <= convolutions; c++) {
          names.add(prefix + "conv" + c + ".weight");
          norm(names, prefix + "bn" + c);
        }
        if (block == 0 && (layer > 0 || convolutions == 3)) {
          names.add(prefix + "downsample.0.weight");
          norm(names, prefix + "downsample.1");
        }
      }
    }
    names.addAll(List.of("fc.weight", "fc.bias"));
    return names;
  }

  private static void norm(List<String> names, String prefix) {
    for (String part :
        List.of("weight", "bias", "running_mean", "running_var", "num_batches_tracked")) {
      names.add(prefix + "." + part);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, '2,2,2,2', 100", "2, '3,4,6,3', 180", "3, '3,4,6,3', 265"})
  void wholeResnetsMapWithoutRest(int convolutions, String blocks, int expected) {
    int[] counts = java.util.Arrays.stream(blocks.split(",")).mapToInt(Integer::parseInt).toArray();
    MappedWeights weights = BackboneWeights.map(file(torchvision(convolutions, counts)));
    assertThat(weights.unknown()).isEmpty();
    assertThat(weights.mapped()).hasSize(expected);
  }

  @Test
  void resnet50NamesAreExactlyTheReferenceBackbones() {
    WeightFile reference =
        WeightFile.read(SharedFiles.require("golden/model/small_r50w8/weights.pth"));
    List<String> backbone =
        reference.tensors().keySet().stream().filter(name -> name.startsWith("backbone.")).toList();
    MappedWeights weights = BackboneWeights.map(file(torchvision(3, 3, 4, 6, 3)));
    assertThat(weights.mapped().keySet()).containsExactlyInAnyOrderElementsOf(backbone);
    assertThat(BackboneWeights.map(reference).mapped().keySet())
        .containsExactlyElementsOf(backbone);
    assertThat(BackboneWeights.map(reference).unknown()).isEmpty();
  }

  @Test
  void partialFileSaysWhatIsMissing() {
    WeightFile file =
        WeightFile.read(
            SharedFiles.require(
                "weights/resnet18_partial/resnet18_imagenet_conv1_to_layer3_bnfolded.pth"));
    MappedWeights weights = BackboneWeights.map(file);
    assertThat(weights.unknown()).isEmpty();
    Map<String, long[]> wanted = new LinkedHashMap<>();
    BackboneWeights.map(file(torchvision(2, 2, 2, 2, 2)))
        .mapped()
        .keySet()
        .forEach(name -> {
          WeightTensor tensor = weights.mapped().get(name);
          wanted.put(name, tensor == null ? new long[] {1} : tensor.shape());
        });
    LoadPlan plan = LoadPlan.compare(wanted, weights.mapped());
    assertThat(plan.matched()).hasSize(80);
    assertThat(plan.missing())
        .hasSize(20)
        .contains("backbone.res5.0.conv1.weight")
        .allMatch(n -> n.contains("res5."));
    assertThat(plan.unexpected()).isEmpty();
    assertThat(plan.isComplete()).isFalse();
  }

  @Test
  void planNamesEveryMismatch() {
    Map<String, long[]> wanted = new LinkedHashMap<>();
    wanted.put("a", new long[] {1});
    wanted.put("b", new long[] {2, 1});
    wanted.put("c", new long[] {1});
    Map<String, WeightTensor> found =
        Map.of(
            "a", WeightTensor.ofFloats("a", new float[] {1}, 1),
            "b", WeightTensor.ofFloats("b", new float[] {1, 2}, 1, 2),
            "d", WeightTensor.ofFloats("d", new float[] {1}, 1));
    LoadPlan plan = LoadPlan.compare(wanted, found);
    assertThat(plan.matched().keySet()).containsExactly("a");
    assertThat(plan.missing()).containsExactly("c");
    assertThat(plan.unexpected()).containsExactly("d");
    assertThat(plan.misshaped()).hasToString("[b (wants [2, 1], found [1, 2])]");
  }
}
