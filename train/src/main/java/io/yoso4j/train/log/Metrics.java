package io.yoso4j.train.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One entry of a run's log. Numbers may be NaN or infinite; the logs write what they can hold. */
public sealed interface Metrics {
  /** The step the entry belongs to: the number of steps made. */
  long step();

  /** Seconds of training so far, over all resumes. */
  double time();

  /**
   * A training step.
   *
   * @param lr base learning rate of the step
   * @param loss weighted total
   * @param gradNorm norm of the whole gradient before clipping
   * @param imagesPerSecond training speed
   * @param losses weighted terms by name, such as {@code s0_loss_mask}
   */
  record Step(
      long step,
      double time,
      double lr,
      double loss,
      double gradNorm,
      double imagesPerSecond,
      Map<String, Double> losses)
      implements Metrics {
    /** Copies the map, in its order. */
    public Step {
      losses = copy(losses);
    }
  }

  /**
   * An evaluation.
   *
   * @param segm mask AP and AR by COCO's names, such as {@code AP50}
   * @param bbox the same for boxes
   */
  record Eval(long step, double time, Map<String, Double> segm, Map<String, Double> bbox)
      implements Metrics {
    /** Copies the maps, in their order. */
    public Eval {
      segm = copy(segm);
      bbox = copy(bbox);
    }
  }

  /**
   * Something the reader of the run should know.
   *
   * @param message one line
   */
  record Warning(long step, double time, String message) implements Metrics {}

  private static Map<String, Double> copy(Map<String, Double> values) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
