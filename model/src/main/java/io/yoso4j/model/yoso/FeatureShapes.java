package io.yoso4j.model.yoso;

import io.yoso4j.model.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Whether a backbone keeps what its description promises. */
final class FeatureShapes {
  private static final int RES2_STRIDE = 4;

  private FeatureShapes() {}

  static void require(Tensor images, List<Tensor> features, BackboneConfig config) {
    if (features.size() != Backbone.STAGES) {
      throw new IllegalStateException(
          "backbone " + config + " gave " + features.size() + " features, not " + Backbone.STAGES);
    }
    for (int stage = 0; stage < Backbone.STAGES; stage++) {
      int stride = RES2_STRIDE << stage;
      long[] wanted = {
        images.size(0), config.channels(stage), images.size(2) / stride, images.size(3) / stride
      };
      long[] found = features.get(stage).shape();
      if (!Arrays.equals(found, wanted)) {
        throw new IllegalStateException(
            "backbone "
                + config
                + " gave res"
                + (stage + 2)
                + " of shape "
                + Arrays.toString(found)
                + ", not "
                + Arrays.toString(wanted));
      }
    }
  }
}
