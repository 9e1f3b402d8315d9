package io.yoso4j.train.lab;

import java.util.List;

/**
 * How fast the variants learned.
 *
 * @param targetAp the mask AP to reach: a fixed share of the highest mean final AP
 * @param share that share, 0 to 1
 * @param variants one each, in the plan's order
 */
public record Convergence(double targetAp, double share, List<VariantConvergence> variants) {
  /** Copies the list. */
  public Convergence {
    variants = List.copyOf(variants);
  }
}
