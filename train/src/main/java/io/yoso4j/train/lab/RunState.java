package io.yoso4j.train.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of one training, beside its own folder.
 *
 * @param turns in order
 * @param probes at ends of turns, in order
 * @param finished whether the last step was made and all is written
 * @param failure why it ended early; null if it did not
 */
record RunState(List<Turn> turns, List<Probed> probes, boolean finished, @Nullable String failure) {
  /** Nothing was done. */
  static final RunState EMPTY = new RunState(List.of(), List.of(), false, null);

  RunState {
    turns = List.copyOf(turns);
    probes = List.copyOf(probes);
  }

  /**
   * Steps in a row, between which other trainings had theirs.
   *
   * @param step steps taken at its end
   * @param seconds in these steps
   * @param otherSeconds beside them: evaluation, saving, starting
   * @param secondsByPart of the steps
   * @param loss mean weighted total
   * @param terms mean weighted terms, summed over the stages
   * @param ap of the evaluation at its end; null if it was stopped before
   * @param ap50 likewise
   */
  record Turn(
      long step,
      double seconds,
      double otherSeconds,
      Map<String, Double> secondsByPart,
      @Nullable Double loss,
      Map<String, Double> terms,
      @Nullable Double ap,
      @Nullable Double ap50) {
    Turn {
      secondsByPart = Collections.unmodifiableMap(new LinkedHashMap<>(secondsByPart));
      terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    }

    Turn with(double others, Map<String, Double> parts) {
      return new Turn(step, seconds, others, parts, loss, terms, ap, ap50);
    }
  }

  /**
   * A look at the probe images.
   *
   * @param point what is shown of it
   * @param queries the query of every target, in order; -1 for none
   */
  record Probed(ProbePoint point, List<Integer> queries) {
    Probed {
      queries = List.copyOf(queries);
    }
  }

  /** Steps taken. */
  long step() {
    return turns.isEmpty() ? 0 : turns.getLast().step();
  }

  double seconds() {
    return turns.stream().mapToDouble(Turn::seconds).sum();
  }

  double otherSeconds() {
    return turns.stream().mapToDouble(Turn::otherSeconds).sum();
  }

  /** Without what was recorded of steps that are not in the state on disk. */
  RunState upTo(long step) {
    return new RunState(
        turns.stream().filter(turn -> turn.step() <= step).toList(),
        probes.stream().filter(probe -> probe.point().step() <= step).toList(),
        finished,
        failure);
  }
}
