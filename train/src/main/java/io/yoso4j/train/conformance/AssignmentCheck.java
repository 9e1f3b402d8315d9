package io.yoso4j.train.conformance;

/**
 * Whether an image was matched as recorded.
 *
 * @param level the level's name
 * @param image index of the image
 * @param outcome what was found
 */
public record AssignmentCheck(String level, int image, Outcome outcome) {

  /** What was found. */
  public enum Outcome {
    /** The same pairs. */
    IDENTICAL,
    /**
     * Other pairs, as good as the recorded ones to the rounding of float32; the recorded costs give
     * the recorded pairs.
     */
    TIED,
    /** Other pairs. */
    DIFFERENT
  }
}
