package io.yoso4j.train.explain;

/** Why an object was missed. */
public enum Reason {
  /** No pixel of it is left at the network's input size: the loss never sees it. */
  VANISHED,
  /** There are more objects than queries, and it got none. */
  NO_QUERY,
  /** The query matched to it predicts no mask. */
  EMPTY_MASK,
  /** The mask of the query matched to it has an IoU below one half. */
  POOR_MASK,
  /** The query matched to it takes it for another class. */
  WRONG_CLASS,
  /** The score of the query matched to it is below the threshold. */
  LOW_SCORE,
  /** The query matched to it is not among the best that are kept. */
  NOT_KEPT,
  /** The query matched to it counts for another object, which it fits better. */
  TAKEN
}
