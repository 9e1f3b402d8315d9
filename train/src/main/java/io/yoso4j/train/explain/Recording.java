package io.yoso4j.train.explain;

import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.data.image.ImageSize;
import java.util.List;

/**
 * What a network computed for one image.
 *
 * @param padded size of the input
 * @param features the merged feature map that all stages read, {@code [C, h, w]}
 * @param channels C
 * @param stages predictions, a batch of one image, on the Java heap
 */
@SuppressWarnings("ArrayRecordComponent")
record Recording(ImageSize padded, float[] features, int channels, List<StagePrediction> stages) {
  Recording {
    stages = List.copyOf(stages);
  }

  int gridHeight() {
    return stages.getFirst().height();
  }

  int gridWidth() {
    return stages.getFirst().width();
  }

  int queries() {
    return stages.getFirst().queries();
  }
}
