package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.MaskTerm;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.TargetFrame;
import io.yoso4j.train.config.ConfigException;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.criterion.ConfiguredCriterion;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From the keys of section {@code loss} to the criterion. */
final class LossConfigTest {
  private static SetCriterionConfig criterion(int numClasses, String... sets) {
    return ConfiguredCriterion.of(ConfigLoader.load("r50", null, List.of(sets)).loss(), numClasses);
  }

  @Test
  void thePresetIsTheOriginalLoss() {
    SetCriterionConfig original = SetCriterionConfig.yoso(80);
    SetCriterionConfig preset = criterion(80);
    assertThat(preset)
        .usingRecursiveComparison()
        .ignoringFields("numMasksReducer")
        .isEqualTo(original);
  }

  @Test
  void everyChoiceOfMasksCanBeReached() {
    SetCriterionConfig config =
        criterion(
            2,
            "loss.no_object_weight=0.2",
            "loss.per_class_weights=[1.5, 0.5]",
            "loss.class_weight=1",
            "loss.mask_weight=2",
            "loss.dice_weight=3",
            "loss.mask_term=focal",
            "loss.mask_focal_alpha=0.3",
            "loss.mask_focal_gamma=1.5",
            "loss.points=random",
            "loss.num_points=7",
            "loss.matcher_class_cost=4",
            "loss.matcher_mask_cost=0",
            "loss.matcher_points=target",
            "loss.matcher_frame=batch",
            "loss.ignore_regions=true");
    assertThat(config.classification())
        .isEqualTo(new Classification.SoftmaxCrossEntropy(0.2, List.of(1.5, 0.5)));
    assertThat(config.weights()).isEqualTo(new LossWeights(1, 2, 3));
    assertThat(config.maskTerm()).isEqualTo(new MaskTerm.Focal(0.3, 1.5));
    assertThat(config.maskPoints()).isEqualTo(new MaskPoints.RandomPoints(7));
    assertThat(config.matcher())
        .isEqualTo(
            new MatcherConfig(4, 0, 3, 0, 0, new MatcherPoints.TargetGrid(), TargetFrame.BATCH));
    assertThat(config.ignoreRegions()).isTrue();
  }

  @Test
  void theMatchingFollowsThePointsUnlessItIsTold() {
    assertThat(criterion(2, "loss.points=full").matcher().points())
        .isEqualTo(new MatcherPoints.PredictionGrid());
    assertThat(criterion(2, "loss.points=full", "loss.matcher_points=random").matcher().points())
        .isEqualTo(new MatcherPoints.SharedRandom(12544));
    assertThat(criterion(2, "loss.points=random").matcher().points())
        .isEqualTo(new MatcherPoints.SharedRandom(12544));
  }

  @Test
  void weightsPerClassAreOneForEachClass() {
    assertThatThrownBy(() -> criterion(3, "loss.per_class_weights=[1, 2]"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "loss.per_class_weights has 2 numbers, but must have none or one for each of the 3"
                + " classes");
  }

  @Test
  void aMatchingWithoutCostsIsRefused() {
    assertThatThrownBy(() ->
            criterion(
                2, "loss.matcher_class_cost=0", "loss.matcher_mask_cost=0", "loss.dice_weight=0"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--set loss.matcher_class_cost=0: ")
        .hasMessageContaining("one of them must be above 0");
  }
}
