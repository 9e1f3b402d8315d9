package io.yoso4j.train.criterion;

import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.criterion.PointSource.Planned;
import io.yoso4j.train.criterion.Upload.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Of some candidates the ones where the prediction is least certain, and uniform points.
 *
 * @param candidates null if none are kept
 * @param candidateCount drawn per pair
 * @param kept of the candidates
 * @param uniform null if there are none
 * @param uniformCount drawn per pair
 */
record DrawnPairPoints(
    @Nullable Planned candidates,
    int candidateCount,
    int kept,
    @Nullable Planned uniform,
    int uniformCount)
    implements PairPoints {

  @Override
  public Chosen choose(
      Packet packet, Tensor planes, long from, @Nullable UnaryOperator<Tensor> visible) {
    try (TensorScope scope = TensorScope.open()) {
      List<Tensor> points = new ArrayList<>();
      List<Tensor> weights = new ArrayList<>();
      long count = planes.size(0);
      if (candidates != null) {
        Tensor drawn = candidates.draw(packet, from, count);
        Tensor seen = visible == null ? null : visible.apply(drawn);
        Tensor index = Functional.smallest(certainty(planes, drawn, seen), kept, 1);
        points.add(drawn.gather(1, index.unsqueeze(2).expand(count, kept, 2)));
        if (seen != null) {
          weights.add(seen.gather(1, index));
        }
      }
      if (uniform != null) {
        Tensor drawn = uniform.draw(packet, from, count);
        points.add(drawn);
        if (visible != null) {
          weights.add(visible.apply(drawn));
        }
      }
      return new Chosen(
          scope.lift(Functional.cat(points, 1)),
          weights.isEmpty() ? null : scope.lift(Functional.cat(weights, 1)));
    }
  }

  /** Ignored candidates come after all others, those of a prediction that is not finite too. */
  private Tensor certainty(Tensor planes, Tensor points, @Nullable Tensor seen) {
    Tensor magnitude =
        Functional.gridSample(planes, SamplingGrid.of(points))
            .view(planes.size(0), candidateCount)
            .abs();
    if (seen == null) {
      return magnitude;
    }
    Tensor last = Tensor.zeros(ElementType.FLOAT32, planes.device(), 1).fillInPlace(Double.NaN);
    return Functional.where(
        seen.greaterThan(0), Functional.replaceNan(magnitude, Double.POSITIVE_INFINITY), last);
  }

  /** Points of every pair. */
  int points() {
    return kept + uniformCount;
  }

  @Override
  public long perPair() {
    return Math.max(candidateCount, points());
  }
}
