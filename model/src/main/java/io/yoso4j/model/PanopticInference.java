package io.yoso4j.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * From class probabilities and mask logits to segments, as upstream's panoptic inference: every
 * pixel goes to the query with the largest product of class and mask probability, and stays there
 * if the mask itself covers it. Masks pass one by one.
 */
final class PanopticInference {
  private final PanopticOptions options;
  private final int height;
  private final int width;

  PanopticInference(PanopticOptions options, int height, int width) {
    this.options = options;
    this.height = height;
    this.width = width;
  }

  private record Kept(int query, int category, float score) {}

  /**
   * Divides an image.
   *
   * @param probabilities {@code [Q, C + 1]}, last column "no object"
   * @param planes the mask logits of a query at full size, {@code [H, W]}
   */
  PanopticResult divide(
      float[] probabilities, int queries, int classes, IntFunction<float[]> planes) {
    List<Kept> kept = kept(probabilities, queries, classes);
    int pixels = Math.multiplyExact(height, width);
    int[] owner = new int[pixels];
    boolean[] inside = new boolean[pixels];
    float[] best = new float[pixels];
    Arrays.fill(best, -1);
    int[] full = new int[kept.size()];
    for (int k = 0; k < kept.size(); k++) {
      float[] logits = planes.apply(kept.get(k).query());
      float score = kept.get(k).score();
      for (int i = 0; i < pixels; i++) {
        float probability = (float) (1 / (1 + Math.exp(-logits[i])));
        boolean covered = probability >= 0.5f;
        full[k] += covered ? 1 : 0;
        float value = score * probability;
        if (value > best[i]) {
          best[i] = value;
          owner[i] = k;
          inside[i] = covered;
        }
      }
    }
    int[] won = new int[kept.size()];
    int[] visible = new int[kept.size()];
    if (!kept.isEmpty()) {
      for (int i = 0; i < pixels; i++) {
        won[owner[i]]++;
        visible[owner[i]] += inside[i] ? 1 : 0;
      }
    }
    return paint(kept, owner, inside, full, won, visible);
  }

  /** Queries that see an object, in order. */
  private List<Kept> kept(float[] probabilities, int queries, int classes) {
    List<Kept> kept = new ArrayList<>();
    for (int query = 0; query < queries; query++) {
      int row = query * (classes + 1);
      int best = 0;
      for (int category = 1; category <= classes; category++) {
        if (probabilities[row + category] > probabilities[row + best]) {
          best = category;
        }
      }
      float score = probabilities[row + best];
      if (best < classes && score > (float) options.objectThreshold()) {
        kept.add(new Kept(query, best, score));
      }
    }
    return kept;
  }

  private PanopticResult paint(
      List<Kept> kept, int[] owner, boolean[] inside, int[] full, int[] won, int[] visible) {
    int[] ids = new int[kept.size()];
    Map<Integer, Integer> stuff = new HashMap<>();
    List<PanopticResult.Segment> segments = new ArrayList<>();
    for (int k = 0; k < kept.size(); k++) {
      // A mask without a visible pixel takes no id, whatever the threshold.
      if (visible[k] == 0 || (double) won[k] / full[k] < options.overlapThreshold()) {
        continue;
      }
      int category = kept.get(k).category();
      boolean thing = options.things().contains(category);
      Integer merged = thing ? null : stuff.get(category);
      if (merged != null) {
        ids[k] = merged;
        PanopticResult.Segment first = segments.get(merged - 1);
        segments.set(merged - 1, grown(first, visible[k]));
        continue;
      }
      ids[k] = segments.size() + 1;
      if (!thing) {
        stuff.put(category, ids[k]);
      }
      segments.add(
          new PanopticResult.Segment(ids[k], category, thing, kept.get(k).score(), visible[k]));
    }
    int[] map = new int[owner.length];
    for (int i = 0; i < map.length && !kept.isEmpty(); i++) {
      map[i] = inside[i] ? ids[owner[i]] : 0;
    }
    return new PanopticResult(height, width, map, segments);
  }

  private static PanopticResult.Segment grown(PanopticResult.Segment segment, int area) {
    return new PanopticResult.Segment(
        segment.id(), segment.category(), segment.thing(), segment.score(), segment.area() + area);
  }
}
