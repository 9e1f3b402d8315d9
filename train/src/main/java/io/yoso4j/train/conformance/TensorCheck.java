package io.yoso4j.train.conformance;

import io.yoso4j.data.DataException;
import io.yoso4j.model.tensor.Tensor;
import java.util.Arrays;

/** Compares tensors with recorded arrays, read one at a time. */
final class TensorCheck {
  private final CaseFiles files;
  private final Findings findings;

  TensorCheck(CaseFiles files, Findings findings) {
    this.files = files;
    this.findings = findings;
  }

  /**
   * Compares with {@code NAME.f64} if there is one, else with {@code NAME}. Where the original's
   * own float32 is far from its float64, half of that distance is allowed.
   */
  void check(Deviation.Kind kind, String name, Tensor actual, double tolerance) {
    boolean exact = files.has(name + ".f64");
    if (!exact && !files.has(name)) {
      findings.notCompared(name);
      return;
    }
    NpyArray expected = read(exact ? name + ".f64" : name, actual.shape());
    double value = Deviation.ofLargest(actual.toFloats(), expected);
    double allowed = tolerance;
    if (exact && value > tolerance && files.has(name)) {
      double own = Deviation.ofLargest(read(name, actual.shape()).floats(), expected);
      allowed = Math.max(tolerance, own / 2);
    }
    findings.measured(kind, name, exact ? "f64" : "f32", value, allowed);
  }

  private NpyArray read(String name, long[] shape) {
    NpyArray array = NpyReader.read(files.path(name));
    long[] found = Arrays.stream(array.shape()).asLongStream().toArray();
    if (!Arrays.equals(found, shape)) {
      throw new DataException(
          "%s: has shape %s, but the network gives %s"
              .formatted(array.source(), array.shapeText(), Arrays.toString(shape)));
    }
    return array;
  }
}
