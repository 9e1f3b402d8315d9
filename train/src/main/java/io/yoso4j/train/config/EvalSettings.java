package io.yoso4j.train.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code eval}: evaluation during and after training.
 *
 * @param every steps between evaluations; 0 evaluates only at the end
 * @param patience evaluations without a rise of the mask AP after which the training ends; 0 never
 *     ends it early
 * @param minDelta what the mask AP must gain to count as a rise
 * @param maxDetections detections kept per image
 * @param scoreThreshold detections below this score are left out
 * @param inputSize longer side of the image given to the network, pixels; a multiple of 32 unless
 *     {@code shortestSide} is set
 * @param shortestSide shorter side of the image given to the network, pixels, unless the longer one
 *     would exceed {@code inputSize}; null to scale by the longer side alone
 * @param tileSize side of the square tiles that the scaled image is cut into, pixels, a multiple of
 *     32; each goes through the network on its own, as the crops of training did. Null for whole
 *     images
 * @param tileOverlap share of its side that a tile has in common with its neighbour at least, 0 to
 *     0.9; objects up to this size are whole in some tile
 * @param tileWhole whether the whole image goes through the network besides its tiles, scaled to
 *     one of them: for objects larger than tiles. Without {@code tileSize} of no effect
 */
public record EvalSettings(
    int every,
    int patience,
    double minDelta,
    int maxDetections,
    double scoreThreshold,
    int inputSize,
    @Nullable Integer shortestSide,
    @Nullable Integer tileSize,
    double tileOverlap,
    boolean tileWhole) {
  /** Checks every value. */
  public EvalSettings {
    Check.within("eval.every", every, 0, 1_000_000_000);
    Check.within("eval.patience", patience, 0, 1_000_000);
    Check.within("eval.min_delta", minDelta, 0, 1);
    if (patience > 0 && every == 0) {
      throw new ConfigException(
          List.of("eval.patience", "eval.every"),
          "eval.patience is %d, but eval.every is 0: it must be above 0".formatted(patience));
    }
    Check.within("eval.max_detections", maxDetections, 1, 10_000);
    Check.within("eval.score_threshold", scoreThreshold, 0, 1);
    Check.within("eval.input_size", inputSize, 32, 8192);
    if (shortestSide != null) {
      Check.within("eval.shortest_side", shortestSide, 1, inputSize);
    } else if (inputSize % 32 != 0) {
      throw Check.outside(
          "eval.input_size", Integer.toString(inputSize), "32, 64, 96, ... (multiples of 32)");
    }
    if (tileSize != null) {
      Check.within("eval.tile_size", tileSize, 32, 8192);
      if (tileSize % 32 != 0) {
        throw Check.outside(
            "eval.tile_size", Integer.toString(tileSize), "32, 64, 96, ... (multiples of 32)");
      }
    }
    Check.within("eval.tile_overlap", tileOverlap, 0, 0.9);
  }
}
