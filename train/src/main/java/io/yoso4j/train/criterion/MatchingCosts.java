package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.ElementType;
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
      Tensor ce = sums.crossEntropy.mul(matcher.maskCost());
      ce =
          sums.counts == null
              ? ce.div((double) points.count())
              : ce.div(Functional.clamp(sums.counts, 1, Double.POSITIVE_INFINITY));
      Tensor area = sums.sigmoids.add(sums.labels).addInPlace(1);
      Tensor dice = sums.overlap.mul(2.0).addInPlace(1).div(area).neg().addInPlace(1);
      return scope.lift(ce.addInPlace(dice.mulInPlace(matcher.diceCost())));
    }
  }

  private static Sums add(@Nullable Sums before, MatchPoints points, long from, long count) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor logits = points.logits(from, count);
      Tensor labels = points.labels(from, count);
      Tensor negatives = labels.neg().addInPlace(1).transpose(1, 2);
      Tensor visible = points.visible(from, count);
      if (visible != null) {
        // Whatever a network says where nobody looks, NaN included, must not be multiplied by 0.
        logits = Functional.where(visible.greaterThan(0), logits, Tensor.zerosLike(visible));
        labels = labels.mul(visible);
        negatives = negatives.mul(visible.transpose(1, 2));
      }
      Tensor positives = labels.transpose(1, 2);
      // One product per sign of the label: their difference would cancel for large logits.
      Tensor ce = Functional.bmm(Functional.softplus(logits.neg()), positives);
      ce.addInPlace(Functional.bmm(Functional.softplus(logits), negatives));
      Tensor sigmoid = Functional.sigmoid(logits);
      Tensor overlap = Functional.bmm(sigmoid, positives);
      Tensor sigmoids =
          visible == null
              ? sigmoid.sum(2).unsqueeze(2)
              : Functional.bmm(sigmoid, visible.transpose(1, 2));
      Sums sums =
          new Sums(
              ce,
              overlap,
              sigmoids,
              labels.sum(2).unsqueeze(1),
              visible == null ? null : visible.sum(2).unsqueeze(2));
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
    };
  }

  /**
   * The box part, {@code [G * B, Q, T]}.
   *
   * @param boxes float32 {@code [G * B, Q, 4]}
   * @param targets float32 {@code [G * B, T, 4]}
   */
  Tensor boxes(Tensor boxes, Tensor targets) {
    try (TensorScope scope = TensorScope.open()) {
      MatcherConfig matcher = config.matcher();
      Tensor predicted = boxes.to(ElementType.FLOAT64).unsqueeze(2);
      Tensor truth = targets.to(ElementType.FLOAT64).unsqueeze(1);
      Tensor distance = BoxDistance.l1(predicted, truth).mulInPlace(matcher.boxCost());
      Tensor giou = BoxDistance.generalisedIou(predicted, truth).mulInPlace(-matcher.giouCost());
      return scope.lift(distance.addInPlace(giou).to(ElementType.FLOAT32));
    }
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
   * @param counts points that take part, {@code [R, 1, 1]}; null if all do
   */
  private record Sums(
      Tensor crossEntropy,
      Tensor overlap,
      Tensor sigmoids,
      Tensor labels,
      @Nullable Tensor counts) {
    Sums plus(Sums more) {
      if (counts != null && more.counts != null) {
        counts.addInPlace(more.counts);
      }
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
      if (counts != null) {
        scope.lift(counts);
      }
      return this;
    }
  }
}
