package io.yoso4j.criterion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BilinearTapsTest {
  private static final float[] GRID = {1, 2, 3, 4, 5, 6};

  @Test
  void readsCentresExactlyAndFadesTowardsTheBorder() {
    // On a 2 x 3 grid the centre of pixel (1, 2) is ((2 + .5) / 3, (1 + .5) / 2). At the corner
    // three of four pixels are outside.
    assertThat(read(5 / 6f, 0.75f)).isCloseTo(6, within(1e-6f));
    assertThat(read(0, 0)).isEqualTo(0.25f);
    assertThat(read(1, 1)).isEqualTo(6 * 0.25f);
    assertThat(read(0.5f, 0.5f)).isCloseTo((2 + 5) / 2f, within(1e-6f));
    assertThat(read(0.5f, 0)).isCloseTo(2 * 0.5f, within(1e-6f));
  }

  private static float read(float x, float y) {
    BilinearTaps taps = new BilinearTaps();
    taps.setPoints(new float[] {x, y}, 1, 2, 3);
    float[] out = new float[1];
    planes().sample(0, taps, 0, 1, out);
    return out[0];
  }

  private static FramedPlanes planes() {
    FramedPlanes planes = new FramedPlanes();
    planes.load(MemorySegment.ofArray(GRID), 0, 1, 2, 3);
    return planes;
  }

  @Test
  void pixelsOfTheGridAreItsValues() {
    BilinearTaps taps = new BilinearTaps();
    taps.setPixels(2, 3);
    float[] out = new float[6];
    planes().sample(0, taps, 0, 6, out);
    assertThat(out).containsExactly(GRID);
    taps.setResized(2, 3, 2, 3);
    planes().sample(0, taps, 0, 6, out);
    assertThat(out).containsExactly(GRID);
  }

  @Test
  void enlargingRepeatsEdges() {
    // A row (1, 2, 3) enlarged to 6: positions -0.25 (edge), .25, .75, 1.25, 1.75, 2.25 (edge).
    BilinearTaps taps = new BilinearTaps();
    taps.setResized(2, 3, 2, 6);
    float[] out = new float[12];
    planes().sample(0, taps, 0, 12, out);
    assertThat(out)
        .containsExactly(1, 1.25f, 1.75f, 2.25f, 2.75f, 3, 4, 4.25f, 4.75f, 5.25f, 5.75f, 6);
  }

  @Test
  void scatterIsTheTransposeOfSample() {
    Random random = new Random(5);
    int points = 40;
    float[] xy = new float[2 * points];
    float[] grid = new float[4 * 7];
    float[] weights = new float[points];
    for (int i = 0; i < xy.length; i++) {
      xy[i] = random.nextFloat();
    }
    for (int i = 0; i < grid.length; i++) {
      grid[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < points; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    BilinearTaps taps = new BilinearTaps();
    taps.setPoints(xy, points, 4, 7);
    FramedPlanes planes = new FramedPlanes();
    planes.load(MemorySegment.ofArray(grid), 0, 1, 4, 7);
    float[] sampled = new float[points];
    planes.sample(0, taps, 0, points, sampled);
    double left = 0;
    for (int i = 0; i < points; i++) {
      left += (double) sampled[i] * weights[i];
    }
    planes.clear(1, 4, 7);
    planes.scatter(0, taps, weights);
    MemorySegment scattered = MemorySegment.ofArray(new float[grid.length]);
    planes.store(0, scattered, 0);
    double right = 0;
    for (int i = 0; i < grid.length; i++) {
      right += (double) grid[i] * scattered.getAtIndex(ValueLayout.JAVA_FLOAT, i);
    }
    assertThat(right).isCloseTo(left, within(1e-5));
  }

  @Test
  void bitsReadAsTheFloatsTheyStandFor() {
    Random random = new Random(9);
    int height = 9;
    int width = 13;
    float[] grid = new float[height * width];
    long[] words = new long[(grid.length + 63) / 64];
    for (int i = 0; i < grid.length; i++) {
      if (random.nextBoolean()) {
        grid[i] = 1;
        words[i >> 6] |= 1L << i;
      }
    }
    int points = 500;
    float[] xy = new float[2 * points];
    for (int i = 0; i < xy.length; i++) {
      xy[i] = random.nextFloat();
    }
    BilinearTaps taps = new BilinearTaps();
    taps.setPoints(xy, points, height, width);
    FramedPlanes planes = new FramedPlanes();
    planes.load(MemorySegment.ofArray(grid), 0, 1, height, width);
    float[] expected = new float[points];
    planes.sample(0, taps, 0, points, expected);
    float[] actual = new float[points];
    new BitPlane(height, width, words).sample(taps, 0, points, actual);
    for (int i = 0; i < points; i++) {
      assertThat(actual[i]).as("point %d", i).isCloseTo(expected[i], within(1e-6f));
    }
  }

  @Test
  void nearestTakesEveryOtherPixelOfADoubledGrid() {
    long[] words = {0b1000_0010_0101_0001L};
    float[] out = new float[4];
    // Rows of 4 bits, lowest first: 1000, 1010, 0100, 0001; rows and columns 0 and 2 remain.
    new BitPlane(4, 4, words).nearest(2, 2, 0, 4, out);
    assertThat(out).containsExactly(1, 0, 0, 0);
  }

  @Test
  void rejectsPointsOutside() {
    BilinearTaps taps = new BilinearTaps();
    assertThatThrownBy(() -> taps.setPoints(new float[] {0.5f, 1.5f}, 1, 2, 2))
        .hasMessageContaining("(0.5, 1.5)");
    assertThatThrownBy(() -> taps.setPoints(new float[] {Float.NaN, 0}, 1, 2, 2))
        .hasMessageContaining("NaN");
  }
}
