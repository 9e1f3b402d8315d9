package io.yoso4j.cli.report;

import io.yoso4j.train.config.ConfigException;
import io.yoso4j.train.config.ConfigLoader;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * How far a run has come.
 *
 * @param step steps made, as far as they are logged
 * @param steps steps of the whole run, when its configuration tells
 * @param finished whether the final numbers are there, and are of this step
 */
record RunProgress(RunHistory history, long step, OptionalLong steps, boolean finished) {
  /** Speed is taken over the last quarter of the logged steps, and so are evaluations. */
  private static final int RECENT = 4;

  static RunProgress of(RunHistory history, JsonNode metrics, Path config) {
    long step =
        Math.max(
            history.steps().isEmpty() ? 0 : history.steps().getLast().step(),
            history.evals().isEmpty() ? 0 : history.evals().getLast().step());
    // A finished run that goes on has final numbers of an earlier step until it ends again.
    boolean finished =
        !metrics.isEmpty() && metrics.path("train").path("steps").asLong(step) >= step;
    return new RunProgress(history, step, steps(config), finished);
  }

  private static OptionalLong steps(Path config) {
    try {
      return OptionalLong.of(ConfigLoader.read(config, List.of()).train().steps());
    } catch (ConfigException unreadable) {
      return OptionalLong.empty();
    }
  }

  /** Part of the steps made, 0 to 1. */
  double share() {
    return steps.isEmpty() ? 0 : Math.min(1, (double) step / steps.getAsLong());
  }

  /** Seconds trained so far, over all resumes. */
  double seconds() {
    return history.steps().isEmpty() ? 0 : history.steps().getLast().seconds();
  }

  /** Seconds that the steps left will take; NaN when too little is known. */
  double secondsLeft() {
    List<StepPoint> points = history.steps();
    if (points.size() < 2 || steps.isEmpty()) {
      return Double.NaN;
    }
    StepPoint last = points.getLast();
    StepPoint first = points.get(points.size() - 1 - Math.max(1, points.size() / RECENT));
    double perStep = (last.seconds() - first.seconds()) / (last.step() - first.step());
    return perStep >= 0 ? perStep * Math.max(0, steps.getAsLong() - step) : Double.NaN;
  }

  /** The evaluation of the highest mask AP so far. */
  Optional<EvalPoint> best() {
    return history.evals().stream()
        .filter(eval -> eval.segm().getOrDefault("AP", -1.0) >= 0)
        .max(
            Comparator.<EvalPoint>comparingDouble(eval -> eval.segm().get("AP"))
                .thenComparing(EvalPoint::step, Comparator.reverseOrder()));
  }
}
