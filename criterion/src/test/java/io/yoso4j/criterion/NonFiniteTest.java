package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Queries that are NaN or infinite are matched last and named. */
class NonFiniteTest {
  private static final int CLASSES = 3;
  private static final int QUERIES = 5;
  private static final int PLANE = 8 * 10;
  private static final long SEED = 71;

  private final RandomBatch batch = new RandomBatch(SEED);
  private final StagePrediction sound = batch.stage("sound", 2, QUERIES, 4, 8, 10);
  private final float[] masks = RandomBatch.values(sound.masks());
  private final float[] logits = RandomBatch.values(sound.logits());

  private static SetCriterionConfig config(MatcherPoints points) {
    return SetCriterionConfig.yoso(CLASSES).toBuilder()
        .numPoints(90)
        .matcher(RandomBatch.matcher(points, TargetFrame.OWN))
        .build();
  }

  private CriterionResult evaluate(SetCriterionConfig config, int objects) {
    StagePrediction broken = StagePrediction.of("broken", logits, masks, 2, QUERIES, 8, 10);
    List<ImageTargets> targets =
        List.of(batch.targets(70, 2, CLASSES, 16, 20), batch.targets(71, objects, CLASSES, 16, 20));
    return SetCriterion.create(config)
        .evaluate(List.of(sound, broken), targets, RandomBatch.draws(targets), RandomBatch.DIRTY);
  }

  static Stream<Arguments> brokenMasks() {
    List<Arguments> cases = new ArrayList<>();
    for (MatcherPoints points :
        List.of(
            new MatcherPoints.SharedRandom(90),
            new MatcherPoints.PredictionGrid(),
            new MatcherPoints.TargetGrid())) {
      for (float value :
          new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
        cases.add(Arguments.of(points, value));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("brokenMasks")
  void brokenMasksAreMatchedLast(MatcherPoints points, float value) {
    // Queries 1 and 3 of the second image.
    Arrays.fill(masks, (QUERIES + 1) * PLANE, (QUERIES + 2) * PLANE, value);
    Arrays.fill(masks, (QUERIES + 3) * PLANE, (QUERIES + 4) * PLANE, value);
    CriterionResult enough = evaluate(config(points), 3);
    assertThat(enough.stages().getLast().assignments().getLast().queries())
        .as("seed %d", SEED)
        .containsExactly(0, 2, 4);
    assertThat(enough.nonFinite()).containsExactly(new NonFinite("broken", 71, 1, "cost"));
    assertThat(enough.total()).isFinite();
    CriterionResult tooFew = evaluate(config(points), 4);
    Assignment forced = tooFew.stages().getLast().assignments().getLast();
    assertThat(forced.queries()).as("seed %d", SEED).hasSize(4).contains(0, 2, 4);
    assertThat(tooFew.nonFinite())
        .contains(
            new NonFinite("broken", 71, 1, "cost"),
            new NonFinite("broken", 71, brokenOf(forced), "loss_mask"))
        .allMatch(bad -> bad.stage().equals("broken") && bad.imageId() == 71);
    assertThat(tooFew.total()).isNotFinite();
    assertThat(tooFew.stages().getFirst().losses().values()).allMatch(Double::isFinite);
  }

  private static int brokenOf(Assignment assignment) {
    return Arrays.stream(assignment.queries()).filter(query -> query % 2 == 1).sum();
  }

  static Stream<Arguments> brokenMasksOnGrids() {
    return brokenMasks()
        .filter(arguments -> !(arguments.get()[0] instanceof MatcherPoints.SharedRandom));
  }

  @ParameterizedTest
  @MethodSource("brokenMasksOnGrids")
  void onePixelIsEnough(MatcherPoints points, float value) {
    masks[(QUERIES + 2) * PLANE + 34] = value;
    CriterionResult result = evaluate(config(points), 4);
    assertThat(result.stages().getLast().assignments().getLast().queries())
        .as("seed %d", SEED)
        .containsExactly(0, 1, 3, 4);
    assertThat(result.nonFinite()).containsExactly(new NonFinite("broken", 71, 2, "cost"));
  }

  static Stream<Arguments> brokenLogits() {
    Classification softmax = new Classification.SoftmaxCrossEntropy(0.1);
    Classification focal = new Classification.SigmoidFocal(0.25, 2);
    return Stream.of(
        Arguments.of(softmax, Float.NaN, false),
        Arguments.of(softmax, Float.NaN, true),
        Arguments.of(softmax, Float.POSITIVE_INFINITY, false),
        Arguments.of(softmax, Float.POSITIVE_INFINITY, true),
        Arguments.of(softmax, Float.NEGATIVE_INFINITY, true),
        Arguments.of(focal, Float.NaN, true),
        Arguments.of(focal, Float.POSITIVE_INFINITY, true));
  }

  @ParameterizedTest
  @MethodSource("brokenLogits")
  void brokenLogitsAreMatchedLast(Classification classification, float value, boolean wholeRow) {
    int row = (QUERIES + 2) * 4;
    Arrays.fill(logits, row, row + (wholeRow ? 4 : 1), value);
    SetCriterionConfig config =
        config(new MatcherPoints.SharedRandom(90)).toBuilder()
            .classification(classification)
            .build();
    CriterionResult result = evaluate(config, 4);
    assertThat(result.stages().getLast().assignments().getLast().queries())
        .as("seed %d", SEED)
        .containsExactly(0, 1, 3, 4);
    assertThat(result.nonFinite())
        .containsExactly(
            new NonFinite("broken", 71, 2, "cost"), new NonFinite("broken", 71, 2, "loss_ce"));
    assertThat(result.stages().getLast().losses().get("loss_mask")).isFinite();
  }

  @Test
  void allBrokenStillGivesAnAssignment() {
    Arrays.fill(masks, Float.NaN);
    CriterionResult result = evaluate(config(new MatcherPoints.PredictionGrid()), 7);
    Assignment assignment = result.stages().getLast().assignments().getLast();
    assertThat(assignment.size()).isEqualTo(QUERIES);
    assertThat(assignment.unmatchedTargets()).hasSize(2);
    assertThat(result.nonFinite())
        .contains(
            new NonFinite("broken", 70, 0, "cost"),
            new NonFinite("broken", 71, 0, "cost"),
            new NonFinite("broken", 71, 0, "loss_mask"),
            new NonFinite("broken", 71, 0, "loss_dice"));
  }
}
