package io.yoso4j.criterion;

/** How the gradients of mask logits are laid out. Only matched queries have any. */
public enum GradientLayout {
  /** {@code [B, Q, H, W]} like the masks, zero for unmatched queries. */
  DENSE,
  /**
   * {@code [N, H, W]}: the planes of the N matched queries alone, images ascending, then queries
   * ascending as in {@link Assignment#queries}. Memory and time for zeros are saved.
   */
  MATCHED
}
