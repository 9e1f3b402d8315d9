package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yoso4j.data.mask.Rle;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Run lengths as integers; the first two are height and width. */
class RunListFuzzTest {
  @FuzzTest
  void read(byte[] input) {
    int[] values = new int[input.length / Integer.BYTES];
    ByteBuffer.wrap(input).asIntBuffer().get(values);
    if (values.length < 2) {
      return;
    }
    int[] counts = Arrays.copyOfRange(values, 2, values.length);
    Rle mask = Promise.isKept(input, 1, () -> Rle.ofCounts(values[0], values[1], counts));
    if (mask != null) {
      check(mask);
    }
  }

  private static void check(Rle mask) {
    Laws.require(
        Rle.ofCounts(mask.height(), mask.width(), mask.counts()).equals(mask),
        "written and read again");
    // Larger ones are read too, but the laws make bits of them and would take most of the time.
    if ((long) mask.height() * mask.width() <= 1 << 16) {
      Laws.check(mask);
    }
  }
}
