package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EarlyStopTest {
  /** Rises must be above 0.05 from the last one that counted: 0.2, not 0.24, 0.26, then nothing. */
  @Test
  void countsEvaluationsSinceTheLastRiseThatCounts() {
    EarlyStop stop = new EarlyStop(2, 0.05);
    double[] aps = {0.2, 0.24, 0.26, 0.26, 0.31};
    boolean[] reached = {false, false, false, false, true};
    for (int i = 0; i < aps.length; i++) {
      stop.evaluated(aps[i]);
      assertThat(stop.reached()).as("after %s", aps[i]).isEqualTo(reached[i]);
    }
    assertThat(stop.state()).isEqualTo(new EarlyStop.State(0.26, 2));
    assertThat(stop.reason()).contains("0.05").contains("0.2600").contains("2 evaluations");
  }

  @Test
  void goesOnFromItsState() {
    EarlyStop stop = new EarlyStop(3, 0);
    stop.restore(new EarlyStop.State(0.5, 2));
    assertThat(stop.reached()).isFalse();
    stop.evaluated(0.5);
    assertThat(stop.reached()).isTrue();
    stop.evaluated(0.500001);
    assertThat(stop.reached()).isFalse();
  }

  @Test
  void withoutPatienceNothingEnds() {
    EarlyStop stop = new EarlyStop(0, 0);
    for (int i = 0; i < 10; i++) {
      stop.evaluated(0);
    }
    assertThat(stop.reached()).isFalse();
  }

  /** COCO's number for "nothing to be found". */
  @Test
  void nothingToBeFoundIsNoRise() {
    EarlyStop stop = new EarlyStop(1, 0);
    stop.evaluated(-1);
    assertThat(stop.reached()).isFalse();
    stop.evaluated(-1);
    assertThat(stop.reached()).isTrue();
  }
}
