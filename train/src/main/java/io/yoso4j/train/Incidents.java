package io.yoso4j.train;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run could not use, counted over all its processes, so that it is told once, at the end,
 * and nothing is lost silently. Part of every saved state. Not thread-safe.
 */
final class Incidents {
  private static final int EXAMPLES = 5;

  /** What can be lost. */
  enum Kind {
    /** Images that could not be read; another took their place. */
    UNREADABLE_IMAGES("images could not be read, and the next ones stood in for them"),
    /** Objects that scaling and cropping left no pixel of. */
    EMPTY_OBJECTS("objects had no pixel left after augmentation; in images"),
    /** Objects beyond the number of queries. */
    UNMATCHED_OBJECTS(
        "objects found no query because their image held more than model.num_queries; in images"),
    /** Steps left out because loss or gradient was not finite. */
    SKIPPED_STEPS("steps were left out because their loss or gradient was not finite"),
    /** States that could not be saved. */
    FAILED_CHECKPOINTS("checkpoints could not be saved");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** The name in files. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What each of several processes meets in images of its own. */
  private static final Set<Kind> OF_IMAGES =
      Set.of(Kind.UNREADABLE_IMAGES, Kind.EMPTY_OBJECTS, Kind.UNMATCHED_OBJECTS);

  private final Map<Kind, Incident> byKind = new EnumMap<>(Kind.class);
  private final Map<Kind, Incident> untold = new EnumMap<>(Kind.class);

  /**
   * @param count how many more; nothing happens for 0
   * @param example what a person can look for; kept if it is among the first different ones
   * @return whether the example is new and was kept
   */
  boolean add(Kind kind, long count, String example) {
    if (count == 0) {
      return false;
    }
    Incident more = new Incident(count, List.of(example));
    if (OF_IMAGES.contains(kind)) {
      untold.merge(kind, more, Incidents::sum);
    }
    Incident before = byKind.get(kind);
    Incident after = before == null ? more : sum(before, more);
    byKind.put(kind, after);
    return before == null || after.examples().size() > before.examples().size();
  }

  private static Incident sum(Incident first, Incident second) {
    return new Incident(
        first.count() + second.count(),
        Stream.concat(first.examples().stream(), second.examples().stream())
            .distinct()
            .limit(EXAMPLES)
            .toList());
  }

  /** What one process of several met, by the names of files. */
  record Met(Map<String, Incident> named) {}

  /** What this process met in its images since it was last asked, for the others. */
  Met takeUntold() {
    Met met = new Met(named(untold));
    untold.clear();
    return met;
  }

  /** Adds what another process met. */
  void add(Met others) {
    for (Kind kind : OF_IMAGES) {
      Incident incident = others.named.get(kind.key());
      if (incident != null) {
        byKind.merge(kind, incident, Incidents::sum);
      }
    }
  }

  long count(Kind kind) {
    Incident known = byKind.get(kind);
    return known == null ? 0 : known.count();
  }

  /** By the names of files, such as {@code empty_objects}. */
  Map<String, Incident> named() {
    return named(byKind);
  }

  private static Map<String, Incident> named(Map<Kind, Incident> byKind) {
    Map<String, Incident> named = new LinkedHashMap<>();
    byKind.forEach((kind, incident) -> named.put(kind.key(), incident));
    return named;
  }

  /** Goes on from what a saved state counted; what this version does not know is left out. */
  void restore(Map<String, Incident> named) {
    byKind.clear();
    for (Kind kind : Kind.values()) {
      Incident incident = named.get(kind.key());
      if (incident != null) {
        byKind.put(kind, incident);
      }
    }
  }

  /** One line per kind that happened. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    byKind.forEach((kind, incident) ->
        lines.add(
            "%d %s: %s%s"
                .formatted(
                    incident.count(),
                    kind.words,
                    String.join(", ", incident.examples()),
                    incident.count() > incident.examples().size() ? ", …" : "")));
    return lines;
  }
}
