package io.yoso4j.criterion.loss;

/**
 * The two box terms of DETR (Carion et al., "End-to-end object detection with transformers", ECCV
 * 2020, section 3.1) for one pair of boxes: L1 distance and generalised IoU (Rezatofighi et al.,
 * CVPR 2019).
 *
 * <p>A box is four floats (cx, cy, w, h): centre and size in any one unit, in DETR fractions of the
 * image. With I the intersection, U the union and H the hull of two boxes, the smallest box around
 * both, {@code GIoU = I / U + U / H - 1}, in [-1, 1].
 *
 * <p>Defined for all finite boxes. A negative width or height counts as 0 in the areas, with no
 * gradient through it there. Where U is 0, {@code I / U} is 0; where H is 0 too, GIoU is 0; neither
 * quotient has a gradient then.
 *
 * @param l1 sum of the four absolute differences
 * @param giou {@code 1 - GIoU}, in [0, 2]
 */
public record BoxLoss(double l1, double giou) {
  private static final int SIZE = 4;

  /**
   * Both terms and the gradient of {@code boxScale × l1 + giouScale × giou} with respect to the
   * predicted box. At kinks it is the subgradient that PyTorch takes: 0 for equal coordinates in
   * L1, half of it where two edges coincide, all of it where boxes just touch.
   *
   * @param predicted holds the predicted box
   * @param offset of the predicted box in {@code predicted} and {@code gradient}
   * @param target holds the target box
   * @param targetOffset of the target box
   * @param boxScale factor of the L1 distance in the gradient
   * @param giouScale factor of {@code 1 - GIoU} in the gradient
   * @param gradient the four derivatives are added; each is limited to the range of finite floats
   */
  public static BoxLoss evaluate(
      float[] predicted,
      int offset,
      float[] target,
      int targetOffset,
      double boxScale,
      double giouScale,
      float[] gradient) {
    Side x = Side.of(predicted, offset, target, targetOffset);
    Side y = Side.of(predicted, offset + 1, target, targetOffset + 1);
    double intersection = x.overlap() * y.overlap();
    double union = x.length() * y.length() + x.targetLength() * y.targetLength() - intersection;
    double hull = x.hull() * y.hull();
    double perUnion = hull > 0 ? 1 / hull : 0;
    double perIntersection = 0;
    if (union > 0) {
      perUnion -= intersection / union / union;
      perIntersection = 1 / union;
    }
    perIntersection -= perUnion;
    double perHull = hull > 0 ? -union / hull / hull : 0;
    x.addGradient(
        -giouScale * perIntersection * y.overlap(),
        -giouScale * perUnion * y.length(),
        -giouScale * perHull * y.hull(),
        gradient,
        offset);
    y.addGradient(
        -giouScale * perIntersection * x.overlap(),
        -giouScale * perUnion * x.length(),
        -giouScale * perHull * x.hull(),
        gradient,
        offset + 1);
    for (int i = 0; i < SIZE; i++) {
      double difference = (double) predicted[offset + i] - target[targetOffset + i];
      add(gradient, offset + i, boxScale * Math.signum(difference));
    }
    return new BoxLoss(
        l1(predicted, offset, target, targetOffset), 1 - giou(intersection, union, hull));
  }

  /**
   * The matcher's box costs of every pair.
   *
   * @param predicted {@code [Q, 4]} boxes from {@code offset} on
   * @param offset of the first predicted box
   * @param queries Q
   * @param targets {@code [T, 4]} boxes from {@code targetOffset} on
   * @param targetOffset of the first target box
   * @param count T
   * @param l1 receives the L1 distances, {@code [Q, T]}
   * @param negativeGiou receives minus the generalised IoUs, {@code [Q, T]}, in [-1, 1]
   */
  public static void costs(
      float[] predicted,
      int offset,
      int queries,
      float[] targets,
      int targetOffset,
      int count,
      double[] l1,
      double[] negativeGiou) {
    for (int query = 0; query < queries; query++) {
      int box = offset + query * SIZE;
      for (int target = 0; target < count; target++) {
        int other = targetOffset + target * SIZE;
        int at = query * count + target;
        l1[at] = l1(predicted, box, targets, other);
        negativeGiou[at] = -giou(predicted, box, targets, other);
      }
    }
  }

  private static double l1(float[] a, int i, float[] b, int j) {
    double sum = 0;
    for (int k = 0; k < SIZE; k++) {
      sum += Math.abs((double) a[i + k] - b[j + k]);
    }
    return sum;
  }

  private static double giou(float[] a, int i, float[] b, int j) {
    Side x = Side.of(a, i, b, j);
    Side y = Side.of(a, i + 1, b, j + 1);
    double intersection = x.overlap() * y.overlap();
    double union = x.length() * y.length() + x.targetLength() * y.targetLength() - intersection;
    return giou(intersection, union, x.hull() * y.hull());
  }

  private static double giou(double intersection, double union, double hull) {
    double iou = union > 0 ? intersection / union : union == 0 ? 0 : Double.NaN;
    return hull == 0 ? iou : iou + union / hull - 1;
  }

  private static void add(float[] gradient, int at, double value) {
    gradient[at] += (float) Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE);
  }

  /** Both boxes along one axis. */
  private record Side(
      boolean inverted, double low, double high, double otherLow, double otherHigh) {

    /** Reads a centre and, two places later, the extent. */
    static Side of(float[] a, int i, float[] b, int j) {
      double half = Math.max(a[i + 2], 0) / 2.0;
      double otherHalf = Math.max(b[j + 2], 0) / 2.0;
      return new Side(a[i + 2] < 0, a[i] - half, a[i] + half, b[j] - otherHalf, b[j] + otherHalf);
    }

    double length() {
      return high - low;
    }

    double targetLength() {
      return otherHigh - otherLow;
    }

    double overlap() {
      return Math.max(signedOverlap(), 0);
    }

    double hull() {
      return Math.max(high, otherHigh) - Math.min(low, otherLow);
    }

    private double signedOverlap() {
      return Math.min(high, otherHigh) - Math.max(low, otherLow);
    }

    /** Adds the derivatives for centre and extent, given those for overlap, length and hull. */
    void addGradient(
        double perOverlap, double perLength, double perHull, float[] gradient, int at) {
      double overlapping = signedOverlap() >= 0 ? perOverlap : 0;
      double perHigh =
          perLength + share(high, otherHigh) * overlapping + share(otherHigh, high) * perHull;
      double perLow =
          -perLength - share(otherLow, low) * overlapping - share(low, otherLow) * perHull;
      add(gradient, at, perLow + perHigh);
      if (!inverted) {
        add(gradient, at + 2, (perHigh - perLow) / 2);
      }
    }

    /** The part of a minimum's gradient that goes to its first argument. */
    private static double share(double value, double other) {
      return value < other ? 1 : value == other ? 0.5 : 0;
    }
  }
}
