package io.yoso4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExifOrientationTest {

  private static final int RED = 0;
  private static final int GREEN = 1;
  private static final int BLUE = 2;
  private static final int WHITE = 3;
  private static final int[] COLORS = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff};

  @TempDir private Path folder;

  /**
   * The stored image is 32 wide and 16 high with four coloured quarters: red, green above blue,
   * white. The EXIF standard says what the first stored row and column stand for: (1) top, left (2)
   * top, right (3) bottom, right (4) bottom, left (5) left, top (6) right, top (7) right, bottom
   * (8) left, bottom.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, 2, 3",
    "2, 1, 0, 3, 2",
    "3, 3, 2, 1, 0",
    "4, 2, 3, 0, 1",
    "5, 0, 2, 1, 3",
    "6, 2, 0, 3, 1",
    "7, 3, 1, 2, 0",
    "8, 1, 3, 0, 2",
    "0, 0, 1, 2, 3",
    "9, 0, 1, 2, 3"
  })
  void pixelsStandUpright(int code, int topLeft, int topRight, int bottomLeft, int bottomRight)
      throws IOException {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      Path file = folder.resolve("o" + code + ".jpg");
      Files.write(file, withSegment(0xe1, exif(order, code)));
      RgbImage image = ImageFiles.read(file);
      boolean swapped = code >= 5 && code <= 8;
      assertThat(image.width()).isEqualTo(swapped ? 16 : 32);
      assertThat(image.height()).isEqualTo(swapped ? 32 : 16);
      assertThat(ImageFiles.readSize(file)).isEqualTo(new ImageSize(image.width(), image.height()));
      int right = image.width() * 3 / 4;
      int bottom = image.height() * 3 / 4;
      int left = image.width() / 4;
      int top = image.height() / 4;
      assertThat(
              new int[] {
                quarter(image, left, top),
                quarter(image, right, top),
                quarter(image, left, bottom),
                quarter(image, right, bottom)
              })
          .as("code %d, %s", code, order)
          .containsExactly(topLeft, topRight, bottomLeft, bottomRight);
    }
  }

  @Test
  void everyOrientationIsAPermutationOfPixels() {
    RgbImage image = RgbImageTest.numbered(5, 3);
    for (Orientation orientation : Orientation.values()) {
      int[] expected = sortedColors(image);
      assertThat(sortedColors(image.oriented(orientation)))
          .as("%s", orientation)
          .isEqualTo(expected);
    }
    assertThat(image.oriented(Orientation.ROTATED_90).oriented(Orientation.ROTATED_270).rgb())
        .isEqualTo(image.rgb());
    assertThat(image.oriented(Orientation.ROTATED_90).oriented(Orientation.ROTATED_90).rgb())
        .isEqualTo(image.oriented(Orientation.ROTATED_180).rgb());
  }

  @Test
  void aCopyAsStoredDiffersInTheOrientationAlone() throws IOException {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      Path file = folder.resolve("turned.jpg");
      Path copy = folder.resolve("copy.jpg");
      Files.write(file, withSegment(0xe1, exif(order, 6)));
      assertThat(ImageFiles.readExifOrientation(file)).isEqualTo(6);
      ImageFiles.copyAsStored(file, copy);
      assertThat(Files.readAllBytes(copy)).isEqualTo(withSegment(0xe1, exif(order, 1)));
      assertThat(ImageFiles.readSize(copy)).isEqualTo(new ImageSize(32, 16));
    }
  }

  @Test
  void filesWithoutExifAreUprightAndCopiedAsTheyAre() throws IOException {
    Path file = folder.resolve("plain.png");
    ImageFiles.writePng(RgbImageTest.numbered(5, 3), file);
    assertThat(ImageFiles.readExifOrientation(file)).isEqualTo(1);
    ImageFiles.copyAsStored(file, folder.resolve("copy.png"));
    assertThat(folder.resolve("copy.png")).hasSameBinaryContentAs(file);
  }

  @Test
  void damagedExifMeansUpright() throws IOException {
    Path file = folder.resolve("damaged.jpg");
    byte[] good = exif(ByteOrder.BIG_ENDIAN, 6);
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int i = 0; bytes.length > 0 && i < 3; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Files.write(file, withSegment(0xe1, bytes));
      ImageSize size = ImageFiles.readSize(file);
      assertThat(size.width() * size.height()).as("seed %d", seed).isEqualTo(512);
    }
  }

  private static int quarter(RgbImage image, int x, int y) {
    int best = -1;
    int distance = Integer.MAX_VALUE;
    for (int color : new int[] {RED, GREEN, BLUE, WHITE}) {
      int sum = 0;
      for (int shift = 0; shift <= 16; shift += 8) {
        sum += Math.abs((COLORS[color] >> shift & 0xff) - (image.color(x, y) >> shift & 0xff));
      }
      if (sum < distance) {
        distance = sum;
        best = color;
      }
    }
    return best;
  }

  private static int[] sortedColors(RgbImage image) {
    int[] colors = new int[image.width() * image.height()];
    for (int i = 0; i < colors.length; i++) {
      colors[i] = image.color(i % image.width(), i / image.width());
    }
    Arrays.sort(colors);
    return colors;
  }

  /** A JPEG of four quarters with one more segment right after its start. */
  private static byte[] withSegment(int marker, byte[] payload) throws IOException {
    byte[] rgb = new byte[32 * 16 * 3];
    for (int i = 0; i < 32 * 16; i++) {
      int color = COLORS[(i / 32 < 8 ? 0 : 2) + (i % 32 < 16 ? 0 : 1)];
      rgb[i * 3] = (byte) (color >> 16);
      rgb[i * 3 + 1] = (byte) (color >> 8);
      rgb[i * 3 + 2] = (byte) color;
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    ImageFiles.encodeJpeg(RgbImage.of(32, 16, rgb), 1, plain);
    byte[] jpeg = plain.toByteArray();
    return ByteBuffer.allocate(jpeg.length + payload.length + 4)
        .put(jpeg, 0, 2)
        .putShort((short) (0xff00 | marker))
        .putShort((short) (payload.length + 2))
        .put(payload)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  /** A TIFF structure with another entry before the orientation. */
  private static byte[] exif(ByteOrder order, int code) {
    return ByteBuffer.allocate(6 + 8 + 2 + 24 + 4)
        .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
        .put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII))
        .order(order)
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 2)
        .putShort((short) 0x010f)
        .putShort((short) 2)
        .putInt(2)
        .putInt(0)
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) code)
        .putShort((short) 0)
        .putInt(0)
        .array();
  }
}
