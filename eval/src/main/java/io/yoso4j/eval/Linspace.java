package io.yoso4j.eval;

/** Evenly spaced numbers, to the last bit as NumPy makes them. */
final class Linspace {
  private Linspace() {}

  static double[] of(double first, double last, int count) {
    double step = (last - first) / (count - 1);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = i * step + first;
    }
    values[count - 1] = last;
    return values;
  }
}
