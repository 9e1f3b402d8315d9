package io.yoso4j.train.criterion;

import io.yoso4j.model.tensor.Tensor;

/**
 * The only way from the device to the host in {@link DeviceCriterion}, because every read waits
 * until the device has caught up. Counts them.
 */
final class HostReads {
  private long count;

  /** The values as floats, in C order. */
  float[] floats(Tensor tensor) {
    count++;
    return tensor.toFloats();
  }

  /** Reads so far. */
  long count() {
    return count;
  }
}
