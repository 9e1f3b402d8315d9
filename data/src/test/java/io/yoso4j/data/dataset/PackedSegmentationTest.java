package io.yoso4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.mask.Rle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PackedSegmentationTest {

  @Test
  void polygonsComeBackToTheLastBit() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      double unit = Math.pow(10, random.nextInt(9));
      List<double[]> rings = new ArrayList<>();
      for (int r = 0; r <= random.nextInt(4); r++) {
        rings.add(
            random
                .doubles(6 + 2L * random.nextInt(20), -700, 2000)
                .map(value -> unit > 1e7 ? value : Math.rint(value * unit) / unit)
                .toArray());
      }
      assertThat(rings(new Segmentation.Polygon(rings)))
          .as("seed %d", seed)
          .usingElementComparator((a, b) -> java.util.Arrays.equals(a, b) ? 0 : 1)
          .containsExactlyElementsOf(rings);
    }
  }

  @Test
  void hugeAndTinyCoordinatesComeBack() {
    List<double[]> rings =
        List.of(new double[] {1e15, -1e15, 1e-300, Double.MAX_VALUE, 0x1p60, 0.1}, new double[6]);
    assertThat(rings(new Segmentation.Polygon(rings)).getFirst()).containsExactly(rings.getFirst());
  }

  @Test
  void masksComeBack() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int height = 1 + random.nextInt(300);
      int width = 1 + random.nextInt(300);
      int[] counts = new int[2 * (1 + random.nextInt(20))];
      int left = height * width;
      for (int i = 0; i < counts.length - 1; i++) {
        counts[i] = random.nextInt(left + 1);
        left -= counts[i];
      }
      counts[counts.length - 1] = left;
      Rle rle = Rle.ofCounts(height, width, counts);
      byte[] packed = PackedSegmentation.pack(new Segmentation.RunLength(rle));
      assertThat(PackedSegmentation.unpack(packed, height, width))
          .as("seed %d", seed)
          .isEqualTo(new Segmentation.RunLength(rle));
    }
  }

  @Test
  void aUsualPolygonTakesTwoBytesForACoordinate() {
    double[] ring = new double[200];
    for (int i = 0; i < 100; i++) {
      ring[2 * i] = Math.rint(30000 + 5000 * Math.cos(i * Math.TAU / 100)) / 100;
      ring[2 * i + 1] = Math.rint(20000 + 5000 * Math.sin(i * Math.TAU / 100)) / 100;
    }
    assertThat(PackedSegmentation.pack(new Segmentation.Polygon(List.of(ring))))
        .hasSizeLessThan(2 * ring.length + 10);
  }

  private static List<double[]> rings(Segmentation.Polygon polygon) {
    byte[] packed = PackedSegmentation.pack(polygon);
    return ((Segmentation.Polygon) PackedSegmentation.unpack(packed, 1, 1)).rings();
  }
}
