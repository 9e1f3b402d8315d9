package io.yoso4j.criterion;

/** What random points are drawn for. */
public enum DrawPurpose {
  /** The matcher's points, shared by all pairs of an image. */
  MATCHER(0),
  /** Candidates of which the uncertain ones are kept. */
  OVERSAMPLE(1),
  /** Uniform points of a pair. */
  RANDOM(2);

  static final int COUNT = 3;

  /** Part of what is drawn: a constant keeps its code for ever. */
  final int code;

  DrawPurpose(int code) {
    this.code = code;
  }
}
