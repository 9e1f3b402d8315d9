package io.yoso4j.model.yoso;

import io.yoso4j.model.nn.BatchNorm;
import io.yoso4j.model.nn.ChannelNorm;
import io.yoso4j.model.nn.GroupNorm;
import io.yoso4j.model.nn.ParameterScope;

/**
 * Describes a backbone and makes it: {@link ResNetConfig}, {@link MobileNetV2Config}, or one of
 * your own, best a record. Immutable.
 */
public interface BackboneConfig {
  /**
   * Channels of {@code res2} (stage 0) to {@code res5} (stage 3), each an even number, since the
   * neck halves it.
   */
  int channels(int stage);

  /**
   * Makes the backbone with its weights in {@code scope}, which is the network's {@code backbone.}:
   * names below it are the backbone's own choice and count as its weights in files. Parts that
   * should not be trained are made in {@link ParameterScope#frozen}.
   */
  Backbone create(ParameterScope scope);

  /** A ResNet of the usual widths for {@code depth}. */
  static ResNetConfig resnet(int depth, Norm norm, int freezeAt) {
    return new ResNetConfig(depth, 64, depth < 50 ? 64 : 256, 64, norm, freezeAt);
  }

  /** Kinds of normalisation. In parts that {@code freezeAt} freezes, all but GROUP are FROZEN. */
  enum Norm {
    /** Stored statistics and affine values, never changed: for pretrained weights (FrozenBN). */
    FROZEN,
    /** Learned batch normalisation: for training from scratch (BN). */
    BATCH,
    /**
     * Batch normalisation with the statistics of all ranks that train together (SyncBN); in one
     * process the same as BATCH.
     */
    SYNC,
    /** Group normalisation in 32 groups: independent of the batch, never folded away (GN). */
    GROUP;

    ChannelNorm create(ParameterScope scope, int channels) {
      return switch (this) {
        case FROZEN -> BatchNorm.frozen(scope, channels);
        case BATCH, SYNC -> {
          if (!scope.trainable()) {
            yield BatchNorm.frozen(scope, channels);
          }
          yield this == SYNC
              ? BatchNorm.synchronised(scope, channels)
              : BatchNorm.learned(scope, channels);
        }
        case GROUP -> GroupNorm.create(scope, channels);
      };
    }
  }
}
