package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IgnoreRegionsTest {
  private static final int CLASSES = 3;
  private static final int HEIGHT = 12;
  private static final int WIDTH = 16;
  private static final long SEED = 41;

  /** Two images, all predictions and targets of one resolution, and their left halves. */
  private final RandomBatch batch = new RandomBatch(SEED);

  private final StagePrediction stage = batch.stage("s", 2, 5, 4, HEIGHT, WIDTH);
  private final List<ImageTargets> targets =
      List.of(
          batch.targets(1, 3, CLASSES, HEIGHT, WIDTH), batch.targets(2, 7, CLASSES, HEIGHT, WIDTH));

  private static SetCriterionConfig config(MaskPoints maskPoints, MatcherPoints matcherPoints) {
    return SetCriterionConfig.yoso(CLASSES).toBuilder()
        .maskPoints(maskPoints)
        .matcher(RandomBatch.matcher(matcherPoints, TargetFrame.OWN))
        .ignoreRegions(true)
        .build();
  }

  private static Explanation explain(
      SetCriterionConfig config, StagePrediction stage, List<ImageTargets> targets) {
    return SetCriterion.create(config)
        .explain(List.of(stage), targets, RandomBatch.draws(targets), RandomBatch.DIRTY, Pins.NONE);
  }

  private static BitMask right(int height, int width, int from) {
    byte[] pixels = new byte[height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % width >= from ? 1 : 0);
    }
    return BitMask.ofPixels(height, width, pixels);
  }

  private static List<ImageTargets> ignoring(List<ImageTargets> targets, int from) {
    return targets.stream()
        .map(image -> image.withIgnore(right(image.height(), image.width(), from)))
        .toList();
  }

  static Stream<SetCriterionConfig> grids() {
    return Stream.of(
        config(new MaskPoints.FullMask(), new MatcherPoints.PredictionGrid()),
        config(new MaskPoints.FullMask(), new MatcherPoints.TargetGrid()));
  }

  @ParameterizedTest
  @MethodSource("grids")
  void withoutTheRightHalfItIsTheLossOfTheLeft(SetCriterionConfig config) {
    int half = WIDTH / 2;
    Explanation ignored = explain(config, stage, ignoring(targets, half));
    float[] masks = RandomBatch.values(stage.masks());
    float[] left = new float[masks.length / 2];
    for (int i = 0; i < left.length; i++) {
      left[i] = masks[i / half * WIDTH + i % half];
    }
    StagePrediction leftStage =
        StagePrediction.of("s", RandomBatch.values(stage.logits()), left, 2, 5, HEIGHT, half);
    List<ImageTargets> leftTargets = targets.stream().map(image -> cropped(image, half)).toList();
    Explanation cropped = explain(config, leftStage, leftTargets);
    assertThat(ignored.result().total()).isCloseTo(cropped.result().total(), within(1e-5));
    for (int image = 0; image < 2; image++) {
      assertThat(ignored.images().get(image).costs().total())
          .as("seed %d", SEED)
          .containsExactly(cropped.images().get(image).costs().total(), within(1e-5));
    }
    float[] gradient = RandomBatch.values(ignored.result().stages().getFirst().gradMasks());
    float[] expected = RandomBatch.values(cropped.result().stages().getFirst().gradMasks());
    for (int i = 0; i < gradient.length; i++) {
      int column = i % WIDTH;
      assertThat(gradient[i])
          .as("seed %d, gradient %d", SEED, i)
          .isCloseTo(column < half ? expected[i / WIDTH * half + column] : 0, within(1e-6f));
    }
    assertThat(ignored.result().total())
        .isNotCloseTo(explain(config, stage, targets).result().total(), within(1e-3));
  }

  private static ImageTargets cropped(ImageTargets image, int width) {
    List<BitMask> masks = new ArrayList<>();
    for (BitMask mask : image.masks()) {
      byte[] pixels = new byte[HEIGHT * width];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) (mask.get(i / width, i % width) ? 1 : 0);
      }
      masks.add(BitMask.ofPixels(HEIGHT, width, pixels));
    }
    return new ImageTargets(image.imageId(), image.labels(), masks);
  }

  static Stream<MaskPoints> sampled() {
    return Stream.of(
        new MaskPoints.RandomPoints(300), new MaskPoints.UncertaintySampled(200, 3, 0.75));
  }

  @ParameterizedTest
  @MethodSource("sampled")
  void noPointFallsIntoTheRegion(MaskPoints maskPoints) {
    SetCriterionConfig config = config(maskPoints, new MatcherPoints.SharedRandom(200));
    int from = 6;
    Explanation explanation = explain(config, stage, ignoring(targets, from));
    int wanted =
        switch (maskPoints) {
          case MaskPoints.RandomPoints(int count) -> count;
          case MaskPoints.UncertaintySampled(int count, _, _) -> count;
          case MaskPoints.FullMask() -> 0;
        };
    for (ImageExplanation image : explanation.images()) {
      for (PairExplanation pair : image.pairs()) {
        float[] xy = pair.points().xy();
        for (int i = 0; i < xy.length; i += 2) {
          assertThat((double) xy[i] * WIDTH).as("seed %d", SEED).isLessThan(from);
        }
        // The uncertain ones are chosen among many; of those drawn as they come 10 in 16 are lost.
        assertThat(pair.points().count()).as("seed %d", SEED).isBetween(wanted / 5, wanted - 1);
      }
    }
    float[] gradient = RandomBatch.values(explanation.result().stages().getFirst().gradMasks());
    for (int i = 0; i < gradient.length; i++) {
      if (i % WIDTH > from) {
        assertThat(gradient[i]).as("seed %d, gradient %d", SEED, i).isZero();
      }
    }
    assertThat(gradient).isNotEqualTo(new float[gradient.length]);
  }

  @ParameterizedTest
  @MethodSource("sampled")
  void predictionsInTheRegionDoNotMatter(MaskPoints maskPoints) {
    SetCriterionConfig config = config(maskPoints, new MatcherPoints.SharedRandom(200));
    List<ImageTargets> ignoring = ignoring(targets, 6);
    Explanation before = explain(config, stage, ignoring);
    float[] masks = RandomBatch.values(stage.masks());
    for (int i = 0; i < masks.length; i++) {
      masks[i] += i % WIDTH > 6 ? 3 : 0;
    }
    StagePrediction moved =
        StagePrediction.of("s", RandomBatch.values(stage.logits()), masks, 2, 5, HEIGHT, WIDTH);
    SameResult.check("seed " + SEED, before, explain(config, moved, ignoring));
  }

  @Test
  void paddingOfASmallerImageIsLeftOut() {
    List<ImageTargets> sizes =
        List.of(
            batch.targets(1, 3, CLASSES, 16, 20),
            batch.targets(2, 3, CLASSES, 8, 11),
            batch.targets(3, 2, CLASSES, 16, 20));
    StagePrediction three = batch.stage("s", 3, 5, 4, 8, 10);
    MatcherPoints matcher = new MatcherPoints.SharedRandom(100);
    for (MaskPoints kind : sampled().toList()) {
      for (PairExplanation pair :
          explain(config(kind, matcher), three, sizes).images().get(1).pairs()) {
        float[] xy = pair.points().xy();
        assertThat(xy).isNotEmpty();
        for (int i = 0; i < xy.length; i += 2) {
          assertThat((double) xy[i] * 20).isLessThan(11);
          assertThat((double) xy[i + 1] * 16).isLessThan(8);
        }
      }
    }
    Explanation full = explain(config(new MaskPoints.FullMask(), matcher), three, sizes);
    assertThat(full.images().get(0).pairs().getFirst().points().count()).isEqualTo(16 * 20);
    assertThat(full.images().get(1).pairs().getFirst().points().count()).isEqualTo(8 * 11);
  }

  @Test
  void theMatcherLeavesOutPaddingInTheFrameOfTheBatch() {
    List<ImageTargets> sizes =
        List.of(batch.targets(1, 1, CLASSES, 16, 20), batch.targets(2, 3, CLASSES, 8, 10));
    SetCriterionConfig config =
        config(new MaskPoints.RandomPoints(50), new MatcherPoints.SharedRandom(100)).toBuilder()
            .matcher(RandomBatch.matcher(new MatcherPoints.SharedRandom(100), TargetFrame.BATCH))
            .build();
    StagePrediction two = batch.stage("s", 2, 5, 4, 8, 10);
    float[] masks = RandomBatch.values(two.masks());
    double[] before = explain(config, two, sizes).images().get(1).costs().total();
    // All of the second image but its upper left quarter, a pixel's reach away.
    for (int i = 5 * 80; i < masks.length; i++) {
      masks[i] += i % 10 > 5 || i % 80 / 10 > 4 ? 4 : 0;
    }
    StagePrediction moved =
        StagePrediction.of("s", RandomBatch.values(two.logits()), masks, 2, 5, 8, 10);
    assertThat(explain(config, moved, sizes).images().get(1).costs().total()).isEqualTo(before);
  }

  @Test
  void nothingLeftIsNoMaskLoss() {
    List<ImageTargets> nothing = ignoring(targets, 0);
    for (MatcherPoints matcher :
        List.of(
            new MatcherPoints.SharedRandom(50),
            new MatcherPoints.PredictionGrid(),
            new MatcherPoints.TargetGrid())) {
      for (MaskPoints kind :
          List.of(
              new MaskPoints.FullMask(),
              new MaskPoints.RandomPoints(40),
              new MaskPoints.UncertaintySampled(40, 3, 0.75),
              new MaskPoints.UncertaintySampled(40, 1, 1))) {
        Explanation explanation = explain(config(kind, matcher), stage, nothing);
        StageResult only = explanation.result().stages().getFirst();
        String what = kind + ", " + matcher;
        assertThat(only.losses().get("loss_mask")).as(what).isZero();
        assertThat(only.losses().get("loss_dice")).as(what).isZero();
        assertThat(only.losses().get("loss_ce")).as(what).isPositive();
        assertThat(explanation.result().nonFinite()).as(what).isEmpty();
        assertThat(RandomBatch.values(only.gradMasks())).as(what).containsOnly(0);
        for (ImageExplanation image : explanation.images()) {
          assertThat(image.costs().maskCost()).as(what).containsOnly(0);
          assertThat(image.costs().diceCost()).as(what).containsOnly(0);
          assertThat(image.gradientShares())
              .as(what)
              .containsEntry("loss_ce", 1.0)
              .containsEntry("loss_mask", 0.0);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("grids")
  void switchedOffTheRegionHasNoEffect(SetCriterionConfig config) {
    SetCriterionConfig off = config.toBuilder().ignoreRegions(false).build();
    SameResult.check(
        "seed " + SEED, explain(off, stage, targets), explain(off, stage, ignoring(targets, 5)));
  }
}
