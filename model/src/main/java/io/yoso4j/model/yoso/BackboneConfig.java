package io.yoso4j.model.yoso;

import java.util.Objects;

/**
 * A ResNet in detectron2's terms.
 *
 * @param depth 18, 34, 50 or 101
 * @param stemChannels channels after the first convolution (upstream 64)
 * @param res2Channels channels out of res2, doubled per stage (upstream 64 for depth 18 and 34, 256
 *     for the deeper ones)
 * @param widthPerGroup bottleneck channels of res2, for depths from 50 on (upstream 64)
 * @param norm frozen or learned batch normalisation
 * @param freezeAt parts that are not trained: 0 none, 1 the stem, 2 also res2, up to 5
 */
public record BackboneConfig(
    int depth, int stemChannels, int res2Channels, int widthPerGroup, Norm norm, int freezeAt) {
  /** Kinds of normalisation. */
  public enum Norm {
    /** Stored statistics and affine values, never changed: for pretrained weights. */
    FROZEN,
    /** Learned batch normalisation: for training from scratch. */
    BATCH
  }

  public BackboneConfig {
    Objects.requireNonNull(norm, "norm");
    if (depth != 18 && depth != 34 && depth != 50 && depth != 101) {
      throw new IllegalArgumentException(
          "backbone depth (" + depth + ") must be 18, 34, 50 or 101");
    }
    Limits.positive("stemChannels", stemChannels);
    Limits.positive("res2Channels", res2Channels);
    Limits.positive("widthPerGroup", widthPerGroup);
    if (res2Channels % 2 != 0) {
      throw new IllegalArgumentException("res2Channels (" + res2Channels + ") must be even");
    }
    if (freezeAt < 0 || freezeAt > 5) {
      throw new IllegalArgumentException("freezeAt (" + freezeAt + ") must be 0 to 5");
    }
  }

  /** The usual widths for {@code depth}, nothing frozen but the norm. */
  public static BackboneConfig resnet(int depth, Norm norm, int freezeAt) {
    return new BackboneConfig(depth, 64, depth < 50 ? 64 : 256, 64, norm, freezeAt);
  }

  /** Channels of {@code res2} (stage 0) to {@code res5} (stage 3). */
  public int channels(int stage) {
    return res2Channels << stage;
  }

  /** Blocks per stage. */
  int[] blocks() {
    return switch (depth) {
      case 18 -> new int[] {2, 2, 2, 2};
      case 101 -> new int[] {3, 4, 23, 3};
      default -> new int[] {3, 4, 6, 3};
    };
  }

  boolean bottleneck() {
    return depth >= 50;
  }
}
