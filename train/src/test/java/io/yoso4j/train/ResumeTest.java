package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.model.weights.WeightFile;
import io.yoso4j.train.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** N steps are k steps, a resumed process, and N - k steps: the same to the last bit. */
class ResumeTest {
  @TempDir static Path temp;

  private static TrainConfig config;
  private static Path straight;

  /** How the first process of a run ends. */
  enum End {
    /** As after Ctrl-C: it saves its state. */
    ASKED_TO_STOP,
    /** The same while it evaluates, where it does after this step. */
    STOPPED_EVALUATING,
    /** Without saving anything more. */
    ABANDONED
  }

  @BeforeAll
  static void trainWithoutABreak() {
    Path shapes = temp.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(5, 3).withSize(48));
    config =
        SmallRuns.smallest(
            shapes,
            "train.batch_size=2",
            "optim.schedule=poly",
            "optim.warmup_steps=3",
            "data.loader_threads=2",
            "eval.every=2",
            "checkpoint.every=3");
    straight = temp.resolve("straight");
    SmallRuns.train(config, straight, RunMode.NEW);
  }

  static Stream<Arguments> breaks() {
    return IntStream.rangeClosed(1, SmallRuns.STEPS)
        .boxed()
        .flatMap(step ->
            Stream.of(End.values())
                .filter(
                    end -> end == End.STOPPED_EVALUATING ? step % 2 == 0 : step < SmallRuns.STEPS)
                .map(end -> Arguments.of(step, end)));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void resumingChangesNothing(int step, End end) throws IOException {
    Path broken = temp.resolve("broken-" + step + end);
    BreakingListener listener = new BreakingListener(step, end);
    if (end != End.ABANDONED) {
      RunSummary first = Trainer.run(config, broken, RunMode.NEW, listener, "test");
      assertThat(first.interrupted()).isTrue();
      assertThat(first.steps()).isEqualTo(step);
    } else {
      assertThatIllegalStateException()
          .isThrownBy(() -> Trainer.run(config, broken, RunMode.NEW, listener, "test"))
          .withMessage("abandoned");
    }
    boolean saved = new RunPaths(broken).resumable();
    assertThat(saved).isEqualTo(end != End.ABANDONED || step > 3);
    SmallRuns.train(config, broken, saved ? RunMode.RESUME : RunMode.OVERWRITE);

    assertThat(SmallRuns.state(broken)).isEqualTo(SmallRuns.state(straight));
    assertThat(WeightFile.read(new RunPaths(broken).bestCheckpoint()).tensors())
        .isEqualTo(WeightFile.read(new RunPaths(straight).bestCheckpoint()).tensors());
    assertThat(SmallRuns.metrics(broken)).isEqualTo(SmallRuns.metrics(straight));
    assertThat(new RunPaths(broken).results())
        .hasSameBinaryContentAs(new RunPaths(straight).results());
    for (String part : new String[] {"segm", "bbox", "per_class", "best_step"}) {
      assertThat(finalNumbers(broken).path(part)).isEqualTo(finalNumbers(straight).path(part));
    }
  }

  private static JsonNode finalNumbers(Path run) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(new RunPaths(run).metrics()));
  }

  /** Ends a training after a step, one way or the other. */
  private static final class BreakingListener implements TrainListener {
    private final long step;
    private final End end;
    private boolean reached;

    BreakingListener(long step, End end) {
      this.step = step;
      this.end = end;
    }

    @Override
    public void onStep(StepMetrics metrics) {
      reached = metrics.step() == step && end != End.STOPPED_EVALUATING;
      if (reached && end == End.ABANDONED) {
        throw new IllegalStateException("abandoned");
      }
    }

    @Override
    public void onEvalStart(long evaluated, int images) {
      reached = evaluated == step && end == End.STOPPED_EVALUATING;
    }

    @Override
    public boolean stopRequested() {
      return reached;
    }
  }
}
