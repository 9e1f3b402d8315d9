package io.yoso4j.train.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known name that someone probably meant. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * The closest candidate, by edits of the whole name or of its last part; empty when none is
   * close.
   */
  public static Optional<String> nearest(String name, Collection<String> candidates) {
    int tolerated = Math.max(2, name.length() / 3);
    return candidates.stream()
        .filter(candidate -> distance(name, candidate) <= tolerated)
        .min(
            Comparator.comparingInt((String candidate) -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int distance(String name, String candidate) {
    String tail = candidate.substring(candidate.lastIndexOf('.') + 1);
    String nameTail = name.substring(name.lastIndexOf('.') + 1);
    int whole = edits(name, candidate);
    // A right last part in the wrong section is a likely slip.
    return Math.min(whole, 1 + edits(nameTail, tail));
  }

  /** Insertions, deletions and replacements between two words (Levenshtein). */
  private static int edits(String a, String b) {
    int limit = 100;
    if (a.length() > limit || b.length() > limit) {
      return Integer.MAX_VALUE / 2;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
