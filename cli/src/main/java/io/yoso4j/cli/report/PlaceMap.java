package io.yoso4j.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Where objects lie in their images, as a map in inline SVG. */
final class PlaceMap {

  private static final Template TEMPLATE = Template.load("places.html");

  /** Cells fainter than this share of the darkest one are not drawn. */
  private static final double FAINTEST = 0.004;

  private final double[][] places;
  private final double most;

  /**
   * @param places {@code [n, n]}: how often an object covers this place, from 0 to 1
   */
  PlaceMap(double[][] places) {
    this.places = places;
    most = Arrays.stream(places).flatMapToDouble(Arrays::stream).max().orElse(0);
  }

  Html render() {
    List<Map<String, ?>> cells = new ArrayList<>();
    for (int y = 0; y < places.length; y++) {
      for (int x = 0; x < places[y].length; x++) {
        double value = places[y][x];
        if (value > FAINTEST * most) {
          cells.add(
              Map.of(
                  "x",
                  x,
                  "y",
                  y,
                  "opacity",
                  Amount.fixed(value / most, 2),
                  "tip",
                  Amount.fixed(100 * value, 1) + "%"));
        }
      }
    }
    return TEMPLATE.render(
        Map.of(
            "note",
            "All images stretched to one square. The darkest place is covered by %s%% of the objects."
                .formatted(Amount.fixed(100 * most, 1)),
            "side",
            places.length,
            "cells",
            cells));
  }
}
