package io.yoso4j.eval;

import io.yoso4j.data.dataset.PanopticSegment;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The segments of an image by ascending id, each with a place of its own; behind them a place for
 * void and one for ids that are not listed.
 */
final class PanopticIds {
  /** The id of pixels that belong to nothing. */
  private static final long VOID = 0;

  private final List<PanopticSegment> segments;
  private final Map<Long, Integer> places = new HashMap<>();

  PanopticIds(List<PanopticSegment> segments) {
    this.segments =
        segments.stream().sorted(Comparator.comparingLong(PanopticSegment::id)).toList();
    places.put(VOID, segments.size());
    for (int i = 0; i < segments.size(); i++) {
      // A file that lists id 0 makes a segment of void, for panopticapi as well.
      places.put(this.segments.get(i).id(), i);
    }
  }

  int segments() {
    return segments.size();
  }

  PanopticSegment segment(int place) {
    return segments.get(place);
  }

  /** The number of places. */
  int places() {
    return segments.size() + 2;
  }

  int place(long id) {
    return places.getOrDefault(id, unlisted());
  }

  /** The place of id 0. */
  int voidPlace() {
    return place(VOID);
  }

  int unlisted() {
    return segments.size() + 1;
  }
}
