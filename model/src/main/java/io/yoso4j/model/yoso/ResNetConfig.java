package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.GroupNorm;
import io.yoso4j.model.nn.ParameterScope;
import java.util.Objects;
import java.util.Set;

/**
 * A ResNet in detectron2's terms, with the stride in the 3×3 convolutions as in torchvision.
 *
 * @param depth 18, 34, 50, 101 or 152
 * @param stemChannels channels after the first convolution (upstream 64)
 * @param res2Channels channels out of res2, doubled per stage (upstream 64 for depth 18 and 34, 256
 *     for the deeper ones)
 * @param widthPerGroup bottleneck channels of res2, for depths from 50 on (upstream 64)
 * @param norm normalisation; for GROUP all widths are multiples of 32
 * @param freezeAt parts that are not trained: 0 none, 1 the stem, 2 also res2, up to 5 (FREEZE_AT)
 */
public record ResNetConfig(
    int depth, int stemChannels, int res2Channels, int widthPerGroup, Norm norm, int freezeAt)
    implements BackboneConfig {
  private static final Set<Integer> DEPTHS = Set.of(18, 34, 50, 101, 152);

  public ResNetConfig {
    Objects.requireNonNull(norm, "norm");
    if (!DEPTHS.contains(depth)) {
      throw new IllegalArgumentException(
          "backbone depth (" + depth + ") must be 18, 34, 50, 101 or 152");
    }
    Limits.positive("stemChannels", stemChannels);
    Limits.positive("res2Channels", res2Channels);
    Limits.positive("widthPerGroup", widthPerGroup);
    if (res2Channels % 2 != 0) {
      throw new IllegalArgumentException("res2Channels (" + res2Channels + ") must be even");
    }
    if (norm == Norm.GROUP) {
      requireGroups("stemChannels", stemChannels);
      requireGroups("res2Channels", res2Channels);
      if (depth >= 50) {
        requireGroups("widthPerGroup", widthPerGroup);
      }
    }
    Limits.freezeAt(freezeAt);
  }

  private static void requireGroups(String name, int value) {
    if (value % GroupNorm.GROUPS != 0) {
      throw new IllegalArgumentException(
          name
              + " ("
              + value
              + ") must be a multiple of "
              + GroupNorm.GROUPS
              + " for group normalisation");
    }
  }

  @Override
  public int channels(int stage) {
    return res2Channels << stage;
  }

  @Override
  public Backbone create(ParameterScope scope) {
    return ResNet.create(scope, this);
  }

  /** Blocks per stage. */
  int[] blocks() {
    return switch (depth) {
      case 18 -> new int[] {2, 2, 2, 2};
      case 101 -> new int[] {3, 4, 23, 3};
      case 152 -> new int[] {3, 8, 36, 3};
      default -> new int[] {3, 4, 6, 3};
    };
  }

  boolean bottleneck() {
    return depth >= 50;
  }
}
