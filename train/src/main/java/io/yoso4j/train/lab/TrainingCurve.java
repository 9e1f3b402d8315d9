package io.yoso4j.train.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The curve of a training from its turns, some of which may have been stopped halfway. */
final class TrainingCurve {
  private final List<CurvePoint> points = new ArrayList<>();
  private final Map<String, Double> terms = new LinkedHashMap<>();
  private double loss;
  private long summed;

  private TrainingCurve() {}

  /** A point for every evaluation; between two of them, each step counts once. */
  static List<CurvePoint> of(List<RunState.Turn> turns) {
    TrainingCurve curve = new TrainingCurve();
    long from = 0;
    double seconds = 0;
    for (RunState.Turn turn : turns) {
      seconds += turn.seconds();
      curve.add(turn, turn.step() - from);
      from = turn.step();
      if (turn.ap() != null) {
        curve.point(turn, seconds);
      }
    }
    return List.copyOf(curve.points);
  }

  private void add(RunState.Turn turn, long steps) {
    if (turn.loss() == null || steps <= 0) {
      return;
    }
    loss += steps * turn.loss();
    turn.terms().forEach((term, value) -> terms.merge(term, steps * value, Double::sum));
    summed += steps;
  }

  private void point(RunState.Turn turn, double seconds) {
    Map<String, Double> means = new LinkedHashMap<>();
    terms.forEach((term, sum) -> means.put(term, sum / summed));
    points.add(
        new CurvePoint(
            turn.step(),
            seconds,
            turn.ap(),
            turn.ap50(),
            summed == 0 ? null : loss / summed,
            means));
    loss = 0;
    terms.clear();
    summed = 0;
  }
}
