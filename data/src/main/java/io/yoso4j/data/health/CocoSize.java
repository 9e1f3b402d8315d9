package io.yoso4j.data.health;

import java.util.Arrays;

/** COCO's three sizes of objects, by the square root of the mask's area in pixels. */
public enum CocoSize {
  /** Below 32 pixels. */
  SMALL("small", 0, 32),
  /** From 32 to below 96 pixels. */
  MEDIUM("medium", 32, 96),
  /** From 96 pixels. */
  LARGE("large", 96, Double.POSITIVE_INFINITY);

  private final String word;
  private final double from;
  private final double to;

  CocoSize(String word, double from, double to) {
    this.word = word;
    this.from = from;
    this.to = to;
  }

  /** The usual word for it. */
  public String word() {
    return word;
  }

  /** How many objects of a data set are of this size. */
  public long objects(DatasetStatistics statistics) {
    return Arrays.stream(statistics.sides()).filter(side -> side >= from && side < to).count();
  }
}
