package io.yoso4j.eval;

import java.util.Arrays;

/**
 * Objects and detections by category and image. A cell is one category in one image that holds
 * anything; cells are in ascending order of category, then image. Detections of a cell are in
 * descending order of score (equal scores in the order given), cut to the limit, and counted
 * through over all cells as slots.
 */
final class Cells {
  private final int[] truthOrder;
  private final int[] slotDetection;
  private int[] category;
  private int[] image;
  private int[] truthFrom;
  private int[] slotFrom;
  private int size = 0;

  Cells(EvalData data, int maxDetections) {
    ObjectTable truths = data.truths();
    ObjectTable detections = data.detections();
    truthOrder = order(truths, data);
    int[] found = order(detections, data);
    int capacity = Math.min(64, truthOrder.length + found.length) + 1;
    category = new int[capacity];
    image = new int[capacity];
    truthFrom = new int[capacity + 1];
    slotFrom = new int[capacity + 1];
    RankOrder rank = new RankOrder(detections.scores());
    int t = 0;
    int d = 0;
    int slots = 0;
    while (t < truthOrder.length || d < found.length) {
      int first = compare(truths, truthOrder, t, detections, found, d);
      ObjectTable table = first <= 0 ? truths : detections;
      int object = first <= 0 ? truthOrder[t] : found[d];
      int k = table.categories()[object];
      int i = table.images()[object];
      grow();
      category[size] = k;
      image[size] = i;
      t = end(truths, truthOrder, t, k, i);
      int from = d;
      d = end(detections, found, d, k, i);
      rank.sort(found, from, d);
      int kept = Math.min(maxDetections, d - from);
      // Slots never overtake what is still to be read.
      System.arraycopy(found, from, found, slots, kept);
      slots += kept;
      size++;
      truthFrom[size] = t;
      slotFrom[size] = slots;
    }
    slotDetection = slots == found.length ? found : Arrays.copyOf(found, slots);
  }

  /** The number of cells. */
  int size() {
    return size;
  }

  int category(int cell) {
    return category[cell];
  }

  int image(int cell) {
    return image[cell];
  }

  /** The number of objects of a cell. */
  int truths(int cell) {
    return truthFrom[cell + 1] - truthFrom[cell];
  }

  /** One of a cell's objects, which are in the order given. */
  int truth(int cell, int position) {
    return truthOrder[truthFrom[cell] + position];
  }

  /** The first slot of a cell; that of {@code size()} is the number of slots. */
  int slotFrom(int cell) {
    return slotFrom[cell];
  }

  /** The number of slots. */
  int slots() {
    return slotDetection.length;
  }

  /** The detection in a slot. */
  int detection(int slot) {
    return slotDetection[slot];
  }

  /** The first cell of a category or a later one. */
  int firstOf(int wanted) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (category[middle] < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Indices by category, then image, then the order given: two counting sorts. */
  private static int[] order(ObjectTable table, EvalData data) {
    int[] order = new int[table.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    order = countingSort(order, table.images(), data.imageIds().length);
    return countingSort(order, table.categories(), data.categories());
  }

  private static int[] countingSort(int[] order, int[] keys, int bound) {
    int[] next = new int[bound + 1];
    for (int object : order) {
      next[keys[object] + 1]++;
    }
    for (int key = 0; key < bound; key++) {
      next[key + 1] += next[key];
    }
    int[] sorted = new int[order.length];
    for (int object : order) {
      sorted[next[keys[object]]++] = object;
    }
    return sorted;
  }

  private static int compare(
      ObjectTable truths, int[] truthOrder, int t, ObjectTable detections, int[] found, int d) {
    if (t == truthOrder.length) {
      return 1;
    }
    if (d == found.length) {
      return -1;
    }
    int byCategory =
        Integer.compare(truths.categories()[truthOrder[t]], detections.categories()[found[d]]);
    return byCategory != 0
        ? byCategory
        : Integer.compare(truths.images()[truthOrder[t]], detections.images()[found[d]]);
  }

  private static int end(ObjectTable table, int[] order, int from, int category, int image) {
    int to = from;
    while (to < order.length
        && table.categories()[order[to]] == category
        && table.images()[order[to]] == image) {
      to++;
    }
    return to;
  }

  private void grow() {
    if (size == category.length) {
      int capacity = size + (size >> 1) + 1;
      category = Arrays.copyOf(category, capacity);
      image = Arrays.copyOf(image, capacity);
      truthFrom = Arrays.copyOf(truthFrom, capacity + 1);
      slotFrom = Arrays.copyOf(slotFrom, capacity + 1);
    }
  }
}
