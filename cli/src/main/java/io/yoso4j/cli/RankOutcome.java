package io.yoso4j.cli;

import java.util.List;
import java.util.Optional;

/**
 * What several processes of one training come to.
 *
 * @param code exit code of them all
 * @param message line to show beside what rank 0 has said
 */
record RankOutcome(int code, Optional<String> message) {
  /**
   * @param ends those of all processes, rank 0 first
   */
  static RankOutcome of(List<RankEnd> ends) {
    RankEnd first = ends.getFirst();
    // One that ends with 130 knows that the state is saved, since all of them stopped together.
    if (ends.stream().allMatch(RankEnd::stopped)
        || (first.stopped() && ends.stream().anyMatch(RankEnd::knowsOfTheStop))) {
      return new RankOutcome(ExitCode.INTERRUPTED.code(), Optional.empty());
    }
    if (first.failedItself()) {
      return new RankOutcome(first.code(), Optional.empty());
    }
    Optional<RankEnd> cause = ends.stream().filter(RankEnd::failedItself).findFirst();
    if (cause.isPresent()) {
      return new RankOutcome(cause.get().code(), Optional.of(line(ends, cause.get())));
    }
    if (first.failed()) {
      return new RankOutcome(first.code(), Optional.empty());
    }
    Optional<RankEnd> speaker = ends.stream().filter(RankEnd::failed).findFirst();
    if (speaker.isPresent()) {
      return new RankOutcome(speaker.get().code(), Optional.of(line(ends, speaker.get())));
    }
    if (first.code() == 0) {
      // Rank 0 has said that all is done.
      return new RankOutcome(
          ends.stream().mapToInt(RankEnd::code).max().orElse(0), Optional.empty());
    }
    return new RankOutcome(ExitCode.UNAVAILABLE.code(), Optional.of(line(ends, first)));
  }

  private static String line(List<RankEnd> ends, RankEnd speaker) {
    if (!speaker.said().isEmpty()) {
      return speaker.said();
    }
    RankEnd dead =
        ends.stream().filter(end -> end.code() != 0 && !end.asked()).findFirst().orElse(speaker);
    return "yoso4j: error: rank %d ended with %s".formatted(dead.rank(), dead.how());
  }
}
