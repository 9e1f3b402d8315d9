package io.yoso4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.model.weights.WeightReport.Outcome;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WeightReportTest {
  private static WeightReport report(Map<String, WeightTensor> tensors) {
    return WeightReport.of(new WeightFile(Path.of("test-file"), tensors, Map.of()));
  }

  private static Map<String, WeightTensor> resnet18() {
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    ResNetLayout.of(18, ResNetLayout.Norm.FROZEN)
        .tensors()
        .forEach((name, spec) -> tensors.put(name, TensorSpec.zeros(name, spec)));
    return tensors;
  }

  private static void put(Map<String, WeightTensor> tensors, String name, long... shape) {
    tensors.put(name, TensorSpec.zeros(name, new TensorSpec(DType.F32, shape)));
  }

  @Test
  void aWholeBackboneIsComplete() {
    Map<String, WeightTensor> tensors = resnet18();
    put(tensors, "fc.weight", 2, 2);
    WeightReport report = report(tensors);
    assertThat(report.complete()).isTrue();
    assertThat(report.layout()).contains(ResNetLayout.of(18, ResNetLayout.Norm.FROZEN));
    assertThat(report.rows(Outcome.LOADED)).hasSize(100);
    assertThat(report.rows(Outcome.LEFT_OUT))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.tensor().name()).isEqualTo("fc.weight");
          assertThat(row.note()).isEqualTo("classifier");
        });
  }

  @Test
  void everyDeviationIsNamed() {
    Map<String, WeightTensor> tensors = resnet18();
    tensors.remove("backbone.res5.1.conv2.norm.bias");
    put(tensors, "backbone.res3.0.conv1.weight", 128, 64, 1, 1);
    put(tensors, "backbone.res3.7.conv1.weight", 1);
    put(tensors, "layer9.weight", 1);
    WeightReport report = report(tensors);
    assertThat(report.complete()).isFalse();
    assertThat(report.missing().toString())
        .isEqualTo("{backbone.res5.1.conv2.norm.bias=F32 [512]}");
    assertThat(report.rows(Outcome.MISSHAPED))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.target()).isEqualTo("backbone.res3.0.conv1.weight");
          assertThat(row.note()).isEqualTo("wants [128, 64, 3, 3]");
        });
    assertThat(report.rows(Outcome.UNEXPECTED))
        .extracting(row -> row.tensor().name() + ": " + row.note())
        .containsExactly(
            "backbone.res3.7.conv1.weight: the network has no such tensor",
            "layer9.weight: no rule knows this name");
  }

  @Test
  void tensorsThatTellNoNetworkAreNotCompared() {
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    put(tensors, "conv1.weight", 64, 3, 7, 7);
    WeightReport report = report(tensors);
    assertThat(report.layout()).isEmpty();
    assertThat(report.complete()).isFalse();
    assertThat(report.rows(Outcome.LOADED)).hasSize(1);
  }

  @Test
  void mobileNetOfImageNetIsCompleteButForItsClassifier() {
    WeightReport report =
        WeightReport.of(
            WeightFile.read(
                SharedFiles.require(
                    "weights/mobilenetv2/mobilenet_v2_1.0_imagenet1001_bnfolded.safetensors")));
    assertThat(report.complete()).isTrue();
    assertThat(report.layout()).contains(new MobileNetV2Layout());
    assertThat(report.rows(Outcome.LEFT_OUT))
        .extracting(row -> row.tensor().name())
        .filteredOn(name -> !name.endsWith("num_batches_tracked"))
        .containsExactlyInAnyOrder("classifier.1.weight", "classifier.1.bias");
  }

  @Test
  void partOfAResnetMissesItsLastStage() {
    WeightReport report =
        WeightReport.of(
            WeightFile.read(
                SharedFiles.require(
                    "weights/resnet18_partial/resnet18_imagenet_conv1_to_layer3_bnfolded.pth")));
    assertThat(report.missing())
        .hasSize(20)
        .allSatisfy((name, spec) -> assertThat(name).contains(".res5."));
    assertThat(report.rows(Outcome.MISSHAPED)).isEmpty();
    assertThat(report.rows(Outcome.UNEXPECTED)).isEmpty();
  }
}
