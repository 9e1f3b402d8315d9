package io.yoso4j.model;

import java.util.Arrays;
import java.util.TreeMap;

/**
 * Two bilinear resizings of one axis, cut off between them, as one: each output position is a
 * weighted sum of neighbouring inputs. Weights are not negative and add up to one.
 */
final class AxisTaps {
  /**
   * Inputs an output position can see: two neighbours of two neighbours, the first step enlarges.
   */
  static final int SPAN = 3;

  private final int[] first;
  private final float[] weights;
  private final int[] reachStart;
  private final int[] reachEnd;

  /**
   * The taps of an axis.
   *
   * @param input positions of the mask
   * @param padded positions after the first resizing, at least {@code input}
   * @param valid leading positions of those that the second resizing sees
   * @param output positions after the second resizing
   */
  AxisTaps(int input, int padded, int valid, int output) {
    if (input < 1 || padded < input || valid < 1 || valid > padded || output < 1) {
      throw new IllegalArgumentException(
          "sizes (mask %d, network input %d, valid %d, output %d) must be positive, the network input not below the mask, valid within it"
              .formatted(input, padded, valid, output));
    }
    Linear inner = new Linear(input, padded);
    Linear outer = new Linear(valid, output);
    first = new int[output];
    weights = new float[SPAN * output];
    for (int i = 0; i < output; i++) {
      TreeMap<Integer, Double> sum = new TreeMap<>();
      inner.add(sum, outer.low(i), 1 - outer.fraction(i));
      inner.add(sum, outer.high(i), outer.fraction(i));
      first[i] = Math.max(0, Math.min(sum.firstKey(), input - SPAN));
      for (var tap : sum.entrySet()) {
        weights[SPAN * i + tap.getKey() - first[i]] = tap.getValue().floatValue();
      }
    }
    reachStart = new int[input];
    reachEnd = new int[input];
    reach(input, output);
  }

  private void reach(int input, int output) {
    Arrays.fill(reachStart, output);
    for (int i = 0; i < output; i++) {
      for (int k = 0; k < SPAN && first[i] + k < input; k++) {
        if (weights[SPAN * i + k] > 0) {
          reachStart[first[i] + k] = Math.min(reachStart[first[i] + k], i);
          reachEnd[first[i] + k] = i + 1;
        }
      }
    }
    // An input that nobody sees must not cut off its neighbours.
    for (int i = input - 2; i >= 0; i--) {
      reachStart[i] = Math.min(reachStart[i], reachStart[i + 1]);
    }
    for (int i = 1; i < input; i++) {
      reachEnd[i] = Math.max(reachEnd[i], reachEnd[i - 1]);
    }
  }

  int outputs() {
    return first.length;
  }

  /** The first input that output {@code i} may see; the last is {@code first + SPAN - 1}. */
  int first(int i) {
    return first[i];
  }

  /** Weight of input {@code first(i) + k} in output {@code i}. */
  float weight(int i, int k) {
    return weights[SPAN * i + k];
  }

  /** The outputs before this one do not see {@code input} or any input after it. */
  int reachStart(int input) {
    return reachStart[input];
  }

  /** The outputs from this one on do not see {@code input} or any input before it. */
  int reachEnd(int input) {
    return reachEnd[input];
  }

  /** libtorch's bilinear resizing of one axis, corners not aligned, no antialiasing. */
  private record Linear(int input, int output) {
    private double position(int i) {
      return Math.max(0, (i + 0.5) * input / output - 0.5);
    }

    int low(int i) {
      return Math.min((int) position(i), input - 1);
    }

    int high(int i) {
      return Math.min(low(i) + 1, input - 1);
    }

    double fraction(int i) {
      return position(i) - low(i);
    }

    void add(TreeMap<Integer, Double> sum, int i, double share) {
      sum.merge(low(i), share * (1 - fraction(i)), Double::sum);
      sum.merge(high(i), share * fraction(i), Double::sum);
    }
  }
}
