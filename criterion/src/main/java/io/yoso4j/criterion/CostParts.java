package io.yoso4j.criterion;

/**
 * The matching cost of every pair of one image and its parts. Every array is {@code [Q, T]}; parts
 * are unweighted and all 0 where the matcher does not use them.
 *
 * @param queries Q
 * @param targets T
 * @param total weighted sum, what was solved; not finite where a prediction was not
 * @param classCost minus the softmax probability, or the focal cost
 * @param maskCost mean binary cross-entropy
 * @param diceCost dice
 * @param boxCost L1 distance of boxes
 * @param giouCost minus the generalised IoU
 */
@SuppressWarnings("ArrayRecordComponent")
public record CostParts(
    int queries,
    int targets,
    double[] total,
    double[] classCost,
    double[] maskCost,
    double[] diceCost,
    double[] boxCost,
    double[] giouCost) {

  static CostParts zeros(int queries, int targets) {
    int pairs = Math.multiplyExact(queries, targets);
    return new CostParts(
        queries,
        targets,
        new double[pairs],
        new double[pairs],
        new double[pairs],
        new double[pairs],
        new double[pairs],
        new double[pairs]);
  }

  /** Position of a pair in the arrays. */
  public int index(int query, int target) {
    return query * targets + target;
  }
}
