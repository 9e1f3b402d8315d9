package io.yoso4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class MaskOutlineTest {
  @Test
  void aPixelIsASquare() {
    assertThat(MaskOutline.path(3, 3, (y, x) -> y == 1 && x == 2)).isEqualTo("M2 1h1v1h-1v-1z");
  }

  @Test
  void nothingHasNoOutline() {
    assertThat(MaskOutline.path(3, 2, (_, _) -> false)).isEmpty();
  }

  @Test
  void straightEdgesAreOneLine() {
    assertThat(MaskOutline.path(4, 3, (_, _) -> true)).isEqualTo("M0 0h4v3h-4v-3z");
  }

  @Test
  void areasThatMeetInACornerStayApart() {
    assertThat(MaskOutline.path(2, 2, (y, x) -> y.equals(x)))
        .isEqualTo("M0 0h1v1h-1v-1zM1 1h1v1h-1v-1z");
  }

  /** The rings' signed areas add up to the mask's, holes being negative. */
  @Test
  void encloseAsMuchAsThereIs() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int width = 1 + random.nextInt(9);
      int height = 1 + random.nextInt(9);
      boolean[] mask = new boolean[width * height];
      int area = 0;
      for (int i = 0; i < mask.length; i++) {
        mask[i] = random.nextDouble() < 0.6;
        area += mask[i] ? 1 : 0;
      }
      String path = MaskOutline.path(width, height, (y, x) -> mask[y * width + x]);
      assertThat(area(path)).as("seed %d: %s", seed, path).isEqualTo(area);
    }
  }

  private static int area(String path) {
    int area = 0;
    for (String ring : path.split("z", -1)) {
      Matcher parts = Pattern.compile("M(\\d+) (\\d+)|([hv])(-?\\d+)").matcher(ring);
      int x = 0;
      int y = 0;
      while (parts.find()) {
        if (parts.group(1) != null) {
          x = Integer.parseInt(parts.group(1));
          y = Integer.parseInt(parts.group(2));
        } else if (parts.group(3).equals("h")) {
          int step = Integer.parseInt(parts.group(4));
          area -= step * y;
          x += step;
        } else {
          y += Integer.parseInt(parts.group(4));
        }
      }
    }
    return area;
  }
}
