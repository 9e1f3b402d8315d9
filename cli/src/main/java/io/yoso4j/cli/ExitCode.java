package io.yoso4j.cli;

/**
 * What the process returns to its caller; the numbers above 63 are those of BSD's {@code
 * sysexits.h}.
 */
enum ExitCode {
  /** Everything asked for was done. */
  OK(0),
  /**
   * The work ran, but what it found is not good: a loss that is not finite, an accuracy below
   * {@code --require-ap}, a loss that differs from what was recorded.
   */
  FAILED_CHECK(1),
  /** The command line is wrong. */
  USAGE(2),
  /**
   * The work is done; something needs a look: an image that could not be read, a finding of {@code
   * data doctor}.
   */
  WARNINGS(3),
  /**
   * An input file holds something wrong: broken JSON, an unknown category, a polygon of three
   * numbers.
   */
  DATA_ERROR(65),
  /** An input file or folder is not there or cannot be read. */
  NO_INPUT(66),
  /** A needed program, device or server is not there (no JDK, no GPU, no network). */
  UNAVAILABLE(69),
  /** A defect of yoso4j itself. */
  INTERNAL(70),
  /** Out of memory or another resource of the machine. */
  RESOURCES(71),
  /** The output cannot be made, for example since it already holds a run. */
  CANT_CREATE(73),
  /** Reading or writing failed half-way: a full disk, a lost network drive. */
  IO_ERROR(74),
  /** A configuration key or value is wrong. */
  CONFIG(78),
  /** Stopped by Ctrl-C; the last checkpoint is whole. */
  INTERRUPTED(130);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
