package io.yoso4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yoso4j.data.DataException;
import io.yoso4j.data.SharedFolder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class IdImageTest {

  private static final String SAMPLE = "data/panoptic_sample/sample_data/";

  @TempDir private Path folder;

  @Test
  void idIsRedThenGreenThenBlue() {
    RgbImage pixels = RgbImage.of(2, 2, new byte[] {7, 0, 0, 0, 1, 0, 0, 0, 1, -1, -1, -1});
    Path file = folder.resolve("ids.png");
    ImageFiles.writePng(pixels, file);

    IdImage ids = IdImage.read(file, ImageLimits.DEFAULT);

    assertThat(new int[] {ids.width(), ids.height(), ids.size()}).containsExactly(2, 2, 4);
    assertThat(new int[] {ids.id(0), ids.id(1), ids.id(2), ids.id(3)})
        .containsExactly(7, 256, 65536, 0xffffff);
  }

  @ParameterizedTest
  @CsvSource({
    "000000142238, 18",
    "000000439180, 32",
  })
  void segmentsOfTheCocoSampleHaveTheirAreas(String name, int segments) {
    JsonNode json =
        JsonMapper.shared()
            .readTree(SharedFolder.require(SAMPLE + "panoptic_examples.json").toFile());
    IdImage ids =
        IdImage.read(
            SharedFolder.require(SAMPLE + "panoptic_examples/" + name + ".png"),
            ImageLimits.DEFAULT);
    Map<Integer, Integer> pixels = new TreeMap<>();
    for (int i = 0; i < ids.size(); i++) {
      pixels.merge(ids.id(i), 1, Integer::sum);
    }

    Map<Integer, Integer> areas = new TreeMap<>();
    for (JsonNode annotation : json.get("annotations")) {
      if (annotation.get("file_name").asString().startsWith(name)) {
        for (JsonNode segment : annotation.get("segments_info")) {
          areas.put(segment.get("id").asInt(), segment.get("area").asInt());
        }
      }
    }
    pixels.remove(0);
    assertThat(areas).hasSize(segments).isEqualTo(pixels);
  }

  @Test
  void alphaIsPassedOver() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00030201);
    IdImage ids = IdImage.read(written(image, "png"), ImageLimits.DEFAULT);
    assertThat(ids.id(0)).isEqualTo(3 + 256 * 2 + 65536);
  }

  @ParameterizedTest
  @CsvSource({
    BufferedImage.TYPE_BYTE_GRAY + ", png, 8-bit grey",
    BufferedImage.TYPE_USHORT_GRAY + ", png, 16-bit grey",
    BufferedImage.TYPE_BYTE_INDEXED + ", png, a palette",
    BufferedImage.TYPE_BYTE_BINARY + ", png, 1-bit grey",
    BufferedImage.TYPE_INT_RGB + ", jpeg, must be a PNG image",
    BufferedImage.TYPE_INT_RGB + ", bmp, must be a PNG image",
  })
  void imagesThatHoldOtherNumbersAreRefused(int type, String format, String message)
      throws IOException {
    Path file = written(new BufferedImage(4, 4, type), format);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> IdImage.read(file, ImageLimits.DEFAULT))
        .withMessageContaining(file.toString())
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 20, 33, 60})
  void truncatedFilesAreRefused(int bytes) throws IOException {
    Path file = folder.resolve("cut.png");
    ImageFiles.writePng(RgbImage.filled(30, 20, 0x123456), file);
    byte[] whole = Files.readAllBytes(file);
    assertThat(whole.length).isGreaterThan(bytes);
    Files.write(file, Arrays.copyOf(whole, bytes));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> IdImage.read(file, ImageLimits.DEFAULT))
        .withMessageContaining(file.toString());
  }

  @Test
  void limitsAndMissingFilesAreErrorsThatNameTheFile() {
    Path file = folder.resolve("large.png");
    ImageFiles.writePng(RgbImage.filled(30, 20, 0), file);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> IdImage.read(file, new ImageLimits(599, 1 << 20)))
        .withMessageContaining(file + ": image too large: 30x20, limit 599 pixels");
    Path missing = folder.resolve("none.png");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> IdImage.read(missing, ImageLimits.DEFAULT))
        .withMessageContaining(missing + ": image cannot be read: no such file");
  }

  private Path written(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("image." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }
}
