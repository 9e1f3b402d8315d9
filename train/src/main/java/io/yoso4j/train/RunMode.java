package io.yoso4j.train;

/** What a training may do with a run folder that exists. */
public enum RunMode {
  /** The folder must be absent or empty. */
  NEW,
  /** A run that is there is replaced. */
  OVERWRITE,
  /** Training goes on from the last checkpoint. */
  RESUME
}
