package io.yoso4j.criterion.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResizeTapsTest {

  @Test
  void enlargesTwofold() {
    // Centres of 4 positions over 2 pixels: -0.25, 0.25, 0.75, 1.25, the outer ones held back.
    check(ResizeTaps.of(2, 4), new int[] {0, 0, 0, 1}, new float[] {0, 0.25f, 0.75f, 0});
  }

  @Test
  void keepsTheSameSize() {
    check(ResizeTaps.of(3, 3), new int[] {0, 1, 2}, new float[] {0, 0, 0});
  }

  @Test
  void reducesWithoutAveraging() {
    // Centres of 2 positions over 6 pixels: 1 and 4; over 5 pixels: 0.75 and 3.25.
    check(ResizeTaps.of(6, 2), new int[] {1, 4}, new float[] {0, 0});
    check(ResizeTaps.of(5, 2), new int[] {0, 3}, new float[] {0.75f, 0.25f});
  }

  @Test
  void repeatsASinglePixel() {
    check(ResizeTaps.of(1, 3), new int[] {0, 0, 0}, new float[] {0, 0, 0});
    check(ResizeTaps.of(4, 0), new int[0], new float[0]);
  }

  private static void check(ResizeTaps taps, int[] indices, float[] fractions) {
    assertThat(taps.count()).isEqualTo(indices.length);
    for (int i = 0; i < indices.length; i++) {
      assertThat(taps.index(i)).as("index %d", i).isEqualTo(indices[i]);
      assertThat(taps.fraction(i)).as("fraction %d", i).isEqualTo(fractions[i]);
    }
  }
}
