package io.yoso4j.cli.report;

import io.yoso4j.data.image.GreyPng;
import io.yoso4j.train.explain.ValueMap;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * A map of numbers as a picture: brighter is more, at every step. The page colours the greys and
 * reads the numbers back from them.
 *
 * @param png as a data URI
 * @param width cells
 * @param height cells
 * @param scale how greys become numbers
 * @param limit the number that full brightness stands for
 */
record MapPicture(String png, int width, int height, Scale scale, double limit) {

  /** From numbers to greys 0 to 255. */
  enum Scale {
    /**
     * From minus to plus the limit, finer near 0, which is the middle grey: greys go with the
     * square root.
     */
    SIGNED_ROOT,
    /** From 0 to the limit, finer near 0. */
    ROOT,
    /** As ROOT, but grey 0 means that there is no number. */
    SPARSE_ROOT
  }

  /**
   * @param limit the greatest absolute value that is told apart
   */
  static MapPicture of(ValueMap map, Scale scale, double limit) {
    int[] greys = new int[map.values().length];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = grey(map.values()[i], scale, limit);
    }
    return new MapPicture(
        "data:image/png;base64,"
            + Base64.getEncoder().encodeToString(GreyPng.encode(map.width(), map.height(), greys)),
        map.width(),
        map.height(),
        scale,
        limit);
  }

  private static int grey(double value, Scale scale, double limit) {
    double share = limit > 0 && Double.isFinite(value) ? Math.clamp(value / limit, -1, 1) : 0;
    return switch (scale) {
      case SIGNED_ROOT ->
          (int) Math.round(127.5 + 127.5 * Math.signum(share) * Math.sqrt(Math.abs(share)));
      case ROOT -> (int) Math.round(255 * Math.sqrt(Math.max(0, share)));
      case SPARSE_ROOT ->
          Double.isNaN(value) ? 0 : 1 + (int) Math.round(254 * Math.sqrt(Math.max(0, share)));
    };
  }

  private String low() {
    return switch (scale) {
      case SIGNED_ROOT -> "−" + number(limit);
      case ROOT, SPARSE_ROOT -> "0";
    };
  }

  static String number(double value) {
    if (value != 0 && Math.abs(value) < 0.001) {
      return String.format(Locale.ROOT, "%.1e", value).replace("e-0", "e-");
    }
    return String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.3f" : "%.2f", value);
  }

  Map<String, ?> scope() {
    return Map.of(
        "png", png,
        "width", width,
        "height", height,
        "scale", scale.name().toLowerCase(Locale.ROOT),
        "limit", Double.toString(limit),
        "low", low(),
        "high", number(limit));
  }
}
