package io.yoso4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The colours of the style sheet, in both schemes: contrast, and distance without colour vision.
 */
final class ColoursTest {
  private static final Pattern VARIABLE = Pattern.compile("--([a-z0-9-]+): #([0-9a-f]{6});");
  private static final double TEXT_CONTRAST = 4.5;
  private static final double LINE_CONTRAST = 3;

  /** In Oklab, where 0.02 is about what is just seen side by side. */
  private static final double APART = 0.1;

  /** Machado, Oliveira, Fernandes 2009, severity 1, on linear sRGB. */
  private static final Map<String, double[][]> VISION =
      Map.of(
          "normal",
          new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
          "protanopia",
          new double[][] {
            {0.152286, 1.052583, -0.204868},
            {0.114503, 0.786281, 0.099216},
            {-0.003882, -0.048116, 1.051998}
          },
          "deuteranopia",
          new double[][] {
            {0.367322, 0.860646, -0.227968},
            {0.280085, 0.672501, 0.047413},
            {-0.011820, 0.042940, 0.968881}
          },
          "tritanopia",
          new double[][] {
            {1.255528, -0.076749, -0.178779},
            {-0.078411, 0.930809, 0.147602},
            {0.004733, 0.691367, 0.303900}
          });

  private static Map<String, double[]> colours(String scheme) {
    String[] schemes = Template.Resources.text("tokens.css").split("@media", 2);
    Map<String, double[]> colours = new LinkedHashMap<>();
    Matcher variables = VARIABLE.matcher(scheme.equals("light") ? schemes[0] : schemes[1]);
    while (variables.find()) {
      int rgb = Integer.parseInt(variables.group(2), 16);
      colours.put(
          variables.group(1),
          new double[] {linear(rgb >> 16), linear(rgb >> 8 & 0xff), linear(rgb & 0xff)});
    }
    return colours;
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }

  private static double contrast(double[] a, double[] b) {
    double first = luminance(a) + 0.05;
    double second = luminance(b) + 0.05;
    return Math.max(first, second) / Math.min(first, second);
  }

  private static double luminance(double[] rgb) {
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  private static double distance(double[] a, double[] b) {
    double[] first = oklab(a);
    double[] second = oklab(b);
    return Math.hypot(Math.hypot(first[0] - second[0], first[1] - second[1]), first[2] - second[2]);
  }

  private static double[] oklab(double[] rgb) {
    double[] cones =
        times(
            new double[][] {
              {0.4122214708, 0.5363325363, 0.0514459929},
              {0.2119034982, 0.6806995451, 0.1073969566},
              {0.0883024619, 0.2817188376, 0.6299787005}
            },
            rgb);
    for (int i = 0; i < 3; i++) {
      cones[i] = Math.cbrt(cones[i]);
    }
    return times(
        new double[][] {
          {0.2104542553, 0.7936177850, -0.0040720468},
          {1.9779984951, -2.4285922050, 0.4505937099},
          {0.0259040371, 0.7827717662, -0.8086757660}
        },
        cones);
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        product[i] += matrix[i][j] * vector[j];
      }
    }
    return product;
  }

  private static double[] seen(double[][] vision, double[] rgb) {
    double[] seen = times(vision, rgb);
    for (int i = 0; i < 3; i++) {
      seen[i] = Math.clamp(seen[i], 0, 1);
    }
    return seen;
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void linesStayApartForEveryVision(String scheme) {
    Map<String, double[]> colours = colours(scheme);
    VISION.forEach((vision, matrix) -> {
      for (int i = 0; i < Marker.STYLES; i++) {
        for (int j = 0; j < i; j++) {
          assertThat(
                  distance(seen(matrix, colours.get("c" + i)), seen(matrix, colours.get("c" + j))))
              .as("%s: c%d and c%d with %s", scheme, i, j, vision)
              .isGreaterThan(APART);
        }
      }
      assertThat(distance(seen(matrix, colours.get("good")), seen(matrix, colours.get("bad"))))
          .as("%s: good and bad with %s", scheme, vision)
          .isGreaterThan(APART);
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void everythingIsReadable(String scheme) {
    Map<String, double[]> colours = colours(scheme);
    for (String ground : new String[] {"ground", "card"}) {
      for (String text : new String[] {"ink", "soft", "accent", "good", "bad"}) {
        assertThat(contrast(colours.get(text), colours.get(ground)))
            .as("%s: %s on %s", scheme, text, ground)
            .isGreaterThan(TEXT_CONTRAST);
      }
    }
    for (int i = 0; i < Marker.STYLES; i++) {
      assertThat(contrast(colours.get("c" + i), colours.get("card")))
          .as("%s: c%d on card", scheme, i)
          .isGreaterThan(LINE_CONTRAST);
    }
  }
}
