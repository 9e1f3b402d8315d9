package io.yoso4j.train.explain;

import io.yoso4j.data.mask.Rle;

/**
 * What inference makes of one query.
 *
 * @param query its index
 * @param category its most probable class
 * @param probability of that class, 0 to 1
 * @param noObject what the classes leave to no object, 0 to 1
 * @param score class probability times the mean mask probability inside the mask; 0 without a mask
 * @param mask of the size of the image; empty where no pixel's logit is above 0
 */
public record QueryResult(
    int query, int category, double probability, double noObject, double score, Rle mask) {

  /** Mean mask probability inside the mask; 0 without a mask. */
  public double maskConfidence() {
    return probability > 0 ? score / probability : 0;
  }

  /** Whether it has no pixel. */
  public boolean empty() {
    return mask.area() == 0;
  }
}
