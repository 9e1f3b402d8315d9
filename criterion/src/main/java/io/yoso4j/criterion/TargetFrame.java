package io.yoso4j.criterion;

/**
 * The frame in which the matcher's relative points are meant for targets. Makes a difference only
 * in batches of target masks of several sizes.
 */
public enum TargetFrame {
  /**
   * Each image's own target size, as upstream's matcher does. Its loss pads targets to the batch's
   * largest size first, so that matcher and loss then look at different places of an image.
   */
  OWN,
  /** The batch's largest target size, as the loss does. */
  BATCH
}
