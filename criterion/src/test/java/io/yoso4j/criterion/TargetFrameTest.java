package io.yoso4j.criterion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetFrameTest {
  private static final int CLASSES = 3;

  private static Explanation explain(
      TargetFrame frame, boolean ignoreRegions, StagePrediction stage, List<ImageTargets> targets) {
    SetCriterionConfig config =
        SetCriterionConfig.yoso(CLASSES).toBuilder()
            .numPoints(150)
            .matcher(RandomBatch.matcher(new MatcherPoints.SharedRandom(150), frame))
            .ignoreRegions(ignoreRegions)
            .build();
    return SetCriterion.create(config)
        .explain(List.of(stage), targets, RandomBatch.draws(targets), RandomBatch.HEAP, Pins.NONE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void makesNoDifferenceForTargetsOfOneSize(boolean ignoreRegions) {
    RandomBatch batch = new RandomBatch(31);
    StagePrediction stage = batch.stage("s", 2, 5, 4, 8, 10);
    List<ImageTargets> targets =
        List.of(batch.targets(1, 3, CLASSES, 16, 20), batch.targets(2, 2, CLASSES, 16, 20));
    SameResult.check(
        "seed 31",
        explain(TargetFrame.OWN, ignoreRegions, stage, targets),
        explain(TargetFrame.BATCH, ignoreRegions, stage, targets));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void ofTheBatchIsPaddingWithZeros(long seed) {
    RandomBatch batch = new RandomBatch(seed);
    StagePrediction stage = batch.stage("s", 3, 5, 4, 8, 10);
    List<ImageTargets> targets =
        List.of(
            batch.targets(1, 3, CLASSES, 16, 12),
            batch.targets(2, 2, CLASSES, 9, 20),
            batch.targets(3, 4, CLASSES, 5, 7));
    List<ImageTargets> padded = targets.stream().map(image -> padded(image, 16, 20)).toList();
    Explanation ofBatch = explain(TargetFrame.BATCH, false, stage, targets);
    SameResult.check("seed " + seed, explain(TargetFrame.OWN, false, stage, padded), ofBatch);
    assertThat(explain(TargetFrame.OWN, false, stage, targets).images().get(2).costs().diceCost())
        .isNotEqualTo(ofBatch.images().get(2).costs().diceCost());
  }

  private static ImageTargets padded(ImageTargets image, int height, int width) {
    List<BitMask> masks = new ArrayList<>();
    for (BitMask mask : image.masks()) {
      byte[] pixels = new byte[height * width];
      for (int y = 0; y < mask.height(); y++) {
        for (int x = 0; x < mask.width(); x++) {
          pixels[y * width + x] = (byte) (mask.get(y, x) ? 1 : 0);
        }
      }
      masks.add(BitMask.ofPixels(height, width, pixels));
    }
    return new ImageTargets(image.imageId(), image.labels(), masks);
  }
}
