package io.yoso4j.benchmarks;

import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.StagePrediction;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A batch as libtorch tensors: predictions over the memory they are in (a copy if that is heap
 * memory), targets one byte a pixel, as the original's data loader makes them. Freed with the
 * enclosing scope.
 *
 * @param stages predictions
 * @param targets objects of every image
 */
record OperatorBatch(List<Stage> stages, List<Targets> targets) {

  /**
   * Predictions of one stage.
   *
   * @param logits {@code [B, Q, columns]} or null
   * @param masks {@code [B, Q, H, W]}
   */
  record Stage(@Nullable Tensor logits, Tensor masks) {}

  /**
   * Objects of one image.
   *
   * @param labels {@code [T]}, int64
   * @param masks {@code [T, H, W]}, uint8
   */
  record Targets(Tensor labels, Tensor masks) {
    int count() {
      return Math.toIntExact(labels.size(0));
    }
  }

  static OperatorBatch of(List<StagePrediction> stages, List<ImageTargets> targets) {
    return new OperatorBatch(
        stages.stream().map(OperatorBatch::stage).toList(),
        targets.stream().map(OperatorBatch::targets).toList());
  }

  /** Number of targets of the batch. */
  int targetCount() {
    return targets.stream().mapToInt(Targets::count).sum();
  }

  private static Stage stage(StagePrediction stage) {
    MemorySegment logits = stage.logits();
    return new Stage(
        logits == null ? null : view(logits, stage.batch(), stage.queries(), stage.columns()),
        view(
            Objects.requireNonNull(stage.masks(), "masks"),
            stage.batch(),
            stage.queries(),
            stage.height(),
            stage.width()));
  }

  private static Targets targets(ImageTargets image) {
    int pixels = image.height() * image.width();
    byte[] bytes = new byte[Math.multiplyExact(image.count(), pixels)];
    for (int target = 0; target < image.count(); target++) {
      long[] words = image.masks().get(target).words();
      for (int i = 0; i < pixels; i++) {
        bytes[target * pixels + i] = (byte) ((words[i >>> 6] >>> i) & 1);
      }
    }
    long[] shape = {image.count(), image.height(), image.width()};
    Tensor masks;
    try (BytePointer data = new BytePointer(bytes);
        TensorOptions type = new TensorOptions(torch.ScalarType.Byte)) {
      masks = torch.from_blob(data, shape, type).clone();
    }
    return new Targets(copyOf(Arrays.stream(image.labels()).asLongStream().toArray()), masks);
  }

  private static Tensor view(MemorySegment memory, long... shape) {
    if (!memory.isNative()) {
      return copyOf(memory.toArray(ValueLayout.JAVA_FLOAT), shape);
    }
    try (TensorOptions type = new TensorOptions(torch.ScalarType.Float)) {
      return torch.from_blob(new Borrowed(memory), shape, type);
    }
  }

  static Tensor copyOf(float[] values, long... shape) {
    try (FloatPointer data = new FloatPointer(values);
        TensorOptions type = new TensorOptions(torch.ScalarType.Float)) {
      return torch.from_blob(data, shape, type).clone();
    }
  }

  static Tensor copyOf(long[] values) {
    try (LongPointer data = new LongPointer(values);
        TensorOptions type = new TensorOptions(torch.ScalarType.Long)) {
      return torch.from_blob(data, new long[] {values.length}, type).clone();
    }
  }

  /** Memory of ours as libtorch takes it. */
  private static final class Borrowed extends Pointer {
    Borrowed(MemorySegment memory) {
      address = memory.address();
    }
  }
}
