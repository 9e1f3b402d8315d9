package io.yoso4j.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which class was found where which class is annotated, at IoU 0.5 and from a score on. Row and
 * column {@link #background()} stand for nothing: a row of wrong detections, a column of missed
 * objects. Immutable.
 *
 * <p>First detections are matched to objects of their own category as for AP, so the diagonal holds
 * the detections that are right there. What is left is matched across categories: from the highest
 * score on, each detection takes the free object with the highest IoU of at least 0.5. Crowds are
 * never missed, and detections matched to them are left out.
 */
public final class ConfusionMatrix {
  private final int categories;
  private final TreeMap<Long, Long> counts;

  /**
   * @param counts by {@code truth * (categories + 1) + predicted}
   */
  ConfusionMatrix(int categories, Map<Long, Long> counts) {
    this.categories = categories;
    this.counts = new TreeMap<>(counts);
  }

  /** The number of categories, and the index of the background. */
  public int background() {
    return categories;
  }

  /**
   * How often it happened.
   *
   * @param truth index of the annotated category; {@link #background()} for wrong detections
   * @param predicted index of the found category; {@link #background()} for missed objects
   */
  public long count(int truth, int predicted) {
    return counts.getOrDefault((long) truth * (categories + 1) + predicted, 0L);
  }

  /**
   * A place of the matrix.
   *
   * @param count at least 1
   */
  public record Cell(int truth, int predicted, long count) {}

  /** The places that are not 0, row by row. */
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>(counts.size());
    counts.forEach((key, count) ->
        cells.add(new Cell((int) (key / (categories + 1)), (int) (key % (categories + 1)), count)));
    return cells;
  }

  /** The objects of a category, crowds left out; of the background, the wrong detections. */
  public long total(int truth) {
    long row = (long) truth * (categories + 1);
    return counts.subMap(row, row + categories + 1).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
