package io.yoso4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class RunProgressTest {
  private static final JsonNode NONE = JsonMapper.shared().readTree("{}");

  @TempDir private Path folder;

  private Path config() throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), "train: {steps: 1000}\n");
  }

  private static StepPoint step(long step, double seconds) {
    return new StepPoint(step, seconds, 0.001, 3, 1, 8, Map.of());
  }

  private static EvalPoint eval(long step, double ap) {
    return new EvalPoint(step, step, Map.of("AP", ap), Map.of());
  }

  private static RunHistory history(List<StepPoint> steps, List<EvalPoint> evals) {
    return new RunHistory(steps, evals, List.of(), 0);
  }

  /** 40 points 10 steps apart, 1 s each, the last ten 2 s each: 0.2 s per step, 600 left. */
  @Test
  void timeLeftIsAtTheSpeedOfLate() throws IOException {
    List<StepPoint> steps = new ArrayList<>();
    double seconds = 0;
    for (int i = 1; i <= 40; i++) {
      seconds += i <= 30 ? 1 : 2;
      steps.add(step(10L * i, seconds));
    }
    RunProgress progress = RunProgress.of(history(steps, List.of()), NONE, config());
    assertThat(progress.secondsLeft()).isEqualTo(120);
    assertThat(progress.share()).isEqualTo(0.4);
    assertThat(progress.seconds()).isEqualTo(50);
    assertThat(progress.finished()).isFalse();
  }

  @Test
  void oneStepTellsNoTime() throws IOException {
    RunProgress progress = RunProgress.of(history(List.of(step(1, 3)), List.of()), NONE, config());
    assertThat(progress.secondsLeft()).isNaN();
    assertThat(new ProgressTiles(progress).tiles().render().markup()).doesNotContain("Time left");
  }

  @Test
  void theBestIsTheFirstOfEquals() throws IOException {
    List<EvalPoint> evals = List.of(eval(10, -1), eval(20, 0.3), eval(30, 0.3), eval(40, 0.1));
    RunProgress progress = RunProgress.of(history(List.of(step(40, 4)), evals), NONE, config());
    assertThat(progress.best()).map(EvalPoint::step).contains(20L);
    assertThat(new ProgressTiles(progress).lead())
        .isEqualTo("Step 40 of 1000 (4%). The best mask AP so far is 0.300, at step 20.");
  }

  /** A finished run of 40 steps was resumed, and is at step 60. */
  @Test
  void finalNumbersOfAnEarlierEndAreNotTheEnd() throws IOException {
    JsonNode metrics = JsonMapper.shared().readTree("{\"train\":{\"steps\":40}}");
    assertThat(
            RunProgress.of(history(List.of(step(40, 4)), List.of()), metrics, config()).finished())
        .isTrue();
    assertThat(
            RunProgress.of(history(List.of(step(60, 6)), List.of()), metrics, config()).finished())
        .isFalse();
  }

  @Test
  void withoutAConfigurationTheEndIsUnknown() {
    RunProgress progress =
        RunProgress.of(
            history(List.of(step(40, 4), step(50, 5)), List.of()), NONE, folder.resolve("none"));
    assertThat(progress.steps()).isEqualTo(OptionalLong.empty());
    assertThat(new ProgressTiles(progress).bar()).isEmpty();
    assertThat(new ProgressTiles(progress).lead())
        .isEqualTo("Step 50. There has been no evaluation yet.");
  }
}
