package io.yoso4j.model.yoso;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.model.golden.Golden;
import io.yoso4j.model.golden.GoldenNetwork;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every activation of upstream's network, from the same weights and input. */
final class UpstreamParityTest {
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @CsvSource({
    "small_r50w8, full",
    "small_r50w8, padded",
    "small_r50w8, batch2",
    "small_r50w8, strict",
    "small_3stage_3fc, full"
  })
  void activationsEqualUpstream(String fixture, String name) {
    Golden golden = Golden.require("model/" + fixture);
    try (YosoNetwork network = GoldenNetwork.load(golden);
        TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      Golden.Array input = golden.array(name + ".backbone.input");
      Tensor images = Tensor.of(input.floats(), input.shape());
      String prefix = name + ".";
      check(golden, prefix + "backbone.stem", ((ResNet) network.backbone()).stem(images, false));
      List<Tensor> features = network.backbone().forward(images, false);
      for (int i = 0; i < features.size(); i++) {
        check(golden, prefix + "backbone.res" + (i + 2), features.get(i));
      }
      check(golden, prefix + "neck.deconv", network.neck().aggregate(features, false));
      Tensor merged = network.neck().forward(features, false);
      check(golden, prefix + "neck", merged);
      List<StageTensors> stages = network.head().forward(merged, false);
      for (int i = 0; i < stages.size(); i++) {
        check(golden, prefix + "head.s" + i + ".masks", stages.get(i).masks());
      }
      Tensor logits = stages.getLast().logits();
      assertThat(logits).isNotNull();
      check(golden, prefix + "head.cls", logits);
      assertThat(stages.subList(0, stages.size() - 1)).allMatch(s -> s.logits() == null);
    }
  }

  @ParameterizedTest
  @CsvSource("small_r50w8")
  void trainingStepPredictionsEqualUpstream(String fixture) {
    Golden golden = Golden.require("model/" + fixture);
    try (YosoNetwork network = GoldenNetwork.load(golden);
        TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      Golden.Array first = golden.array("train.image0");
      Golden.Array second = golden.array("train.image1");
      assertThat(first.shape()).isEqualTo(second.shape());
      long height = first.shape()[1];
      long width = first.shape()[2];
      Tensor images =
          io.yoso4j.model.tensor.Functional.stack(
              List.of(
                  Tensor.of(first.floats(), 3, height, width),
                  Tensor.of(second.floats(), 3, height, width)),
              0);
      List<StageTensors> stages = network.forward(images, true);
      for (int i = 0; i < stages.size(); i++) {
        check(golden, "train.head.s" + i + ".masks", stages.get(i).masks());
        Tensor logits = stages.get(i).logits();
        assertThat(logits == null).isEqualTo(i == 0);
        if (logits != null) {
          check(
              golden,
              "train.head.s" + i + ".cls_before_temperature",
              logits.mul(network.config().temperature()));
        }
      }
    }
  }

  private static void check(Golden golden, String name, Tensor actual) {
    Golden.Array expected = golden.array(name);
    assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
    assertThat(expected.relativeError(actual.toFloats())).as(name).isLessThan(TOLERANCE);
  }
}
