package io.yoso4j.train.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object was found, and what speaks against it if not.
 *
 * @param object index of the object
 * @param found the detection of its class with an IoU of at least one half; null if it was missed
 * @param foundIou IoU of that detection; 0 if it was missed
 * @param matched the query that the loss matched to it at the last stage; null for none
 * @param matchedIou IoU of that query's mask
 * @param classProbability probability of the object's class that this query gives
 * @param reasons why it was missed, the first ones more fundamental; empty if it was found
 * @param others the best other queries, most promising first
 */
public record Verdict(
    int object,
    @Nullable QueryResult found,
    double foundIou,
    @Nullable QueryResult matched,
    double matchedIou,
    double classProbability,
    List<Reason> reasons,
    List<Candidate> others) {
  /** Copies the lists. */
  public Verdict {
    reasons = List.copyOf(reasons);
    others = List.copyOf(others);
  }
}
