package io.yoso4j.data.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.mask.Polygons;
import io.yoso4j.data.mask.Rle;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PolygonClipTest {

  @Test
  void cutsASquareAtEveryBorder() {
    double[] square = {-5, -5, 25, -5, 25, 15, -5, 15};
    assertThat(PolygonClip.clip(square, 20, 10))
        .hasSize(8)
        .satisfies(
            ring -> assertThat(Polygons.rasterize(List.of(ring), 10, 20).area()).isEqualTo(200));
  }

  @Test
  void leavesNothingOfWhatLiesOutside() {
    assertThat(PolygonClip.clip(List.of(new double[] {30, 1, 40, 1, 40, 8}), 20, 10)).isEmpty();
  }

  @Test
  void leavesWhatLiesInsideAsItIs() {
    double[] ring = {1, 1, 5.5, 1, 5, 7.25};
    assertThat(PolygonClip.clip(ring, 20, 10)).containsExactly(ring);
  }

  @Test
  void drawsTheSamePixelsButForTheBorder() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      double[] ring = new double[2 * (3 + random.nextInt(6))];
      for (int i = 0; i < ring.length; i++) {
        ring[i] = -30 + 100 * random.nextDouble();
      }
      Rle whole = Polygons.rasterize(List.of(ring), 40, 40);
      List<double[]> inside = PolygonClip.clip(List.of(ring), 40, 40);
      Rle cut =
          inside.isEmpty()
              ? Rle.ofCounts(40, 40, new int[] {1600})
              : Polygons.rasterize(inside, 40, 40);
      for (double[] each : inside) {
        assertThat(Arrays.stream(each).boxed())
            .as("seed %d", seed)
            .allMatch(v -> v >= -1e-9 && v <= 40 + 1e-9);
      }
      long union = Rle.union(List.of(whole, cut)).area();
      long different = union - Math.min(whole.area(), cut.area());
      assertThat(different).as("seed %d: %s and %s", seed, whole, cut).isLessThanOrEqualTo(40);
    }
  }
}
