package io.yoso4j.eval;

import io.yoso4j.data.DataException;
import io.yoso4j.data.image.IdImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many pixels every annotated segment shares with every predicted one in an image. Segments are
 * positions in {@link PanopticIds}; memory grows with the pairs that meet, which are limited.
 */
final class PanopticOverlaps {
  /** Photographs have some hundred; noise made to fill memory has one per pixel. */
  private static final int MOST_PAIRS = 1_000_000;

  private final Map<Long, long[]> shared = new HashMap<>();
  private final long[] truthPixels;
  private final long[] predictedPixels;

  /** Pixels that an annotated and a predicted segment share. */
  record Overlap(int truth, int predicted, long pixels) {}

  /**
   * Counts the pixels of two images of the same size.
   *
   * @throws DataException if more than a million pairs of segments meet
   */
  PanopticOverlaps(
      IdImage truth, PanopticIds truthIds, IdImage predicted, PanopticIds predictedIds) {
    truthPixels = new long[truthIds.places()];
    predictedPixels = new long[predictedIds.places()];
    int pixels = truth.size();
    int from = 0;
    for (int i = 1; i <= pixels; i++) {
      if (i == pixels || truth.id(i) != truth.id(from) || predicted.id(i) != predicted.id(from)) {
        add(truthIds.place(truth.id(from)), predictedIds.place(predicted.id(from)), i - from);
        from = i;
      }
    }
  }

  private void add(int truth, int predicted, int pixels) {
    truthPixels[truth] += pixels;
    predictedPixels[predicted] += pixels;
    shared.computeIfAbsent(key(truth, predicted), _ -> new long[1])[0] += pixels;
    if (shared.size() > MOST_PAIRS) {
      throw new DataException(
          "more than %d pairs of annotated and predicted segments meet".formatted(MOST_PAIRS));
    }
  }

  long truthPixels(int truth) {
    return truthPixels[truth];
  }

  long predictedPixels(int predicted) {
    return predictedPixels[predicted];
  }

  long shared(int truth, int predicted) {
    long[] pixels = shared.get(key(truth, predicted));
    return pixels == null ? 0 : pixels[0];
  }

  /** The pairs that meet, by annotated, then predicted segment. */
  List<Overlap> pairs() {
    long[] keys = shared.keySet().stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(keys);
    List<Overlap> pairs = new ArrayList<>(keys.length);
    for (long key : keys) {
      int truth = (int) (key / predictedPixels.length);
      int predicted = (int) (key % predictedPixels.length);
      pairs.add(new Overlap(truth, predicted, shared(truth, predicted)));
    }
    return pairs;
  }

  private long key(int truth, int predicted) {
    return (long) truth * predictedPixels.length + predicted;
  }
}
