package io.yoso4j.train.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.train.EvalMetrics;
import io.yoso4j.train.StepMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TurnListenerTest {
  private final List<RunState.Turn> recorded = new ArrayList<>();
  private final List<Long> steps = new ArrayList<>();
  private boolean stop;

  private final TurnListener listener =
      new TurnListener(4, 0.1, () -> stop, _ -> {}, recorded::add, steps::add, _ -> {});

  private static StepMetrics step(long step, double loss) {
    return new StepMetrics(step, 8, 0, 1e-3, loss, 1, 1, Map.of("s0_loss_mask", loss));
  }

  @Test
  void stepsLeftOutCountButForTheLoss() {
    listener.onStep(step(1, 4));
    listener.onStep(step(2, 2));
    listener.onSkippedStep(3);
    listener.onSkippedStep(4);
    listener.onEval(new EvalMetrics(4, 0, Map.of("AP", 0.25, "AP50", 0.5), Map.of()));

    RunState.Turn turn = Objects.requireNonNull(listener.turn());
    assertThat(steps).containsExactly(1L, 2L, 3L, 4L);
    assertThat(turn.step()).isEqualTo(4);
    assertThat(turn.ap()).isEqualTo(0.25);
    assertThat(turn.loss()).isCloseTo(3, within(1e-12));
    assertThat(turn.terms()).containsOnlyKeys("mask");
    assertThat(turn.terms().get("mask")).isCloseTo(3, within(1e-12));
    assertThat(recorded).hasSize(1);
  }

  @Test
  void aTurnOfStepsLeftOutHasNoLoss() {
    listener.onSkippedStep(1);
    stop = true;

    assertThat(listener.stopRequested()).isTrue();
    RunState.Turn turn = Objects.requireNonNull(listener.turn());
    assertThat(turn.step()).isEqualTo(1);
    assertThat(turn.loss()).isNull();
    assertThat(turn.seconds()).isPositive();
  }

  /** Where an evaluation follows a step that was left out, the turn ends after it. */
  @Test
  void theEvaluationAfterAStepLeftOutIsNotLost() {
    listener.onStep(step(3, 1));
    listener.onSkippedStep(4);
    stop = true;

    assertThat(listener.stopRequested()).isFalse();
  }
}
