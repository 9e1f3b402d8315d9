package io.yoso4j.train.lab;

import java.util.List;

/**
 * Something that is said of losses, put to the test.
 *
 * @param statement as it is said, made precise for two variants
 * @param first name of the variant it is measured against
 * @param second name of the variant it is said of
 * @param numbers measured here
 * @param outcome what they come to
 * @param why in one sentence
 */
public record Claim(
    String statement,
    String first,
    String second,
    List<ClaimNumber> numbers,
    Outcome outcome,
    String why) {
  /** What numbers come to. */
  public enum Outcome {
    /** They show it, beyond what chance explains. */
    SHOWN,
    /** They show neither it nor its opposite. */
    NOT_SHOWN,
    /** They show the opposite, beyond what chance explains. */
    REFUTED
  }

  /** Copies the list. */
  public Claim {
    numbers = List.copyOf(numbers);
  }
}
