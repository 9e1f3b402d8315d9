package io.yoso4j.export;

import io.yoso4j.model.yoso.BackboneConfig;
import io.yoso4j.model.yoso.MobileNetV2Config;
import io.yoso4j.model.yoso.ResNetConfig;
import java.util.List;

/** The layers of a backbone. */
sealed interface BackboneLayers permits ResNetLayers, MobileNetV2Layers {
  /** {@code [B, 3, H, W]} to res2 … res5. */
  List<Value> emit(Value images);

  /**
   * @throws IllegalArgumentException for a backbone that is not the project's
   */
  static BackboneLayers of(Layers layers, BackboneConfig config) {
    return switch (config) {
      case ResNetConfig _ -> new ResNetLayers(layers);
      case MobileNetV2Config _ -> new MobileNetV2Layers(layers);
      default ->
          throw new IllegalArgumentException(
              "backbone (" + config + ") must be a ResNet or a MobileNetV2 to be exported");
    };
  }
}
