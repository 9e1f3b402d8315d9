package io.yoso4j.eval;

/**
 * The slots of each category from the highest score to the lowest, equal scores in the order of
 * images; and the place of each slot in its own cell.
 */
final class Ranking {
  private final int[][] slots;
  private final int[] place;

  Ranking(EvalData data, Cells cells, int threads) {
    slots = new int[data.categories()][];
    place = new int[cells.slots()];
    double[] scores = new double[cells.slots()];
    for (int cell = 0; cell < cells.size(); cell++) {
      int from = cells.slotFrom(cell);
      for (int slot = from; slot < cells.slotFrom(cell + 1); slot++) {
        place[slot] = slot - from;
        scores[slot] = data.detections().scores()[cells.detection(slot)];
      }
    }
    Indexed.forEach(
        slots.length,
        threads,
        1,
        () -> {
          RankOrder rank = new RankOrder(scores);
          return category -> slots[category] = sorted(cells, category, rank);
        });
  }

  private static int[] sorted(Cells cells, int category, RankOrder rank) {
    int from = cells.slotFrom(cells.firstOf(category));
    int[] order = new int[cells.slotFrom(cells.firstOf(category + 1)) - from];
    for (int i = 0; i < order.length; i++) {
      order[i] = from + i;
    }
    rank.sort(order, 0, order.length);
    return order;
  }

  /** The slots of a category; not to be changed. */
  int[] slots(int category) {
    return slots[category];
  }

  /** The place of a slot in its cell, from 0. */
  int place(int slot) {
    return place[slot];
  }
}
