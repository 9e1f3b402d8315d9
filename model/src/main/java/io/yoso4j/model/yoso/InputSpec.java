package io.yoso4j.model.yoso;

import java.util.List;

/**
 * What images must be made into for a network.
 *
 * @param pixelMean subtracted per RGB channel, 0 to 255
 * @param pixelStd divides per RGB channel
 * @param sizeDivisibility padded image sides are multiples of this
 */
public record InputSpec(List<Double> pixelMean, List<Double> pixelStd, int sizeDivisibility) {
  public InputSpec {
    pixelMean = List.copyOf(pixelMean);
    pixelStd = List.copyOf(pixelStd);
    if (pixelMean.size() != 3 || pixelStd.size() != 3) {
      throw new IllegalArgumentException(
          "pixelMean " + pixelMean + " and pixelStd " + pixelStd + " must hold three values each");
    }
    Limits.positive("sizeDivisibility", sizeDivisibility);
  }
}
