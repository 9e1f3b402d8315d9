package io.yoso4j.train.conformance;

import io.yoso4j.criterion.StageResult;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Compares the gradients of a level's predictions. */
final class GradientCheck {
  private final LossCase loss;
  private final Findings findings;

  GradientCheck(LossCase loss, Findings findings) {
    this.loss = loss;
    this.findings = findings;
  }

  void check(Level level, StageResult result) {
    check(level.array("pred_logits"), result.gradLogits());
    check(level.array("pred_masks"), result.gradMasks());
    check(level.array("pred_boxes"), result.gradBoxes());
  }

  private void check(String tensor, @Nullable MemorySegment gradient) {
    if (gradient == null) {
      return;
    }
    String name = "grad." + tensor;
    CaseFiles files = loss.files();
    float[] actual = gradient.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    if (!files.has(name) && !files.has(name + ".f64")) {
      if (loss.meta().has("leaves_without_gradient")
          && loss.meta().texts("leaves_without_gradient").contains(tensor)) {
        compare(name, "f64", actual, new double[actual.length], null);
      } else {
        findings.notCompared(name);
      }
      return;
    }
    int[] shape = NpyReader.read(files.path(tensor)).shape();
    float[] float32 = files.has(name) ? files.read(name, NpyType.FLOAT32, shape).floats() : null;
    if (files.has(name + ".f64")) {
      double[] expected = files.read(name + ".f64", NpyType.FLOAT64, shape).doubles();
      compare(name, "f64", actual, expected, float32);
    } else {
      compare(name, "f32", actual, files.read(name, NpyType.FLOAT32, shape).doubles(), null);
    }
  }

  private void compare(
      String name,
      String reference,
      float[] actual,
      double[] expected,
      float @Nullable [] float32) {
    findings.compared(
        Deviation.Kind.GRADIENT,
        name,
        reference,
        Deviation.ofLargest(actual, expected),
        float32 == null ? null : Deviation.ofLargest(float32, expected));
  }
}
