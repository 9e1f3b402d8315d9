package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yoso4j.data.mask.Polygons;
import io.yoso4j.data.mask.Rle;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Two rings of doubles, drawn on 48x64 pixels; the first byte is the length of the first ring. */
class PolygonFuzzTest {
  @FuzzTest
  void rasterize(byte[] input) {
    if (input.length == 0) {
      return;
    }
    double[] values = new double[(input.length - 1) / Double.BYTES];
    ByteBuffer.wrap(input, 1, input.length - 1).asDoubleBuffer().get(values);
    int split = Math.min(input[0] & 0xff, values.length);
    double[] first = Arrays.copyOf(values, split);
    double[] second = Arrays.copyOfRange(values, split, values.length);
    List<double[]> rings = second.length == 0 ? List.of(first) : List.of(first, second);
    // Crossings are kept as integers, at most one for each pixel of the longest outline allowed.
    Rle mask = Promise.isKept(input, 512, () -> Polygons.rasterize(rings, 48, 64));
    if (mask != null) {
      Laws.check(mask);
    }
  }
}
