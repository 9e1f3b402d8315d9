package io.yoso4j.train;

import io.yoso4j.model.tensor.RankGroup;
import io.yoso4j.model.tensor.RankGroupException;
import io.yoso4j.train.distributed.Ranks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Who of the ranks is gone and why: from the words they left and the locks that they held, as far
 * as it can be known.
 */
final class RankLoss {
  /** What a rank leaves that ends because of another. */
  private static final String SURVIVOR = "the connections broke";

  /** How long another rank may take to end after it broke its connections. */
  private static final Duration ENDING = Duration.ofSeconds(5);

  private static final long POLL_MILLIS = 50;

  private final Ranks ranks;
  private final IntPredicate lives;

  /**
   * @param lives whether another rank lives, as far as this machine can tell
   */
  RankLoss(Ranks ranks, IntPredicate lives) {
    this.ranks = ranks;
    this.lives = lives;
  }

  /**
   * What a loss comes to before the first step, while no rank holds a lock yet; breaks the
   * connections.
   *
   * @return what to tell the user
   */
  static TrainException beforeTheSteps(Ranks ranks, RankGroupException failure) {
    RankLoss loss = new RankLoss(ranks, _ -> true);
    TrainException told =
        new TrainException(
            TrainException.Kind.RANKS,
            "rank %d: at the start, %s: no step was taken"
                .formatted(ranks.rank(), loss.explain(failure)),
            failure);
    leave(ranks);
    return told;
  }

  /** Tells the others that this rank ends for a reason of its own. */
  static void tell(Ranks ranks, Throwable reason) {
    if (!(reason.getCause() instanceof RankGroupException)) {
      ranks.leaveLastWords(reason);
      leave(ranks);
    }
  }

  /** Who is gone and why; leaves word that this rank is not the reason, unless it is. */
  String explain(RankGroupException failure) {
    RankGroup group = ranks.group();
    if (group == null) {
      return String.valueOf(failure.getMessage());
    }
    boolean own = failure.kind() == RankGroupException.Kind.ENGINE;
    group.leaveLastWords(own ? String.valueOf(failure.getMessage()) : SURVIVOR);
    long deadline = System.nanoTime() + (own ? 0 : ENDING.toNanos());
    List<String> gone = gone(group);
    while (gone.isEmpty() && System.nanoTime() < deadline) {
      pause();
      gone = gone(group);
    }
    if (!gone.isEmpty()) {
      return String.join(", ", gone);
    }
    if (own) {
      return String.valueOf(failure.getMessage());
    }
    return failure.kind() == RankGroupException.Kind.TIMEOUT
        ? "another rank did not answer within %d s".formatted(group.options().timeout().toSeconds())
        : "the connection to another rank broke";
  }

  private List<String> gone(RankGroup group) {
    List<String> gone = new ArrayList<>();
    for (int other = 0; other < ranks.size(); other++) {
      String words = other == ranks.rank() ? SURVIVOR : group.lastWords(other);
      if (words.isEmpty() && !lives.test(other)) {
        gone.add("rank " + other + " is gone");
      } else if (!words.isEmpty() && !words.equals(SURVIVOR)) {
        gone.add("rank " + other + " failed (" + words + ")");
      }
    }
    // A rank that failed for a reason of its own explains those that went after it.
    List<String> reasons = gone.stream().filter(s -> s.contains("failed")).toList();
    return reasons.isEmpty() ? gone : reasons;
  }

  /** Rank 0 holds what was left: the others would read nothing if it ended before them. */
  private static void leave(Ranks ranks) {
    ranks.disconnect();
    RankGroup group = ranks.group();
    long deadline = System.nanoTime() + ENDING.toNanos();
    for (int other = 1; ranks.first() && group != null && other < ranks.size(); other++) {
      while (group.lastWords(other).isEmpty() && System.nanoTime() < deadline) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
