package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training tells of its own time, stopped and resumed. */
final class StepProfileTest {
  private static final int STOP = 2;

  @TempDir private Path folder;

  /** Stops after some steps, and keeps the profiles. */
  private static final class Watcher implements TrainListener {
    private final List<StepProfile> profiles = new ArrayList<>();
    private final int stop;
    private int steps;

    Watcher(int stop) {
      this.stop = stop;
    }

    @Override
    public void onStep(StepMetrics metrics) {
      steps++;
    }

    @Override
    public void onProfile(StepProfile profile) {
      profiles.add(profile);
    }

    @Override
    public boolean stopRequested() {
      return steps == stop;
    }
  }

  @Test
  void everyProcessTellsOfItsOwnSteps() {
    Path shapes = folder.resolve("shapes");
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(6, 2).withSize(64));
    var config = SmallRuns.config(shapes);
    int batch = config.train().batchSize();
    Watcher first = new Watcher(STOP);
    Trainer.run(config, folder.resolve("run"), RunMode.NEW, first, "test");
    Watcher second = new Watcher(-1);
    Trainer.run(config, folder.resolve("run"), RunMode.RESUME, second, "test");

    assertThat(first.profiles).singleElement().satisfies(profile -> check(profile, STOP, batch));
    assertThat(second.profiles)
        .singleElement()
        .satisfies(profile -> check(profile, SmallRuns.STEPS - STOP, batch));
  }

  private static void check(StepProfile profile, int steps, int batch) {
    assertThat(profile.steps()).isEqualTo(steps);
    assertThat(profile.images()).isEqualTo((long) steps * batch);
    assertThat(profile.parts().keySet())
        .containsExactly("data", "forward", "criterion", "backward", "optimizer");
    assertThat(profile.parts().values()).allMatch(seconds -> seconds > 0);
    assertThat(profile.loader().samples()).isGreaterThanOrEqualTo(profile.images());
    assertThat(profile.loader().parts())
        .hasEntrySatisfying("decode", seconds -> assertThat(seconds).isPositive())
        .hasEntrySatisfying("resize", seconds -> assertThat(seconds).isPositive())
        .hasEntrySatisfying("jitter", seconds -> assertThat(seconds).isPositive())
        .hasEntrySatisfying("rasterise", seconds -> assertThat(seconds).isPositive());
  }
}
