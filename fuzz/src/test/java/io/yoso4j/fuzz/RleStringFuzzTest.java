package io.yoso4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yoso4j.data.mask.Rle;
import java.nio.charset.StandardCharsets;

/** COCO's compressed string; the first two bytes are height and width, the rest is the text. */
class RleStringFuzzTest {
  @FuzzTest
  void read(byte[] input) {
    if (input.length < 2) {
      return;
    }
    String text = new String(input, 2, input.length - 2, StandardCharsets.UTF_8);
    Rle mask = Promise.isKept(input, 1, () -> Rle.ofCompressed(input[0], input[1], text));
    if (mask != null) {
      check(mask);
    }
  }

  private static void check(Rle mask) {
    Rle again = Rle.ofCompressed(mask.height(), mask.width(), mask.toCompressedString());
    Laws.require(again.equals(mask), "written and read again");
    Laws.check(mask);
  }
}
