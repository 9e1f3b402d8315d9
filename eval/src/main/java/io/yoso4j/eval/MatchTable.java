package io.yoso4j.eval;

/**
 * What matching found: for each area range and slot of {@link Cells}, a bit for each IoU threshold.
 * Cells may be filled concurrently.
 */
final class MatchTable {
  /** So many thresholds fit the bits of an int. */
  static final int MAX_THRESHOLDS = 32;

  private final int[][] matched;
  private final int[][] ignored;
  private final int[][] required;

  MatchTable(int areas, Cells cells) {
    matched = new int[areas][cells.slots()];
    ignored = new int[areas][cells.slots()];
    required = new int[areas][cells.size()];
  }

  /** By slot: the thresholds at which a detection took an object. */
  int[] matched(int area) {
    return matched[area];
  }

  /** By slot: the thresholds at which a detection counts as neither right nor wrong. */
  int[] ignored(int area) {
    return ignored[area];
  }

  /** By cell: the objects that have to be found. */
  int[] required(int area) {
    return required[area];
  }

  /** The objects to be found of the cells {@code [from, to)}. */
  int required(int area, int from, int to) {
    int sum = 0;
    for (int cell = from; cell < to; cell++) {
      sum += required[area][cell];
    }
    return sum;
  }
}
