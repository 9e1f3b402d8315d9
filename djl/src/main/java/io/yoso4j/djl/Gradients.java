package io.yoso4j.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the criterion writes gradients: memory of the engine's own, which its graph keeps alive as
 * long as it needs it, and no copy is made. {@link #surrogate} then hangs them into the graph.
 */
final class Gradients implements SegmentAllocator {
  private final NDManager manager;
  private final Map<Long, NDArray> byAddress = new HashMap<>();

  /** Arrays belong to the manager and to the scope that is open. */
  Gradients(NDManager manager) {
    this.manager = manager;
  }

  @Override
  public MemorySegment allocate(long bytes, long alignment) {
    NDArray array = manager.create(new Shape(bytes / Float.BYTES), DataType.FLOAT32, Device.cpu());
    MemorySegment memory = MemorySegment.ofBuffer(array.toByteBuffer(true));
    byAddress.put(memory.address(), array);
    return memory;
  }

  /**
   * A scalar of this value whose gradient with respect to the predictions is what was written:
   * {@code value + Σ (p − stop(p)) · g}. The difference is 0 for every finite p, however large, so
   * that nothing rounds or overflows. DJL's conversions cut the graph, so it is the gradient that
   * is brought to the prediction's type and device.
   */
  NDArray surrogate(double value, List<Term> terms) {
    DataType widest = DataType.FLOAT32;
    List<NDArray> zeros = new ArrayList<>();
    for (Term term : terms) {
      NDArray prediction = term.prediction;
      NDArray gradient = byAddress.get(term.gradient.address());
      if (gradient == null) {
        throw new IllegalStateException("a gradient lies outside the memory it was given");
      }
      DataType type = prediction.getDataType();
      widest = type == DataType.FLOAT64 ? type : widest;
      NDArray difference = prediction.sub(prediction.stopGradient()).flatten();
      zeros.add(
          difference.dot(gradient.toDevice(prediction.getDevice(), false).toType(type, false)));
    }
    NDArray sum = manager.create(value).toType(widest, false);
    for (NDArray zero : zeros) {
      sum = sum.add(zero);
    }
    return sum;
  }

  /** A prediction and the gradient with respect to it. */
  record Term(NDArray prediction, MemorySegment gradient) {
    static void addTo(
        List<Term> terms, @Nullable NDArray prediction, @Nullable MemorySegment gradient) {
      if (prediction != null && gradient != null) {
        terms.add(new Term(prediction, gradient));
      }
    }
  }
}
