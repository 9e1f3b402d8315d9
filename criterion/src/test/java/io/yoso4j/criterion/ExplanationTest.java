package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.loss.CrossEntropy;
import io.yoso4j.criterion.loss.FocalLoss;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationTest {
  private static final int CLASSES = 3;
  private static final int QUERIES = 5;
  private static final long SEED = 51;

  private final RandomBatch batch = new RandomBatch(SEED);
  private final List<ImageTargets> targets =
      List.of(
          batch.targets(10, 3, CLASSES, 16, 20),
          batch.targets(11, 0, CLASSES, 16, 20),
          batch.targets(12, 7, CLASSES, 16, 20));

  static Stream<SetCriterionConfig> configs() {
    SetCriterionConfig yoso =
        SetCriterionConfig.yoso(CLASSES).toBuilder()
            .numPoints(60)
            .weights(new LossWeights(3, 4, 7))
            .matcher(new MatcherConfig(1.5, 2.5, 3.5, new MatcherPoints.SharedRandom(70)))
            .build();
    return Stream.of(
        yoso,
        yoso.toBuilder().maskPoints(new MaskPoints.RandomPoints(50)).build(),
        yoso.toBuilder().maskPoints(new MaskPoints.FullMask()).build(),
        yoso.toBuilder()
            .classification(new Classification.SigmoidFocal(0.25, 2))
            .matcher(new MatcherConfig(1.5, 0, 0, new MatcherPoints.PredictionGrid()))
            .build(),
        yoso.toBuilder()
            .matcher(new MatcherConfig(0, 1, 0, new MatcherPoints.TargetGrid()))
            .build());
  }

  private List<StagePrediction> stages(SetCriterionConfig config) {
    int columns = config.classification() instanceof Classification.SigmoidFocal ? 3 : 4;
    RandomBatch predictions = new RandomBatch(SEED + 1);
    return List.of(
        predictions.stage("first", 3, QUERIES, 0, 8, 10),
        predictions.stage("last", 3, QUERIES, columns, 8, 10));
  }

  private Explanation explain(SetCriterionConfig config) {
    return SetCriterion.create(config)
        .explain(stages(config), targets, RandomBatch.draws(targets), RandomBatch.DIRTY, Pins.NONE);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void belongsToTheSameResult(SetCriterionConfig config) {
    Explanation explanation = explain(config);
    SameResult.check(
        "seed " + SEED,
        SetCriterion.create(config)
            .evaluate(stages(config), targets, RandomBatch.draws(targets), RandomBatch.DIRTY),
        explanation.result());
    assertThat(explanation.images())
        .extracting(ImageExplanation::stage)
        .containsExactly("first", "first", "first", "last", "last", "last");
    assertThat(explanation.images())
        .extracting(ImageExplanation::imageId)
        .containsExactly(10L, 11L, 12L, 10L, 11L, 12L);
    for (int i = 0; i < 6; i++) {
      assertThat(explanation.images().get(i).assignment())
          .isSameAs(explanation.result().stages().get(i / 3).assignments().get(i % 3));
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void costIsTheWeightedSumOfItsParts(SetCriterionConfig config) {
    MatcherConfig matcher = config.matcher();
    for (ImageExplanation image : explain(config).images()) {
      CostParts costs = image.costs();
      assertThat(costs.total()).hasSize(QUERIES * targets.get(image.image()).count());
      for (int i = 0; i < costs.total().length; i++) {
        double sum =
            matcher.classCost() * costs.classCost()[i]
                + matcher.maskCost() * costs.maskCost()[i]
                + matcher.diceCost() * costs.diceCost()[i];
        assertThat(costs.total()[i]).as("seed %d", SEED).isCloseTo(sum, within(1e-12));
      }
      assertThat(image.assignment().toString())
          .isEqualTo(Assignment.solve(costs.total(), costs.queries(), costs.targets()).toString());
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void classCostFollowsTheClassification(SetCriterionConfig config) {
    List<StagePrediction> stages = stages(config);
    float[] logits = RandomBatch.values(stages.getLast().logits());
    int columns = stages.getLast().columns();
    for (ImageExplanation image : explain(config).images()) {
      CostParts costs = image.costs();
      boolean unused = image.stage().equals("first") || config.matcher().classCost() == 0;
      for (int query = 0; query < QUERIES; query++) {
        int at = (image.image() * QUERIES + query) * columns;
        double[] softmax = new double[columns];
        CrossEntropy.softmax(logits, at, columns, softmax);
        for (int target = 0; target < costs.targets(); target++) {
          int label = targets.get(image.image()).labels()[target];
          double expected =
              config.classification() instanceof Classification.SigmoidFocal(double a, double g)
                  ? new FocalLoss(a, g).cost(logits[at + label])
                  : -softmax[label];
          assertThat(costs.classCost()[costs.index(query, target)])
              .isEqualTo(unused ? 0 : expected);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void pairTermsAddUpToTheStages(SetCriterionConfig config) {
    Explanation explanation = explain(config);
    for (int s = 0; s < 2; s++) {
      StageResult stage = explanation.result().stages().get(s);
      double mask = 0;
      double dice = 0;
      for (ImageExplanation image : explanation.images().subList(3 * s, 3 * s + 3)) {
        assertThat(image.pairs().stream().mapToInt(PairExplanation::query).toArray())
            .isEqualTo(image.assignment().queries());
        assertThat(image.pairs().stream().mapToInt(PairExplanation::target).toArray())
            .isEqualTo(image.assignment().targets());
        mask += image.pairs().stream().mapToDouble(PairExplanation::lossMask).sum();
        dice += image.pairs().stream().mapToDouble(PairExplanation::lossDice).sum();
      }
      assertThat(stage.losses().get("loss_mask")).isCloseTo(mask / 10, within(1e-12));
      assertThat(stage.losses().get("loss_dice")).isCloseTo(dice / 10, within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void pointLossesHaveTheMeanOfTheTerm(SetCriterionConfig config) {
    for (MaskTerm term : List.of(config.maskTerm(), new MaskTerm.Focal(0.25, 2))) {
      for (ImageExplanation image : explain(config.toBuilder().maskTerm(term).build()).images()) {
        for (PairExplanation pair : image.pairs()) {
          double sum = 0;
          for (float loss : pair.points().losses()) {
            sum += loss;
          }
          assertThat(sum / pair.points().count())
              .as("%s, seed %d", term, SEED)
              .isCloseTo(pair.lossMask(), within(1e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void uncertainPointsComeFirst(SetCriterionConfig config) {
    for (ImageExplanation image : explain(config).images()) {
      for (PairExplanation pair : image.pairs()) {
        PointSample points = pair.points();
        if (!(config.maskPoints() instanceof MaskPoints.UncertaintySampled sampled)) {
          assertThat(points.uncertain()).isZero();
          continue;
        }
        assertThat(points.uncertain()).isEqualTo(sampled.uncertainPoints());
        double first = meanUncertainty(points, 0, points.uncertain());
        double rest = meanUncertainty(points, points.uncertain(), points.count());
        assertThat(first).as("seed %d", SEED).isGreaterThan(rest);
      }
    }
  }

  private static double meanUncertainty(PointSample points, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += points.uncertainty(i);
    }
    return sum / (to - from);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void gradientSharesAddUpToOneOrAreZero(SetCriterionConfig config) {
    for (ImageExplanation image : explain(config).images()) {
      double sum = image.gradientShares().values().stream().mapToDouble(share -> share).sum();
      boolean first = image.stage().equals("first");
      boolean silent = first && image.assignment().size() == 0;
      assertThat(sum)
          .as("%s of %d", image.stage(), image.imageId())
          .isCloseTo(silent ? 0 : 1, within(1e-12));
      assertThat(image.gradientShares().keySet())
          .containsExactlyInAnyOrderElementsOf(
              first
                  ? List.of("loss_mask", "loss_dice")
                  : List.of("loss_ce", "loss_mask", "loss_dice"));
      assertThat(image.gradientShares().values()).allMatch(share -> share >= 0 && share <= 1);
    }
  }

  @Test
  void gradientSharesFollowTheWeights() {
    SetCriterionConfig config = configs().findFirst().orElseThrow();
    ImageExplanation none =
        explain(config.toBuilder().weights(new LossWeights(0, 0, 0)).build()).images().getLast();
    assertThat(none.gradientShares().values()).containsOnly(0.0);
    ImageExplanation dice =
        explain(config.toBuilder().weights(new LossWeights(0, 0, 2)).build()).images().getLast();
    assertThat(dice.gradientShares()).containsEntry("loss_dice", 1.0);
    // Twice the weight of one of two terms: r / (1 + r) becomes 2r / (1 + 2r).
    double once = explain(config).images().getFirst().gradientShares().get("loss_mask");
    LossWeights doubled = new LossWeights(3, 8, 7);
    double twice =
        explain(config.toBuilder().weights(doubled).build())
            .images()
            .getFirst()
            .gradientShares()
            .get("loss_mask");
    assertThat(twice).isCloseTo(2 * once / (1 + once), within(1e-6));
  }
}
