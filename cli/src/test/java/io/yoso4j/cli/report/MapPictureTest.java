package io.yoso4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.cli.report.MapPicture.Scale;
import io.yoso4j.train.explain.ValueMap;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MapPictureTest {
  private static final double LIMIT = 8;

  private static int[] greys(Scale scale, float... values) throws IOException {
    MapPicture picture = MapPicture.of(new ValueMap(values.length, 1, values), scale, LIMIT);
    byte[] png = Base64.getDecoder().decode(picture.png().replace("data:image/png;base64,", ""));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    return image.getRaster().getPixels(0, 0, values.length, 1, (int[]) null);
  }

  /** The inverse that the page's script uses. */
  private static double value(Scale scale, int grey) {
    double signed = grey / 127.5 - 1;
    return switch (scale) {
      case SIGNED_ROOT -> Math.signum(signed) * signed * signed * LIMIT;
      case ROOT -> Math.pow(grey / 255.0, 2) * LIMIT;
      case SPARSE_ROOT -> Math.pow((grey - 1) / 254.0, 2) * LIMIT;
    };
  }

  @ParameterizedTest
  @EnumSource(Scale.class)
  void brighterIsMoreAndTheNumbersCanBeReadBack(Scale scale) throws IOException {
    float[] values = {0, 0.1f, 0.5f, 1, 3, 7.9f, 8};
    int[] greys = greys(scale, values);
    for (int i = 0; i < values.length; i++) {
      assertThat(value(scale, greys[i])).isCloseTo(values[i], within(0.09));
      assertThat(i == 0 || greys[i] > greys[i - 1]).isTrue();
    }
  }

  @Test
  void negativeIsDarkerThanNothing() throws IOException {
    int[] greys = greys(Scale.SIGNED_ROOT, -8, -1, 0, 1);
    assertThat(greys[0]).isZero();
    assertThat(greys).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void noNumberIsToldFromNone() throws IOException {
    assertThat(greys(Scale.SPARSE_ROOT, Float.NaN, 0, 100)).containsExactly(0, 1, 255);
    assertThat(greys(Scale.SIGNED_ROOT, Float.NaN, Float.POSITIVE_INFINITY))
        .containsExactly(128, 128);
  }
}
