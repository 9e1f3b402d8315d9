package io.yoso4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.Explanation;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StageResult;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.Instance;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.YosoInference;
import io.yoso4j.model.yoso.YosoNetwork;
import io.yoso4j.train.conformance.CaseReport;
import io.yoso4j.train.conformance.Conformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void anOwnLossIsRecordedAndFoundEqual(@TempDir Path folder) throws IOException {
    Path recorded = folder.resolve("mine");
    RecordCase.write(recorded, 1);
    CaseReport report = Conformance.check(recorded);
    assertThat(report.verdict()).as(report.toString()).isEqualTo(CaseReport.Verdict.PASS);
    assertThat(report.deviations())
        .extracting(deviation -> deviation.kind().name())
        .contains("COST", "TERM", "GRADIENT");

    Path meta = recorded.resolve("meta.json");
    Files.writeString(meta, Files.readString(meta).replace("\"alpha\": 0.25", "\"alpha\": 0.5"));
    assertThat(Conformance.check(recorded).verdict()).isEqualTo(CaseReport.Verdict.FAIL);
  }

  @Test
  void uncertainPointsAloneRaiseTheMaskTerm() {
    Map<String, Double> masks = new LinkedHashMap<>();
    MigrateLoss.steps()
        .forEach((name, config) -> {
          StageResult stage = MigrateLoss.evaluate(config).stages().getFirst();
          masks.put(name, stage.losses().get(StageResult.LOSS_MASK));
          assertThat(stage.assignments().getFirst().queries()).containsExactly(0, 1, 2);
        });
    double baseline = masks.getOrDefault("baseline", 0.0);
    assertThat(masks.getOrDefault("baseline-random", 0.0)).isCloseTo(baseline, within(0.01));
    assertThat(masks.getOrDefault("adapted", 0.0)).isGreaterThan(2 * baseline);
    assertThat(masks).containsOnlyKeys("baseline", "baseline-random", "adapted", "hybrid", "set");
  }

  @Test
  void theOldLossAndItsSettingsHaveOneCurve() {
    List<Double> before = SameCurve.withOldLoss(30);
    List<Double> after = SameCurve.withBaseline(30);
    assertThat(before.getLast()).isLessThan(before.getFirst() / 10);
    for (int step = 0; step < before.size(); step++) {
      assertThat(after.get(step)).as("step " + step).isCloseTo(before.get(step), within(1e-4));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline", "baseline-random", "adapted", "hybrid", "set"})
  void everyStepTrainsOnTensorsOfJavaCpp(String step) {
    SetCriterionConfig config = Objects.requireNonNull(MigrateLoss.steps().get(step));
    List<Double> totals = LossOnTensors.train(config, 40);
    assertThat(totals.getLast()).isLessThan(totals.getFirst() / 2);
  }
}
