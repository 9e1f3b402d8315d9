package io.yoso4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yoso4j.data.DataException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageFilesTest {

  @TempDir private Path folder;

  @Test
  void pngKeepsEveryPixel() throws IOException {
    RgbImage image = RgbImageTest.noise(new Random(1), 19, 13);
    Path file = folder.resolve("made/on/demand/a.png");
    ImageFiles.writePng(image, file);
    RgbImage back = ImageFiles.read(file);
    assertThat(back.rgb()).isEqualTo(image.rgb());
    assertThat(ImageFiles.readSize(file)).isEqualTo(new ImageSize(19, 13));
    try (var entries = Files.list(file.getParent())) {
      assertThat(entries).as("no temporary file stays").containsExactly(file);
    }
  }

  @Test
  void jpegKeepsColorsRoughly() {
    Path file = folder.resolve("a.jpg");
    ImageFiles.writeJpeg(RgbImage.filled(24, 16, 0xc03040), file, 0.95);
    RgbImage back = ImageFiles.read(file);
    assertThat(back.width()).isEqualTo(24);
    Color color = new Color(back.color(11, 7));
    assertThat(color.getRed()).isBetween(0xbc, 0xc4);
    assertThat(color.getGreen()).isBetween(0x2c, 0x34);
    assertThat(color.getBlue()).isBetween(0x3c, 0x44);
  }

  @ParameterizedTest
  @CsvSource({"png", "bmp", "gif", "jpeg"})
  void formatsAreToldApartByContent(String format) throws IOException {
    BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.BLUE);
    graphics.fillRect(0, 0, 16, 8);
    graphics.dispose();
    Path file = folder.resolve("image.dat");
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    RgbImage back = ImageFiles.read(file);
    assertThat(ImageFiles.readSize(file)).isEqualTo(new ImageSize(16, 8));
    assertThat(new Color(back.color(5, 5)).getBlue()).isGreaterThan(250);
    assertThat(new Color(back.color(5, 5)).getRed()).isLessThan(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64, 128, 200, 255})
  void greyIsNotBrightened(int grey) throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    Arrays.fill(
        ((java.awt.image.DataBufferByte) image.getRaster().getDataBuffer()).getData(), (byte) grey);
    assertThat(saved(image).color(2, 2)).isEqualTo(grey << 16 | grey << 8 | grey);
  }

  @Test
  void sixteenBitSamplesKeepTheirUpperByte() throws IOException {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setSample(0, 0, 0, 0xabcd);
    grey.getRaster().setSample(1, 0, 0, 0x00ff);
    RgbImage back = saved(grey);
    assertThat(back.color(0, 0)).isEqualTo(0xababab);
    assertThat(back.color(1, 0)).isZero();

    ComponentColorModel colors =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = colors.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, new int[] {0x1234, 0x5678, 0x9abc});
    assertThat(saved(new BufferedImage(colors, raster, false, null)).color(0, 0))
        .isEqualTo(0x12569a);
  }

  @Test
  void alphaIsDroppedAndColorsStay() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00112233);
    image.setRGB(1, 0, 0x80aabbcc);
    RgbImage back = saved(image);
    assertThat(back.color(0, 0)).isEqualTo(0x112233);
    assertThat(back.color(1, 0)).isEqualTo(0xaabbcc);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void palettesAreLookedUp(int bits) throws IOException {
    byte[] red = {(byte) 0x11, (byte) 0xaa};
    byte[] green = {(byte) 0x22, (byte) 0xbb};
    byte[] blue = {(byte) 0x33, (byte) 0xcc};
    IndexColorModel palette = new IndexColorModel(bits, 2, red, green, blue);
    WritableRaster raster =
        bits == 8
            ? Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 5, 1, 1, null)
            : Raster.createPackedRaster(DataBuffer.TYPE_BYTE, 5, 1, 1, bits, null);
    raster.setSample(3, 0, 0, 1);
    RgbImage back = saved(new BufferedImage(palette, raster, false, null));
    assertThat(back.color(3, 0)).isEqualTo(0xaabbcc);
    assertThat(back.color(4, 0)).isEqualTo(0x112233);
  }

  @Test
  void inksAreMultipliedOut() {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 1, 1, 4, null);
    raster.setPixel(0, 0, new int[] {255, 128, 0, 255});
    assertThat(RgbPixels.ofCmyk(raster, false, true).color(0, 0)).isEqualTo(0xff8000);
    raster.setPixel(0, 0, new int[] {0, 127, 255, 0});
    assertThat(RgbPixels.ofCmyk(raster, false, false).color(0, 0)).isEqualTo(0xff8000);
    raster.setPixel(0, 0, new int[] {200, 128, 128, 255});
    assertThat(RgbPixels.ofCmyk(raster, true, true).color(0, 0)).isEqualTo(0xc8c8c8);
  }

  /** Written by Pillow, which reads it as (235, 117, 0) too. */
  @Test
  void jpegFilesOfFourInksAreRead() throws IOException {
    Path file = folder.resolve("cmyk.jpg");
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("cmyk.jpg"))) {
      Files.copy(in, file);
    }
    assertThat(ImageFiles.read(file).color(3, 3)).isEqualTo(0xeb7500);
  }

  @Test
  void hugeImagesAreRefusedByTheirHeader() throws IOException {
    Path file = folder.resolve("bomb.png");
    Files.write(file, pngHeader(20_000, 30_000));
    assertRefused(file, "image too large: 20000x30000, limit 100000000 pixels");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ImageFiles.readSize(file))
        .withMessageContaining("image too large");
    Path small = folder.resolve("small.png");
    ImageFiles.writePng(RgbImage.filled(11, 10, 0), small);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ImageFiles.read(small, new ImageLimits(109, 1 << 20)))
        .withMessage(small + ": image too large: 11x10, limit 109 pixels");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ImageFiles.read(small, new ImageLimits(110, 20)))
        .withMessageContaining("limit 20 bytes");
  }

  @Test
  void whatIsNoImageIsNamed() throws IOException {
    Path text = folder.resolve("text.png");
    Files.writeString(text, "hello, world");
    assertRefused(text, "not an image: it does not begin like a PNG, JPEG, GIF or BMP file");
    Path webp = folder.resolve("webp.jpg");
    Files.writeString(webp, "RIFF1234WEBPVP8 ");
    assertRefused(webp, "WebP images are not read; convert it to PNG or JPEG");
    Path empty = Files.createFile(folder.resolve("empty.jpg"));
    assertRefused(empty, "not an image: the file is empty");
    assertRefused(folder.resolve("gone.jpg"), "image cannot be read: no such file");
    assertRefused(folder, "image cannot be read: it is a folder");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ImageFiles.readSize(folder.resolve("gone.jpg")))
        .withMessageContaining("no such file");
  }

  @ParameterizedTest
  @CsvSource({
    "png,0.99",
    "png,0.5",
    "png,0.05",
    "jpeg,0.9",
    "jpeg,0.5",
    "jpeg,0.1",
    "gif,0.9",
    "gif,0.5",
    "bmp,0.9",
    "bmp,0.1"
  })
  void truncatedFilesAreRefused(String format, double share) throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(5);
    for (int i = 0; i < 64 * 64; i++) {
      image.setRGB(i % 64, i / 64, random.nextInt(1 << 24));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    Path file = folder.resolve("cut." + format);
    Files.write(file, Arrays.copyOf(out.toByteArray(), (int) (out.size() * share)));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ImageFiles.read(file))
        .withMessageStartingWith(file + ": ")
        .withMessageMatching("[^\\n]*(truncated|damaged)[^\\n]*");
  }

  @ParameterizedTest
  @CsvSource({"png", "jpeg", "gif", "bmp"})
  void randomDamageGivesAnImageOrAnErrorThatNamesTheFile(String format) throws IOException {
    BufferedImage image = new BufferedImage(32, 24, BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    Path file = folder.resolve("damaged");
    for (int seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      byte[] bytes = out.toByteArray();
      for (int i = 0; i <= random.nextInt(4); i++) {
        bytes[random.nextInt(Math.min(bytes.length, 120))] = (byte) random.nextInt();
      }
      Files.write(file, bytes);
      try {
        assertThat(ImageFiles.read(file, new ImageLimits(1 << 20, 1 << 20)).rgb())
            .as("%s, seed %d", format, seed)
            .isNotEmpty();
      } catch (DataException e) {
        assertThat(e.getMessage()).as("%s, seed %d", format, seed).startsWith(file + ": ");
      }
    }
  }

  @Test
  void jpegFilesOfVeryManyScansAreRefused() throws IOException {
    byte[] usual = progressiveJpeg();
    int lastScan = usual.length - 2;
    while ((usual[lastScan] & 0xff) != 0xff || (usual[lastScan + 1] & 0xff) != 0xda) {
      lastScan--;
    }
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    many.write(usual, 0, usual.length - 2);
    for (int i = 0; i < JpegScans.MAX_SCANS; i++) {
      many.write(usual, lastScan, usual.length - 2 - lastScan);
    }
    many.write(usual, usual.length - 2, 2);
    Path file = folder.resolve("scans.jpg");
    Files.write(file, usual);
    assertThat(ImageFiles.read(file).width()).isEqualTo(40);
    Files.write(file, many.toByteArray());
    assertRefused(file, "JPEG image has more than 64 scans");
  }

  private static byte[] progressiveJpeg() throws IOException {
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    try (ImageOutputStream target = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(target);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"4, JPEG", "5, PNG"})
  void bmpFilesThatHoldAnotherImageAreRefused(int compression, String name) throws IOException {
    ByteBuffer bmp = ByteBuffer.allocate(54).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put((byte) 'B').put((byte) 'M').putInt(54).putInt(0).putInt(54);
    bmp.putInt(40).putInt(8).putInt(8).putShort((short) 1).putShort((short) 24);
    bmp.putInt(compression).putInt(Integer.MAX_VALUE);
    Path file = folder.resolve("holds.bmp");
    Files.write(file, bmp.array());
    assertRefused(file, "BMP images that hold a " + name + " image are not read");
  }

  private void assertRefused(Path file, String reason) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ImageFiles.read(file))
        .withMessage(file + ": " + reason);
  }

  private RgbImage saved(BufferedImage image) throws IOException {
    Path file = folder.resolve("saved.png");
    assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
    return ImageFiles.read(file);
  }

  /** A signature, a header, and an empty data chunk. */
  private static byte[] pngHeader(int width, int height) {
    ByteBuffer out = ByteBuffer.allocate(64);
    out.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    byte[] header =
        ByteBuffer.allocate(17)
            .put("IHDR".getBytes(StandardCharsets.US_ASCII))
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array();
    CRC32 crc = new CRC32();
    crc.update(header);
    out.putInt(13).put(header).putInt((int) crc.getValue());
    byte[] data = "IDAT".getBytes(StandardCharsets.US_ASCII);
    crc.reset();
    crc.update(data);
    out.putInt(0).put(data).putInt((int) crc.getValue());
    return Arrays.copyOf(out.array(), out.position());
  }
}
