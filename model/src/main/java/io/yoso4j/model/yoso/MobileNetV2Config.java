package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.ParameterScope;
import java.util.Objects;

/**
 * MobileNetV2 of width 1, in torchvision's layout and names. res2 to res5 are the outputs of {@code
 * features.3}, {@code features.6}, {@code features.13} and {@code features.18}.
 *
 * @param norm FROZEN, BATCH or SYNC; its widths do not divide into the groups of GROUP
 * @param freezeAt parts that are not trained: 0 none, 1 up to stride 2, 2 also up to res2, 3 up to
 *     res3, 4 up to res4, 5 all
 */
public record MobileNetV2Config(Norm norm, int freezeAt) implements BackboneConfig {
  /** Of features 3, 6, 13 and 18. */
  private static final int[] CHANNELS = {24, 32, 96, MobileNetV2.LAST};

  public MobileNetV2Config {
    Objects.requireNonNull(norm, "norm");
    if (norm == Norm.GROUP) {
      throw new IllegalArgumentException(
          "norm (GROUP) must be FROZEN, BATCH or SYNC: MobileNetV2's 16 and 24 channels are no"
              + " multiples of 32");
    }
    Limits.freezeAt(freezeAt);
  }

  @Override
  public int channels(int stage) {
    return CHANNELS[stage];
  }

  @Override
  public Backbone create(ParameterScope scope) {
    return MobileNetV2.create(scope, this);
  }
}
