package io.yoso4j.benchmarks;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.StageResult;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How far the operator sequence and our criterion are apart on the same draws.
 *
 * @param term largest difference of a term or the total, relative (absolute below 1)
 * @param gradient largest difference of a gradient entry, relative to the tensor's largest,
 *     outliers left out
 * @param outliers gradient entries off by more than the tolerance
 */
record Agreement(double term, double gradient, long outliers) {
  /** What both sides must agree to. */
  static final double TOLERANCE = 1e-4;

  /**
   * Pixels a point touches. Where two candidates are equally uncertain but for rounding, either may
   * be kept, and the gradients around both differ.
   */
  private static final int PIXELS_OF_TWO_POINTS = 8;

  /** Share of pairs in which that may happen: a pair's last kept and first dropped are close. */
  private static final double TIED_PAIRS = 0.02;

  /**
   * Compares the results.
   *
   * @throws IllegalStateException if they differ by more than {@link #TOLERANCE}
   */
  static Agreement of(OperatorResult operators, CriterionResult ours) {
    Comparison comparison = new Comparison();
    comparison.term("total", operators.total(), ours.total());
    int pairs = 0;
    for (int i = 0; i < ours.stages().size(); i++) {
      OperatorResult.Stage expected = operators.stages().get(i);
      StageResult actual = ours.stages().get(i);
      String stage = actual.name() + " ";
      requireSamePairs(stage, expected.pairs(), actual.assignments());
      pairs += expected.pairs().count();
      if (!Double.isNaN(expected.crossEntropy())) {
        comparison.term(stage, StageResult.LOSS_CE, expected.crossEntropy(), actual);
      }
      comparison.term(stage, StageResult.LOSS_MASK, expected.mask(), actual);
      comparison.term(stage, StageResult.LOSS_DICE, expected.dice(), actual);
      comparison.gradient(expected.gradLogits(), actual.gradLogits());
      comparison.gradient(expected.gradMasks(), actual.gradMasks());
    }
    long allowed = (long) Math.ceil(TIED_PAIRS * pairs) * PIXELS_OF_TWO_POINTS;
    if (comparison.outliers > allowed) {
      throw new IllegalStateException(
          comparison.outliers
              + " gradient entries differ by more than "
              + TOLERANCE
              + " of the largest, at most "
              + allowed
              + " may (points equally uncertain but for rounding)");
    }
    return new Agreement(comparison.term, comparison.gradient, comparison.outliers);
  }

  private static void requireSamePairs(
      String stage, MatchedPairs expected, List<Assignment> actual) {
    int pair = 0;
    for (int image = 0; image < actual.size(); image++) {
      Assignment assignment = actual.get(image);
      for (int i = 0; i < assignment.size(); i++, pair++) {
        if (pair >= expected.count()
            || expected.image(pair) != image
            || expected.query(pair) != assignment.queries()[i]
            || expected.target(pair) != assignment.targets()[i]) {
          throw new IllegalStateException(
              stage + "image " + image + ": matched otherwise: " + assignment);
        }
      }
    }
    if (pair != expected.count()) {
      throw new IllegalStateException(
          stage + ": " + pair + " pairs matched, expected " + expected.count());
    }
  }

  private static final class Comparison {
    private double term;
    private double gradient;
    private long outliers;

    void term(String stage, String name, double expected, StageResult actual) {
      Double value = actual.losses().get(name);
      if (value == null) {
        throw new IllegalStateException(stage + name + " is missing");
      }
      term(stage + name, expected, value);
    }

    void term(String name, double expected, double actual) {
      double difference = Math.abs(expected - actual) / Math.max(1, Math.abs(expected));
      if (!(difference <= TOLERANCE)) {
        throw new IllegalStateException(name + " is " + actual + ", operators give " + expected);
      }
      term = Math.max(term, difference);
    }

    @SuppressWarnings("restricted")
    void gradient(@Nullable Tensor expected, @Nullable MemorySegment actual) {
      if (expected == null || !expected.defined() || actual == null) {
        boolean given = expected != null && expected.defined();
        if (given || (actual != null && largest(actual) > 0)) {
          throw new IllegalStateException("only one side has a gradient");
        }
        return;
      }
      Tensor dense = expected.contiguous();
      MemorySegment wanted =
          MemorySegment.ofAddress(dense.data_ptr_float().address()).reinterpret(actual.byteSize());
      double largest = largest(wanted);
      for (long at = 0; at < actual.byteSize(); at += Float.BYTES) {
        float difference = Math.abs(value(wanted, at) - value(actual, at));
        if (difference <= TOLERANCE * largest) {
          gradient = Math.max(gradient, largest == 0 ? 0 : difference / largest);
        } else {
          outliers++;
        }
      }
    }

    private static double largest(MemorySegment gradient) {
      float largest = 0;
      for (long at = 0; at < gradient.byteSize(); at += Float.BYTES) {
        largest = Math.max(largest, Math.abs(value(gradient, at)));
      }
      return largest;
    }

    private static float value(MemorySegment memory, long at) {
      return memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
    }
  }
}
