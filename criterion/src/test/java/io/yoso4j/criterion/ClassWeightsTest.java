package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
  private static final double LN_2 = Math.log(2);
  private static final double LN_3 = Math.log(3);

  /** As the configuration rounds it. */
  private static final double NO_OBJECT = 0.1f;

  private static SetCriterion criterion(double... classWeights) {
    List<Double> weights = Arrays.stream(classWeights).boxed().toList();
    return SetCriterion.create(
        SetCriterionConfig.yoso(2).toBuilder()
            .classification(new Classification.SoftmaxCrossEntropy(0.1, weights))
            .numPoints(30)
            .weights(new LossWeights(2, 0, 0))
            .matcher(new MatcherConfig(1, 0, 0, new MatcherPoints.PredictionGrid()))
            .build());
  }

  private static StageResult evaluate(
      SetCriterion criterion, float[] logits, List<ImageTargets> targets) {
    int batch = targets.size();
    int queries = logits.length / 3 / batch;
    float[] masks = new float[batch * queries * 4];
    StagePrediction stage = StagePrediction.of("s", logits, masks, batch, queries, 2, 2);
    return criterion
        .evaluate(List.of(stage), targets, RandomBatch.draws(targets), RandomBatch.DIRTY)
        .stages()
        .getFirst();
  }

  private static ImageTargets image(long id, int... labels) {
    RandomBatch batch = new RandomBatch(id);
    List<BitMask> masks = IntStream.of(labels).mapToObj(_ -> batch.mask(2, 2)).toList();
    return new ImageTargets(id, labels, masks, 2, 2);
  }

  @Test
  void weighTheClassesOfMatchedQueries() {
    // Query 0: probabilities 1/2, 1/4, 1/4. Query 1: a third each, matched by nothing.
    float[] logits = {(float) LN_2, 0, 0, 0, 0, 0};
    StageResult first = evaluate(criterion(2, 0.5), logits, List.of(image(1, 0)));
    assertThat(first.losses().get("loss_ce"))
        .isCloseTo((2 * LN_2 + NO_OBJECT * LN_3) / (2 + NO_OBJECT), within(1e-7));
    // Class 1 is likelier in query 1: ln 3 there with weight 1/2, and -ln 1/4 = 2 ln 2 in query 0.
    StageResult second = evaluate(criterion(2, 0.5), logits, List.of(image(1, 1)));
    assertThat(second.losses().get("loss_ce"))
        .isCloseTo((0.5 * LN_3 + NO_OBJECT * 2 * LN_2) / (0.5 + NO_OBJECT), within(1e-7));
    // The term weighs 2; a query's gradient is its share times (softmax - one-hot).
    double share = 2 * 2 / (2 + NO_OBJECT);
    double other = 2 * NO_OBJECT / (2 + NO_OBJECT);
    float[] expected = {
      (float) (share * -0.5),
      (float) (share * 0.25),
      (float) (share * 0.25),
      (float) (other / 3),
      (float) (other / 3),
      (float) (other * -2 / 3)
    };
    assertThat(RandomBatch.values(first.gradLogits())).containsExactly(expected, within(1e-7f));
  }

  @Test
  void divideByTheWeightsOfTheWholeBatch() {
    // Every query has ln 3, whatever it is matched with, but not the same share of the gradient.
    StageResult result =
        evaluate(criterion(4, 0.5), new float[12], List.of(image(1, 0), image(2, 1)));
    assertThat(result.losses().get("loss_ce")).isCloseTo(LN_3, within(1e-7));
    double divisor = 4 + 0.5 + 2 * NO_OBJECT;
    float[] gradient = RandomBatch.values(result.gradLogits());
    assertThat(gradient[0]).isCloseTo((float) (2 * 4 / divisor * -2 / 3), within(1e-6f));
    assertThat(gradient[6 + 1]).isCloseTo((float) (2 * 0.5 / divisor * -2 / 3), within(1e-6f));
  }

  @Test
  void countOnlyTheTargetsThatWereMatched() {
    // Two queries for three objects: query 0 prefers class 0, query 1 class 1, so one of the two
    // objects of class 1 is left over and its weight is not in the divisor.
    float[] logits = {(float) LN_2, 0, 0, 0, (float) LN_3, 0};
    StageResult result = evaluate(criterion(3, 0.25), logits, List.of(image(1, 1, 0, 1)));
    assertThat(result.assignments().getFirst().unmatchedTargets()).hasSize(1);
    // -ln 1/2 in query 0, -ln 3/5 in query 1.
    assertThat(result.losses().get("loss_ce"))
        .isCloseTo((3 * LN_2 + 0.25 * Math.log(5.0 / 3)) / 3.25, within(1e-7));
  }

  @Test
  void ofOneAreNone() {
    float[] logits = {1, -2, 0.5f, 0, 3, 0, 0.25f, 0, 1};
    List<ImageTargets> targets = List.of(image(1, 1, 0));
    StageResult none = evaluate(criterion(), logits, targets);
    StageResult ones = evaluate(criterion(1, 1), logits, targets);
    StageResult others = evaluate(criterion(1, 2), logits, targets);
    assertThat(ones.losses()).isEqualTo(none.losses()).isNotEqualTo(others.losses());
    assertThat(RandomBatch.values(ones.gradLogits()))
        .isEqualTo(RandomBatch.values(none.gradLogits()));
  }

  @Test
  void ofNothingGiveNothing() {
    SetCriterion criterion =
        SetCriterion.create(
            criterion().config().toBuilder()
                .classification(new Classification.SoftmaxCrossEntropy(0, List.of(0.0, 0.0)))
                .build());
    StageResult result = evaluate(criterion, new float[] {1, 2, 3, 4, 5, 6}, List.of(image(1, 1)));
    assertThat(result.losses().get("loss_ce")).isZero();
    assertThat(RandomBatch.values(result.gradLogits())).containsOnly(0);
  }

  @Test
  void mustFitTheClasses() {
    assertThatThrownBy(() -> criterion(1, 2, 3))
        .hasMessageContaining("classWeights (3 values) must be empty or one per class (2)");
    assertThatThrownBy(() -> criterion(1, -2)).hasMessageContaining("classWeights[1] (-2.0)");
  }
}
