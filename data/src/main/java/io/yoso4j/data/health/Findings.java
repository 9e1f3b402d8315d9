package io.yoso4j.data.health;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts problems and keeps the first cases of each. */
final class Findings {

  private final int examples;
  private final Map<Problem, Long> counts = new EnumMap<>(Problem.class);
  private final Map<Problem, List<Occurrence>> first = new EnumMap<>(Problem.class);

  Findings(int examples) {
    this.examples = examples;
  }

  void add(Problem problem, Occurrence occurrence) {
    counts.merge(problem, 1L, Long::sum);
    List<Occurrence> kept = first.computeIfAbsent(problem, _ -> new ArrayList<>());
    if (kept.size() < examples) {
      kept.add(occurrence);
    }
  }

  /** What was found, in the order of {@link Problem}. */
  List<Finding> list(long images, long objects, long categories) {
    return counts.entrySet().stream()
        .map(entry -> {
          Problem problem = entry.getKey();
          long of =
              switch (problem) {
                case MISSING_IMAGE,
                    CORRUPT_IMAGE,
                    SIZE_MISMATCH,
                    ROTATED_IMAGE,
                    REPEATED_FILE,
                    DUPLICATE_IMAGE,
                    SHARED_IMAGE,
                    NEAR_DUPLICATE,
                    TOO_MANY_OBJECTS,
                    EMPTY_IMAGE ->
                    images;
                case POLYGON_OUTSIDE,
                    EMPTY_MASK,
                    BOX_DISAGREES,
                    AREA_DISAGREES,
                    DUPLICATE_OBJECT,
                    BELOW_CELL,
                    BELOW_COARSE_CELL,
                    CROWD ->
                    objects;
                case UNUSED_CATEGORY -> categories;
                default -> 0;
              };
          return new Finding(problem, entry.getValue(), of, first.getOrDefault(problem, List.of()));
        })
        .toList();
  }
}
