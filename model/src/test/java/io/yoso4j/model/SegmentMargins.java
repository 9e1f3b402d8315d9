package io.yoso4j.model;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.golden.Golden;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How clearly upstream, computing in float64, gives each pixel to a segment: the best score times
 * mask less the second best, and the winner's distance from the edge of its mask. Within the
 * tolerance of scores, either choice is right.
 */
record SegmentMargins(List<float[]> masks, List<Float> scores) {
  static SegmentMargins of(
      Golden golden,
      String name,
      int image,
      RgbImage input,
      ImageSize output,
      PanopticOptions options) {
    Golden.Array masks = golden.array(name + ".head.masks.f64");
    Golden.Array classes = golden.array(name + ".head.cls.f64");
    long[] padded = golden.array(name + ".backbone.input").shape();
    int queries = (int) masks.shape()[1];
    int columns = (int) classes.shape()[2];
    ImageSize size = new ImageSize((int) masks.shape()[3], (int) masks.shape()[2]);
    int pixels = size.width() * size.height();
    MaskResampler resampler =
        MaskResampler.of(
            size,
            new ImageSize((int) padded[3], (int) padded[2]),
            new ImageSize(input.width(), input.height()),
            output);
    float[] probabilities;
    try (TensorScope _ = TensorScope.open()) {
      probabilities =
          Functional.softmax(Tensor.of(classes.floats(), classes.shape()), -1).toFloats();
    }
    List<float[]> planes = new ArrayList<>();
    List<Float> scores = new ArrayList<>();
    for (int query = 0; query < queries; query++) {
      int row = (image * queries + query) * columns;
      int best = 0;
      for (int column = 1; column < columns; column++) {
        best = probabilities[row + column] > probabilities[row + best] ? column : best;
      }
      if (best < columns - 1 && probabilities[row + best] > options.objectThreshold()) {
        int from = (image * queries + query) * pixels;
        float[] logits = Arrays.copyOfRange(masks.floats(), from, from + pixels);
        planes.add(resampler.plane(MemorySegment.ofArray(logits)));
        scores.add(probabilities[row + best]);
      }
    }
    return new SegmentMargins(planes, scores);
  }

  double at(int pixel) {
    double best = 0;
    double second = 0;
    double edge = 1;
    for (int k = 0; k < masks.size(); k++) {
      double probability = 1 / (1 + Math.exp(-masks.get(k)[pixel]));
      double value = scores.get(k) * probability;
      if (value > best) {
        second = best;
        best = value;
        edge = Math.abs(probability - 0.5);
      } else {
        second = Math.max(second, value);
      }
    }
    return Math.min(best - second, edge);
  }
}
