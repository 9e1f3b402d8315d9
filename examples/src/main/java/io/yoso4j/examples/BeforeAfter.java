package io.yoso4j.examples;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.CostParts;
import io.yoso4j.criterion.Explanation;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.Pins;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.criterion.TargetFrame;
import java.lang.foreign.Arena;
import java.util.List;

/**
 * What the options that leave the originals' behaviour change: the same prediction with and
 * without.
 */
public final class BeforeAfter {
  private static final int SIDE = 64;
  private static final SetCriterionConfig ORIGINAL =
      SetCriterionConfig.yoso(1).toBuilder().numPoints(3136).build();

  private BeforeAfter() {}

  /** Prints both comparisons. */
  public static void main(String[] args) {
    System.out.print(describe());
  }

  static String describe() {
    double crowdAsBackground = crowdLoss(false);
    double crowdIgnored = crowdLoss(true);
    double own = costOfPerfectMask(TargetFrame.OWN);
    double batch = costOfPerfectMask(TargetFrame.BATCH);
    return """
    crowd covered by the prediction: loss_mask %.3f, with ignoreRegions %.3f
    perfect mask of the smaller image: dice cost %.3f, with TargetFrame.BATCH %.3f
    """
        .formatted(crowdAsBackground, crowdIgnored, own, batch);
  }

  /** A query has found the person on the left, and one in the crowd on the right. */
  private static double crowdLoss(boolean ignoreRegions) {
    byte[] person = rectangle(SIDE, SIDE, 8, 24, 16, 48);
    byte[] crowd = rectangle(SIDE, SIDE, 36, 60, 12, 52);
    float[] masks = new float[SIDE * SIDE];
    for (int i = 0; i < masks.length; i++) {
      boolean foundInCrowd = crowd[i] != 0 && i % SIDE < 50;
      masks[i] = person[i] != 0 || foundInCrowd ? 6 : -6;
    }
    ImageTargets image =
        new ImageTargets(1, new int[1], List.of(BitMask.ofPixels(SIDE, SIDE, person)))
            .withIgnore(BitMask.ofPixels(SIDE, SIDE, crowd));
    SetCriterion criterion =
        SetCriterion.create(ORIGINAL.toBuilder().ignoreRegions(ignoreRegions).build());
    return explain(criterion, new float[2], masks, List.of(image))
        .images()
        .getFirst()
        .pairs()
        .getFirst()
        .lossMask();
  }

  /** A batch of two images, one half as wide; predictions cover the padded size. */
  private static double costOfPerfectMask(TargetFrame frame) {
    byte[] object = rectangle(SIDE, SIDE / 2, 8, 24, 16, 48);
    float[] masks = new float[2 * SIDE * SIDE];
    for (int i = 0; i < masks.length; i++) {
      int x = i % SIDE;
      int y = i / SIDE % SIDE;
      masks[i] = x < SIDE / 2 && object[y * SIDE / 2 + x] != 0 ? 6 : -6;
    }
    ImageTargets small =
        new ImageTargets(1, new int[1], List.of(BitMask.ofPixels(SIDE, SIDE / 2, object)));
    ImageTargets large =
        new ImageTargets(
            2,
            new int[1],
            List.of(BitMask.ofPixels(SIDE, SIDE, rectangle(SIDE, SIDE, 8, 24, 16, 48))));
    MatcherConfig m = ORIGINAL.matcher();
    MatcherConfig matcher =
        new MatcherConfig(m.classCost(), m.maskCost(), m.diceCost(), 0, 0, m.points(), frame);
    SetCriterion criterion = SetCriterion.create(ORIGINAL.toBuilder().matcher(matcher).build());
    CostParts costs =
        explain(criterion, new float[4], masks, List.of(small, large)).images().getFirst().costs();
    return costs.diceCost()[0];
  }

  private static Explanation explain(
      SetCriterion criterion, float[] logits, float[] masks, List<ImageTargets> images) {
    long[] ids = images.stream().mapToLong(ImageTargets::imageId).toArray();
    return criterion.explain(
        List.of(StagePrediction.of("s0", logits, masks, images.size(), 1, SIDE, SIDE)),
        images,
        PointDraws.counterBased(7, 0, ids),
        Arena.ofAuto(),
        Pins.NONE);
  }

  private static byte[] rectangle(int height, int width, int left, int right, int top, int bottom) {
    byte[] pixels = new byte[height * width];
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        pixels[y * width + x] = 1;
      }
    }
    return pixels;
  }
}
