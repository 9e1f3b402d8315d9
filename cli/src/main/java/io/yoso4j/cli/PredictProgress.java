package io.yoso4j.cli;

/** Told how a prediction goes. Called from one thread. */
interface PredictProgress {

  /** Something the user should know, once. */
  void note(String line);

  /** An image that is left out, with the reason. */
  void unreadable(String line);

  /** {@code done} of {@code total} images are through, readable or not. */
  void advanced(int done, int total, long instances);

  /** Asked between images. */
  boolean stopRequested();
}
