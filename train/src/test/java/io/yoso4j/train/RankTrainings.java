package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.model.weights.WeightTensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Trainings that several processes and one process can make, and what they have in common. */
final class RankTrainings {
  static final int STEPS = 20;
  private static final double TOLERANCE = 1e-5;

  private RankTrainings() {}

  static void writeData(Path shapes) {
    ShapesDataset.write(shapes, ShapesOptions.DEFAULT.withCounts(9, 5).withSize(64));
  }

  /**
   * Settings under which rounding stays rounding: with plain momentum, points that do not depend on
   * predictions and steps of bounded length, 20 steps move weights by about 5e-3, which is what the
   * tolerance must be seen against. Under Adam, gradients that are zero but for rounding become
   * full steps, and a changed last bit may swap two pairs or points. A batch of 5 is divided
   * unevenly by every number of ranks from 2 to 4.
   */
  static List<String> sets(String... more) {
    List<String> sets =
        new ArrayList<>(
            List.of(
                "augment.image_size=64",
                "eval.input_size=64",
                "train.batch_size=5",
                "train.steps=" + STEPS,
                "eval.every=10",
                "checkpoint.every=3",
                "checkpoint.keep=3",
                "log.tensorboard=false",
                "loss.points=full",
                "optim.optimizer=sgd",
                "optim.lr=2e-3",
                "optim.clip_norm=0.01",
                "model.norm=sync",
                "distributed.timeout_seconds=300",
                "engine.threads=1"));
    Collections.addAll(sets, more);
    return sets;
  }

  /** A run of one process. */
  static Path alone(Path shapes, Path out, String... more) {
    SmallRuns.train(
        SmallRuns.smallest(shapes, sets(more).toArray(String[]::new)), out, RunMode.NEW);
    return out;
  }

  /** What the evaluations of a run gave. */
  static List<String> evaluations(Path out) throws IOException {
    return SmallRuns.metrics(out).stream().filter(line -> line.contains("\"eval\"")).toList();
  }

  /** Weights, running statistics and the optimiser's state are the same but for rounding. */
  static void assertClose(Path actual, Path expected) {
    Map<String, WeightTensor> mine = SmallRuns.state(actual);
    Map<String, WeightTensor> others = SmallRuns.state(expected);
    assertThat(mine).containsOnlyKeys(others.keySet());
    others.forEach((name, tensor) -> {
      float[] want = tensor.data().toArray(ValueLayout.JAVA_FLOAT);
      float[] have = mine.get(name).data().toArray(ValueLayout.JAVA_FLOAT);
      for (int i = 0; i < want.length; i++) {
        double bound = TOLERANCE * Math.max(1, Math.abs(want[i]));
        assertThat((double) Math.abs(have[i] - want[i]))
            .as("%s[%d]", name, i)
            .isLessThanOrEqualTo(bound);
      }
    });
  }
}
