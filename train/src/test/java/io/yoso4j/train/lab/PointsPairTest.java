package io.yoso4j.train.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.train.SmallRuns;
import io.yoso4j.train.config.AugmentSettings;
import io.yoso4j.train.config.LossSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which two losses the claim about points compares. */
final class PointsPairTest {
  @TempDir private Path folder;

  private VariantConfig configs;

  @BeforeEach
  void configure() throws IOException {
    Path common = folder.resolve("common.yaml");
    Files.writeString(
        common,
        SmallRuns.smallest(folder, "augment.crop_height=64", "augment.crop_width=96").toYaml());
    configs = new VariantConfig(common);
  }

  private static LabPlan plan(List<String> losses, List<String> own) {
    List<VariantPlan> variants =
        VariantParser.parse(losses, own).stream()
            .map(v -> new VariantPlan(v.name(), v.description(), v.keys(), 10, 5, 1))
            .toList();
    return new LabPlan(
        "data",
        100,
        50,
        List.of("a"),
        "",
        "",
        variants,
        variants.getFirst().name(),
        List.of(0L),
        new LabBudget(LabBudget.Unit.STEPS, 10),
        1,
        100);
  }

  private LossSettings settings(VariantPlan variant) {
    return configs.of(variant, 0).loss();
  }

  @ParameterizedTest
  @CsvSource({
    "'set,baseline,baseline-points', baseline-points, true",
    "'baseline,baseline-random', baseline-random, true",
    "'baseline-random,adapted,baseline', adapted, true",
    "'set,baseline', baseline at points, false",
    "'baseline,hybrid,adapted-ce', baseline at points, false"
  })
  void nothingButThePointsDiffers(String losses, String points, boolean trained) {
    PointsPair pair =
        PointsPair.find(plan(List.of(losses.split(",")), List.of()), configs).orElseThrow();

    assertThat(pair.full().name()).isEqualTo("baseline");
    assertThat(pair.points().name()).isEqualTo(points);
    assertThat(pair.trained()).isEqualTo(trained);
    LossSettings full = settings(pair.full());
    LossSettings own = settings(pair.points());
    assertThat(own.points()).isNotEqualTo(full.points());
    assertThat(own.classification()).isEqualTo(full.classification());
    assertThat(own.effectiveMatcherPoints()).isEqualTo(full.effectiveMatcherPoints());
  }

  @Test
  void anotherWeightIsAnotherLoss() {
    PointsPair pair =
        PointsPair.find(
                plan(List.of("baseline"), List.of("mine: baseline-points, weight.class=4")),
                configs)
            .orElseThrow();

    assertThat(pair.trained()).isFalse();
    assertThat(pair.points().name()).isEqualTo("baseline at points");
  }

  @Test
  void theNumberOfPointsIsAChoiceOfPoints() {
    assertThat(
            PointsPair.find(
                    plan(List.of("baseline"), List.of("few: baseline-points, points.num=7")),
                    configs)
                .orElseThrow()
                .points()
                .name())
        .isEqualTo("few");
  }

  @Test
  void withoutAFullMaskThereIsNone() {
    LabPlan plan = plan(List.of("set", "hybrid"), List.of());

    assertThat(PointsPair.find(plan, configs)).isEmpty();
    assertThat(
            new EfficiencyClaim(
                    Optional.empty(), List.of(), new EfficiencyMeter.Measured(List.of(), Map.of()))
                .build()
                .why())
        .isEqualTo("Not measured: that needs a variant with the full mask.");
  }

  /** Masks of twice the size come from images of twice the size, in the shape trained with. */
  @Test
  void lookingEnlargesTheCropTrainedWith() {
    AugmentSettings still = configs.still(0, 128, 192, 3).augment();

    assertThat(still.sampleHeight()).isEqualTo(128);
    assertThat(still.sampleWidth()).isEqualTo(192);
    assertThat(still.imageSize()).isEqualTo(2 * configs.base().augment().imageSize());
    assertThat(still.flip()).isZero();
    assertThat(configs.still(0, 96, 3).augment().sampleWidth()).isEqualTo(96);
  }
}
