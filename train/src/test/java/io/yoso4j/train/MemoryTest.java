package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.config.TrainConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a training holds, and what it says when that is too much. */
class MemoryTest {
  @TempDir static Path temp;

  private static Path shapes;

  @BeforeAll
  static void writeShapes() {
    shapes = temp.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(5, 2).withSize(48));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "skip"})
  void everyStepFreesWhatItMakes(String onNonFinite) {
    TrainConfig config =
        SmallRuns.smallest(
            shapes, "train.steps=12", "eval.every=4", "train.on_non_finite=" + onNonFinite);
    List<Long> held = new ArrayList<>();
    long before = Engine.liveObjects();
    Trainer.run(
        config,
        temp.resolve("steady-" + onNonFinite),
        RunMode.NEW,
        new TrainListener() {
          @Override
          public void onStep(StepMetrics metrics) {
            held.add(Engine.liveObjects());
          }
        },
        "test");
    // The first step makes the gradients; the constants of the wrapper are made when needed.
    assertThat(held.subList(1, held.size())).hasSize(11).containsOnly(held.get(1));
    assertThat(held.get(1)).isGreaterThan(before + 100);
  }

  @Test
  void aTrainingThatEndsFreesEverything() {
    TrainConfig config = SmallRuns.smallest(shapes, "train.steps=2");
    SmallRuns.train(config, temp.resolve("first"), RunMode.NEW);
    long before = Engine.liveObjects();
    SmallRuns.train(config, temp.resolve("second"), RunMode.NEW);
    assertThat(Engine.liveObjects()).isEqualTo(before);
  }

  /** Where the memory runs out. */
  enum Memory {
    JAVA,
    TENSORS
  }

  @ParameterizedTest
  @EnumSource
  void tooLittleMemoryIsExplained(Memory memory) {
    Path out = temp.resolve("little-" + memory);
    TrainListener greedy =
        new TrainListener() {
          @Override
          public void onStep(StepMetrics metrics) {
            if (metrics.step() == 3) {
              switch (memory) {
                case JAVA -> assertThat(new long[Integer.MAX_VALUE - 8]).isEmpty();
                case TENSORS -> Tensor.zeros(1L << 50).close();
              }
            }
          }
        };
    TrainConfig config = SmallRuns.smallest(shapes);
    assertThatExceptionOfType(TrainException.class)
        .isThrownBy(() -> Trainer.run(config, out, RunMode.NEW, greedy, "test"))
        .withMessageStartingWith("step 3 ran out of ")
        .withMessageContaining("train.batch_size (1)")
        .withMessageContaining("augment.image_size (32)")
        .withMessageContaining("model.num_queries (6)")
        .withMessageContaining("loss.num_points (16)")
        .withMessageEndingWith("the last checkpoint is kept")
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(TrainException.Kind.MEMORY);
          assertThat(e.getMessage()).doesNotContain("\n");
        });
    assertThat(Checkpoint.read(new RunPaths(out).lastCheckpoint()).info().step()).isEqualTo(2);
  }
}
