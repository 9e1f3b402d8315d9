package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import org.jspecify.annotations.Nullable;

/** The matching costs of a group of stages, of all pairs at once. No graph is recorded. */
final class MatchingCosts {
  private static final double COST_EPSILON = 1e-8;

  private final SetCriterionConfig config;
  private final long maxElements;

  /**
   * @param maxElements values a tensor of queries (or targets) × points may hold; more are taken in
   *     turns
   */
  MatchingCosts(SetCriterionConfig config, long maxElements) {
    this.config = config;
    this.maxElements = maxElements;
  }

  /** The mask part, {@code [G * B, Q, T]} for the images the points are for. */
  Tensor masks(MatchPoints points, int queries, int targets) {
    long perPoint = Math.multiplyExact(points.rows(), (long) Math.max(queries, targets));
    long step = Math.max(1, maxElements / perPoint);
    try (TensorScope scope = TensorScope.open()) {
      Sums sums = null;
      for (long from = 0; from < points.count(); from += step) {
        sums = add(sums, points, from, Math.min(step, points.count() - from));
      }
      if (sums == null) {
        throw new IllegalStateException("no points to match on");
      }
      MatcherConfig matcher = config.matcher();
      Tensor ce = sums.crossEntropy.mul(matcher.maskCost() / points.count());
      Tensor area = sums.sigmoids.add(sums.labels).addInPlace(1);
      Tensor dice = sums.overlap.mul(2.0).addInPlace(1).div(area).neg().addInPlace(1);
      return scope.lift(ce.addInPlace(dice.mulInPlace(matcher.diceCost())));
    }
  }

  private static Sums add(@Nullable Sums before, MatchPoints points, long from, long count) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor logits = points.logits(from, count);
      Tensor labels = points.labels(from, count);
      Tensor positives = labels.transpose(1, 2);
      Tensor negatives = positives.neg().addInPlace(1);
      // One product per sign of the label: their difference would cancel for large logits.
      Tensor ce = Functional.bmm(Functional.softplus(logits.neg()), positives);
      ce.addInPlace(Functional.bmm(Functional.softplus(logits), negatives));
      Tensor sigmoid = Functional.sigmoid(logits);
      Tensor overlap = Functional.bmm(sigmoid, positives);
      Sums sums = new Sums(ce, overlap, sigmoid.sum(2).unsqueeze(2), labels.sum(2).unsqueeze(1));
      return before == null ? sums.lifted(scope) : before.plus(sums);
    }
  }

  /**
   * The class part, {@code [G * B, Q, T]}.
   *
   * @param logits {@code [G * B, Q, K]}
   * @param labels {@code [G * B, T]}
   */
  Tensor classes(Tensor logits, Tensor labels) {
    long queries = logits.size(1);
    Tensor columns = labels.unsqueeze(1).expand(labels.size(0), queries, labels.size(1));
    double weight = config.matcher().classCost();
    return switch (config.classification()) {
      case Classification.SoftmaxCrossEntropy _ ->
          Functional.softmax(logits, -1).gather(2, columns).mul(-weight);
      case Classification.SigmoidFocal focal ->
          focalCost(logits.gather(2, columns), focal.alpha(), focal.gamma()).mul(weight);
      default -> throw DeviceCriterion.unsupported(config.classification());
    };
  }

  private static Tensor focalCost(Tensor logits, double alpha, double gamma) {
    Tensor present = Functional.sigmoid(logits);
    // 1 - sigmoid(x) would be 0 long before sigmoid(-x) is.
    Tensor absent = Functional.sigmoid(logits.neg());
    Tensor positive = absent.pow(gamma).mul(present.add(COST_EPSILON).log());
    Tensor negative = present.pow(gamma).mul(absent.add(COST_EPSILON).log());
    double positiveWeight = alpha < 0 ? 1 : alpha;
    double negativeWeight = alpha < 0 ? 1 : 1 - alpha;
    return negative.mul(negativeWeight).sub(positive.mul(positiveWeight));
  }

  /**
   * Sums over points.
   *
   * @param crossEntropy of every pair, {@code [R, Q, T]}
   * @param overlap sigmoid times label of every pair, {@code [R, Q, T]}
   * @param sigmoids of every query, {@code [R, Q, 1]}
   * @param labels of every target, {@code [R, 1, T]}
   */
  private record Sums(Tensor crossEntropy, Tensor overlap, Tensor sigmoids, Tensor labels) {
    Sums plus(Sums more) {
      crossEntropy.addInPlace(more.crossEntropy);
      overlap.addInPlace(more.overlap);
      sigmoids.addInPlace(more.sigmoids);
      labels.addInPlace(more.labels);
      return this;
    }

    Sums lifted(TensorScope scope) {
      scope.lift(crossEntropy);
      scope.lift(overlap);
      scope.lift(sigmoids);
      scope.lift(labels);
      return this;
    }
  }
}
