package io.yoso4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OverlayPainterTest {

  private static final RgbImage GREY = RgbImage.filled(64, 48, 0x808080);

  private static Bitmap square(int left, int top, int side) {
    Bitmap mask = Bitmap.of(48, 64);
    for (int y = top; y < top + side; y++) {
      for (int x = left; x < left + side; x++) {
        mask.set(y, x, true);
      }
    }
    return mask;
  }

  @Test
  void tintsTheInsideOutlinesTheEdgeAndLeavesTheRest() {
    RgbImage painted =
        OverlayPainter.paint(GREY, List.of(new OverlayInstance("", 1, square(20, 20, 12))));

    assertThat(painted.color(20, 20)).as("contour").isEqualTo(Palette.color(1));
    assertThat(painted.color(26, 26)).as("inside").isNotIn(0x808080, Palette.color(1));
    assertThat(painted.color(19, 24)).as("rim").isEqualTo(0x3a3a3a);
    assertThat(painted.color(2, 2)).as("elsewhere").isEqualTo(0x808080);
    assertThat(GREY.color(26, 26)).as("the image given").isEqualTo(0x808080);
  }

  @Test
  void drawsSmallObjectsOverLargeOnes() {
    RgbImage painted =
        OverlayPainter.paint(
            GREY,
            List.of(
                new OverlayInstance("", 0, square(30, 20, 4)),
                new OverlayInstance("", 1, square(20, 10, 30))));

    assertThat(painted.color(30, 20)).isEqualTo(Palette.color(0));
  }

  @Test
  void scalesTheImageAndWritesLabels() {
    RgbImage bare =
        OverlayPainter.paint(GREY, List.of(new OverlayInstance("", 2, square(20, 20, 12))), 4);
    RgbImage labelled =
        OverlayPainter.paint(
            GREY, List.of(new OverlayInstance("cat 0.93", 2, square(20, 20, 12))), 4);

    assertThat(labelled.width()).isEqualTo(256);
    assertThat(labelled.rgb()).isNotEqualTo(bare.rgb());
  }

  @Test
  void refusesMasksOfAnotherSize() {
    assertThatThrownBy(() ->
            OverlayPainter.paint(GREY, List.of(new OverlayInstance("cat", 0, Bitmap.of(10, 20)))))
        .hasMessage("mask of 'cat' is 20x10, the image 64x48 (width x height)");
  }

  @Test
  void coloursOfTheFirstHundredObjectsDiffer() {
    assertThat(IntStream.range(0, 100).map(Palette::color).boxed()).doesNotHaveDuplicates();
  }

  @Test
  void thePixelFontDrawsEachOfItsCharactersDifferently() {
    String characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_%/";
    assertThat(characters.chars().mapToObj(c -> picture((char) c))).doesNotHaveDuplicates();
    assertThat(picture('a')).isEqualTo(picture('A'));
    assertThat(picture('1')).isEqualTo("..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###.");
  }

  private static String picture(char character) {
    char[][] dots = new char[PixelFont.HEIGHT][5];
    for (char[] row : dots) {
      java.util.Arrays.fill(row, '.');
    }
    AtomicInteger count = new AtomicInteger();
    PixelFont.draw(
        String.valueOf(character),
        (column, row) -> {
          dots[row][column] = '#';
          count.incrementAndGet();
        });
    assertThat(count.get()).isPositive();
    return String.join(" ", java.util.Arrays.stream(dots).map(String::new).toList());
  }
}
