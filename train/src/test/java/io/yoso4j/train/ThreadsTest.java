package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.weights.WeightTensor;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.criterion.StepCriterion;
import io.yoso4j.train.distributed.RankEnvironment;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads of the loader and of the criterion change no bit of the weights. */
class ThreadsTest {
  @TempDir static Path temp;

  private static Path shapes;
  private static Map<String, WeightTensor> expected;

  @BeforeAll
  static void trainOnOneThread() {
    shapes = temp.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(5, 2).withSize(48));
    expected = train(temp.resolve("one"), 1, 1, 2);
  }

  private static Map<String, WeightTensor> train(
      Path out, int loader, int criterion, int prefetch) {
    TrainConfig config =
        SmallRuns.smallest(
            shapes,
            "engine.threads=1",
            "train.batch_size=3",
            "data.loader_threads=" + loader,
            "data.prefetch=" + prefetch);
    Trainer.run(
        config,
        out,
        RunMode.NEW,
        new TrainListener() {},
        "test",
        RankEnvironment.alone(),
        loss -> StepCriterion.create(loss.toBuilder().parallelism(criterion).build(), Device.CPU));
    return SmallRuns.state(out);
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 2", "1, 2, 2", "2, 2, 2", "4, 4, 1", "3, 2, 9"})
  void threadsChangeNothing(int loader, int criterion, int prefetch) {
    Path out = temp.resolve("l%d-c%d-p%d".formatted(loader, criterion, prefetch));
    assertThat(train(out, loader, criterion, prefetch)).isEqualTo(expected);
  }
}
