package io.yoso4j.eval;

import java.util.Arrays;

/**
 * Finds the index of ids: at once where they lie close together, else by search, which is quick
 * where neighbours ask for the same one, as in result files.
 */
final class ImageIndex {
  /** A table is made if it has at most so many places for each id. */
  private static final int PLACES_PER_ID = 8;

  private static final int NONE = -1;

  private final long[] ids;

  /** By distance from the first id: the index, or {@link #NONE}; empty where ids lie far apart. */
  private final int[] table;

  private int last = 0;

  /**
   * @param ids ascending, each once
   */
  ImageIndex(long[] ids) {
    this.ids = ids;
    // Negative where ids are so far apart that the difference overflows.
    long span = ids.length == 0 ? 0 : ids[ids.length - 1] - ids[0] + 1;
    table = new int[span > 0 && span <= (long) ids.length * PLACES_PER_ID ? (int) span : 0];
    if (table.length > 0) {
      Arrays.fill(table, NONE);
      for (int i = 0; i < ids.length; i++) {
        table[(int) (ids[i] - ids[0])] = i;
      }
    }
  }

  /** The position of an id; negative if there is none. */
  int of(long id) {
    if (table.length > 0) {
      return id < ids[0] || id > ids[ids.length - 1] ? NONE : table[(int) (id - ids[0])];
    }
    if (last < ids.length && ids[last] == id) {
      return last;
    }
    int found = Arrays.binarySearch(ids, id);
    last = Math.max(found, 0);
    return found;
  }
}
