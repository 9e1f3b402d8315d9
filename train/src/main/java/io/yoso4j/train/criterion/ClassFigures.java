package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.loss.Diagnostics;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Functional.TopK;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.List;

/** What {@link Diagnostics} counts, for a group of stages. */
final class ClassFigures {
  private ClassFigures() {}

  /** Whether a configuration has them. */
  static boolean wanted(SetCriterionConfig config) {
    return config.diagnostics()
        && config.classification() instanceof Classification.SoftmaxCrossEntropy;
  }

  /**
   * The cardinality error, and the number of matched queries with the right class.
   *
   * @param logits {@code [G, B, Q, K]}, last column no-object
   * @param truth class of every query, no-object for unmatched ones, {@code [G, B, Q]}
   * @param counts objects of every image, int64 {@code [B]}
   * @return {@code [G, 2]}
   */
  static Tensor of(Tensor logits, Tensor truth, Tensor counts) {
    try (TensorScope scope = TensorScope.open()) {
      double least = Double.NEGATIVE_INFINITY;
      TopK best = Functional.largest(Functional.replaceNan(logits.detach(), least), -1);
      Tensor noObject =
          Tensor.zeros(ElementType.INT64, logits.device(), 1).add(logits.size(-1) - 1);
      // A query of NaN alone predicts no object.
      Tensor objects = best.indices().lessThan(noObject).bitAnd(best.values().greaterThan(least));
      Tensor predicted = objects.to(ElementType.FLOAT32).sum(2);
      Tensor difference = predicted.sub(counts.to(ElementType.FLOAT32)).abs().mean(1);
      Tensor right =
          objects.bitAnd(best.indices().equalTo(truth)).to(ElementType.FLOAT32).sum(1, 2);
      return scope.lift(Functional.stack(List.of(difference, right), 1));
    }
  }
}
