package io.yoso4j.eval;

import java.util.Arrays;

/** Finds the index of ids; quick where neighbours ask for the same one, as in result files. */
final class ImageIndex {
  private final long[] ids;
  private int last = 0;

  /**
   * @param ids ascending, each once
   */
  ImageIndex(long[] ids) {
    this.ids = ids;
  }

  /** The position of an id; negative if there is none. */
  int of(long id) {
    if (last < ids.length && ids[last] == id) {
      return last;
    }
    int found = Arrays.binarySearch(ids, id);
    last = Math.max(found, 0);
    return found;
  }
}
