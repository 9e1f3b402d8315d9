package io.yoso4j.train;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

  private final Map<Kind, Incident> byKind = new EnumMap<>(Kind.class);

  /**
   * @param count how many more; nothing happens for 0
   * @param example what a person can look for; kept if it is among the first different ones
   * @return whether the example is new and was kept
   */
  boolean add(Kind kind, long count, String example) {
    if (count == 0) {
      return false;
    }
    Incident before = byKind.get(kind);
    if (before == null) {
      byKind.put(kind, new Incident(count, List.of(example)));
      return true;
    }
    List<String> examples = new ArrayList<>(before.examples());
    boolean kept = examples.size() < EXAMPLES && !examples.contains(example);
    if (kept) {
      examples.add(example);
    }
    byKind.put(kind, new Incident(before.count() + count, examples));
    return kept;
  }

  /** What one process of several counted. */
  record Counted(Map<String, Incident> named) {}

  /** For another process. */
  Counted counted() {
    return new Counted(named());
  }

  /** Adds what another process lost of its images; what happens to all of them is counted here. */
  void add(Counted others) {
    for (Kind kind :
        List.of(Kind.UNREADABLE_IMAGES, Kind.EMPTY_OBJECTS, Kind.UNMATCHED_OBJECTS)) {
      Incident incident = others.named.get(kind.key());
      if (incident != null) {
        boolean _ = add(kind, incident.count(), incident.examples().getFirst());
      }
    }
  }

  long count(Kind kind) {
    Incident known = byKind.get(kind);
    return known == null ? 0 : known.count();
  }

  /** By the names of files, such as {@code empty_objects}. */
  Map<String, Incident> named() {
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
