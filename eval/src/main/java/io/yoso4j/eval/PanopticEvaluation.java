package io.yoso4j.eval;

import io.yoso4j.data.dataset.PanopticCategory;
import java.util.List;
import java.util.function.Predicate;

/**
 * The result of a panoptic evaluation. Immutable.
 *
 * @param images how many images were compared
 * @param classes one result per category of the ground truth, in its order
 * @param warnings what looks wrong but does not stop the evaluation, with image and segment id
 */
public record PanopticEvaluation(
    int images, List<PanopticClassResult> classes, List<String> warnings) {

  /** Keeps copies of the lists. */
  public PanopticEvaluation {
    classes = List.copyOf(classes);
    warnings = List.copyOf(warnings);
  }

  /** The mean over all classes. */
  public PanopticQuality all() {
    return mean(_ -> true);
  }

  /** The mean over classes that are counted one by one. */
  public PanopticQuality things() {
    return mean(PanopticCategory::thing);
  }

  /** The mean over the other classes. */
  public PanopticQuality stuff() {
    return mean(category -> !category.thing());
  }

  private PanopticQuality mean(Predicate<PanopticCategory> included) {
    double pq = 0;
    double sq = 0;
    double rq = 0;
    int count = 0;
    for (PanopticClassResult result : classes) {
      if (result.isPresent() && included.test(result.category())) {
        pq += result.pq();
        sq += result.sq();
        rq += result.rq();
        count++;
      }
    }
    return count == 0
        ? new PanopticQuality(Double.NaN, Double.NaN, Double.NaN, 0)
        : new PanopticQuality(pq / count, sq / count, rq / count, count);
  }
}
