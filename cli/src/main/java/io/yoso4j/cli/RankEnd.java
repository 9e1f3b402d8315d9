package io.yoso4j.cli;

/**
 * How a process of several ended.
 *
 * @param rank its number
 * @param code its exit code; from 128 on a signal's
 * @param asked whether the launcher asked it to end
 * @param said its last line that tells of an error, or empty; always empty for rank 0, whose lines
 *     are shown as they come
 */
record RankEnd(int rank, int code, boolean asked, String said) {
  private static final int SIGNALLED = 128;
  private static final int TERMINATED = SIGNALLED + 15;

  /** Whether it stopped because it was asked to: the virtual machine ends so after SIGTERM. */
  boolean stopped() {
    return code == TERMINATED || knowsOfTheStop();
  }

  /** Whether it stopped because any of them was asked to, and says so itself. */
  boolean knowsOfTheStop() {
    return code == ExitCode.INTERRUPTED.code();
  }

  /** Whether it ended with an exit code of this program that tells of a failure. */
  boolean failed() {
    return code > 0 && code < SIGNALLED;
  }

  /** Whether it failed for a reason of its own, and not since another did. */
  boolean failedItself() {
    return failed() && code != ExitCode.UNAVAILABLE.code();
  }

  /** What it ended with, as the end of a sentence. */
  String how() {
    return code > SIGNALLED ? "signal " + (code - SIGNALLED) : "exit code " + code;
  }
}
