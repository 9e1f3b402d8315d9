package io.yoso4j.train.explain;

import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.StageTensors;
import io.yoso4j.model.yoso.YosoNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Carries gradients of a stage's outputs back to the feature map that all stages read: where in the
 * image a term pulls. Several gradients go through the heads as images of one batch, which do not
 * touch each other.
 */
final class FeaturePulls {
  /** Values of features that go through the heads at a time: bounds memory. */
  private static final long MOST_VALUES = 1L << 24;

  private final YosoNetwork network;
  private final Recording recording;

  FeaturePulls(YosoNetwork network, Recording recording) {
    this.network = network;
    this.recording = recording;
  }

  /**
   * A gradient to carry back; one of them is given.
   *
   * @param logits of the class logits, {@code [Q, K]}
   * @param masks of the mask logits, {@code [Q, h, w]}
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Seed(float @Nullable [] logits, float @Nullable [] masks) {}

  /** The length of the gradient with respect to the features of each cell, for every seed. */
  List<ValueMap> of(int stage, List<Seed> seeds) {
    int step = (int) Math.clamp(MOST_VALUES / recording.features().length, 1, seeds.size() + 1L);
    List<ValueMap> pulls = new ArrayList<>();
    for (int from = 0; from < seeds.size(); from += step) {
      pulls.addAll(together(stage, seeds.subList(from, Math.min(seeds.size(), from + step))));
    }
    return pulls;
  }

  private List<ValueMap> together(int stage, List<Seed> seeds) {
    int height = recording.gridHeight();
    int width = recording.gridWidth();
    try (TensorScope _ = TensorScope.open()) {
      Tensor features =
          Tensor.of(
                  repeated(recording.features(), seeds.size()),
                  seeds.size(),
                  recording.channels(),
                  height,
                  width)
              .to(network.device())
              .requiresGrad(true);
      StageTensors outputs = network.heads(features, true).get(stage);
      List<Tensor> roots = new ArrayList<>();
      List<Tensor> gradients = new ArrayList<>();
      if (seeds.stream().anyMatch(seed -> seed.logits() != null)) {
        Tensor logits = Objects.requireNonNull(outputs.logits(), "logits of the stage");
        roots.add(logits);
        gradients.add(batch(logits, seeds.stream().map(Seed::logits).toList()));
      }
      if (seeds.stream().anyMatch(seed -> seed.masks() != null)) {
        roots.add(outputs.masks());
        gradients.add(batch(outputs.masks(), seeds.stream().map(Seed::masks).toList()));
      }
      Autograd.backward(roots, gradients);
      Tensor gradient = features.grad();
      network.parameters().clearGrads();
      return lengths(gradient == null ? null : gradient.toFloats(), seeds.size());
    }
  }

  private static Tensor batch(Tensor like, List<float @Nullable []> parts) {
    int each = Math.toIntExact(like.count() / parts.size());
    float[] all = new float[Math.toIntExact(like.count())];
    for (int i = 0; i < parts.size(); i++) {
      float[] part = parts.get(i);
      if (part != null) {
        System.arraycopy(part, 0, all, i * each, each);
      }
    }
    return Tensor.of(all, like.shape()).to(like.device());
  }

  private static float[] repeated(float[] values, int times) {
    float[] all = Arrays.copyOf(values, Math.multiplyExact(values.length, times));
    for (int i = 1; i < times; i++) {
      System.arraycopy(values, 0, all, i * values.length, values.length);
    }
    return all;
  }

  private List<ValueMap> lengths(float @Nullable [] gradient, int count) {
    int cells = recording.gridHeight() * recording.gridWidth();
    return IntStream.range(0, count)
        .mapToObj(image -> {
          float[] length = new float[cells];
          for (int cell = 0; gradient != null && cell < cells; cell++) {
            double sum = 0;
            for (int channel = 0; channel < recording.channels(); channel++) {
              double value = gradient[(image * recording.channels() + channel) * cells + cell];
              sum += value * value;
            }
            length[cell] = (float) Math.sqrt(sum);
          }
          return new ValueMap(recording.gridWidth(), recording.gridHeight(), length);
        })
        .toList();
  }

  /** A seed of the class logits of one query alone. */
  static Seed ofQuery(StagePrediction stage, float[] gradLogits, int query) {
    float[] row = new float[gradLogits.length];
    int from = query * stage.columns();
    System.arraycopy(gradLogits, from, row, from, stage.columns());
    return new Seed(row, null);
  }
}
