package io.yoso4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RgbImageTest {

  @Test
  void refusesArraysThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RgbImage.of(2, 2, new byte[11]))
        .withMessage("rgb must hold 12 bytes for 2x2 pixels, got 11");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RgbImage.filled(0, 2, 0))
        .withMessageContaining("got 0x2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RgbImage.filled(50_000, 50_000, 0))
        .withMessageContaining("50000x50000");
  }

  @Test
  void flipsLeftToRight() {
    RgbImage image = numbered(3, 2);
    RgbImage flipped = image.flipHorizontal();
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        assertThat(flipped.color(x, y)).isEqualTo(image.color(2 - x, y));
      }
    }
    assertThat(flipped.flipHorizontal().rgb()).isEqualTo(image.rgb());
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,2,2",
    "-2,-1,8,8",
    "-5,0,3,4",
    "4,0,3,3",
    "3,3,5,5",
    "0,-9,4,4",
    "2147483647,0,2,2",
    "-2147483648,-2147483648,2,2"
  })
  void windowsCropAndPad(int left, int top, int width, int height) {
    RgbImage image = numbered(4, 4);
    RgbImage window = image.window(left, top, width, height, 0x7f8081);
    assertThat(window.width()).isEqualTo(width);
    assertThat(window.height()).isEqualTo(height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        long sx = (long) left + x;
        long sy = (long) top + y;
        boolean inside = sx >= 0 && sx < 4 && sy >= 0 && sy < 4;
        int expected = inside ? image.color((int) sx, (int) sy) : 0x7f8081;
        assertThat(window.color(x, y)).as("(%d, %d)", x, y).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void enlargesByBilinearInterpolationOfPixelCentres(long seed) {
    Random random = new Random(seed);
    int width = 1 + random.nextInt(9);
    int height = 1 + random.nextInt(9);
    RgbImage image = noise(random, width, height);
    int newWidth = width + random.nextInt(20);
    int newHeight = height + random.nextInt(20);
    RgbImage large = image.resizeBilinear(newWidth, newHeight);
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        for (int c = 0; c < 3; c++) {
          double expected =
              bilinear(image, (x + 0.5) * width / newWidth, (y + 0.5) * height / newHeight, c);
          int actual = large.rgb()[(y * newWidth + x) * 3 + c] & 0xff;
          assertThat((double) actual)
              .as("seed %d, (%d, %d, %d)", seed, x, y, c)
              .isCloseTo(expected, org.assertj.core.data.Offset.offset(1.01));
        }
      }
    }
  }

  /** Checksums of what Pillow 12.3.0 makes of the same pixels with BILINEAR. */
  @ParameterizedTest
  @CsvSource({
    "0, 37, 23, 80, 61, 221089413",
    "1, 200, 150, 33, 47, 3820361271",
    "2, 64, 64, 64, 20, 884223307",
    "3, 101, 7, 50, 90, 1197214065"
  })
  void agreesWithPillowToTheLastBit(
      long seed, int width, int height, int newWidth, int newHeight, long checksum) {
    RgbImage image = noise(new Random(seed), width, height);
    CRC32 crc = new CRC32();
    crc.update(image.resizeBilinear(newWidth, newHeight).rgb());
    assertThat(crc.getValue()).isEqualTo(checksum);
  }

  @Test
  void aWindowOfAResizedImageIsThatOfTheWhole() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int width = 1 + random.nextInt(30);
      int height = 1 + random.nextInt(30);
      RgbImage image = noise(random, width, height);
      int newWidth = random.nextInt(4) == 0 ? width : 1 + random.nextInt(60);
      int newHeight = random.nextInt(4) == 0 ? height : 1 + random.nextInt(60);
      int columns = 1 + random.nextInt(newWidth);
      int rows = 1 + random.nextInt(newHeight);
      int left = random.nextInt(newWidth - columns + 1);
      int top = random.nextInt(newHeight - rows + 1);
      RgbImage whole = image.resizeBilinear(newWidth, newHeight);
      assertThat(image.resizeBilinear(newWidth, newHeight, left, top, columns, rows).rgb())
          .as("seed %d", seed)
          .isEqualTo(whole.window(left, top, columns, rows, 0).rgb());
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, 2, 2", "0, 0, 8, 1", "4, 0, 4, 1", "0, 6, 1, 2"})
  void windowsOutsideTheResizedImageAreRefused(int left, int top, int columns, int rows) {
    RgbImage image = RgbImage.filled(3, 3, 0);
    assertThatThrownBy(() -> image.resizeBilinear(7, 7, left, top, columns, rows))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shrinkingKeepsTheMeanAndDoesNotAlias() {
    // One-pixel checks alias to black or white under point sampling; their mean is grey.
    byte[] rgb = new byte[64 * 64 * 3];
    for (int i = 0; i < 64 * 64; i++) {
      byte value = (byte) (((i % 64 + i / 64) & 1) * 255);
      rgb[i * 3] = value;
      rgb[i * 3 + 1] = value;
      rgb[i * 3 + 2] = value;
    }
    RgbImage small = RgbImage.of(64, 64, rgb).resizeBilinear(8, 8);
    for (byte value : small.rgb()) {
      assertThat(value & 0xff).isBetween(124, 131);
    }
  }

  @Test
  void resizingAFlatImageChangesNothing() {
    RgbImage image = RgbImage.filled(37, 11, 0x01fe80);
    assertThat(image.resizeBilinear(5, 90).rgb()).isEqualTo(RgbImage.filled(5, 90, 0x01fe80).rgb());
  }

  private static double bilinear(RgbImage image, double x, double y, int channel) {
    double fx = Math.clamp(x - 0.5, 0, image.width() - 1);
    double fy = Math.clamp(y - 0.5, 0, image.height() - 1);
    int x0 = (int) fx;
    int y0 = (int) fy;
    int x1 = Math.min(x0 + 1, image.width() - 1);
    int y1 = Math.min(y0 + 1, image.height() - 1);
    double top = mix(value(image, x0, y0, channel), value(image, x1, y0, channel), fx - x0);
    double bottom = mix(value(image, x0, y1, channel), value(image, x1, y1, channel), fx - x0);
    return mix(top, bottom, fy - y0);
  }

  private static double mix(double a, double b, double t) {
    return a + (b - a) * t;
  }

  private static int value(RgbImage image, int x, int y, int channel) {
    return image.rgb()[(y * image.width() + x) * 3 + channel] & 0xff;
  }

  static RgbImage numbered(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 7 + 3);
    }
    return RgbImage.of(width, height, rgb);
  }

  static RgbImage noise(Random random, int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    random.nextBytes(rgb);
    return RgbImage.of(width, height, rgb);
  }
}
