package io.yoso4j.train;

import io.yoso4j.train.distributed.RankEnvironment;
import java.nio.file.Path;
import java.util.Arrays;

/** A process of {@link DistributedTrainingTest}, which its environment variables number. */
final class RankRun {
  private RankRun() {}

  /**
   * @param args folder of the data set, run folder, mode, settings
   */
  public static void main(String[] args) {
    String[] sets = Arrays.copyOfRange(args, 3, args.length);
    RankEnvironment environment = RankEnvironment.of(System.getenv());
    try {
      Trainer.run(
          SmallRuns.smallest(Path.of(args[0]), sets),
          Path.of(args[1]),
          RunMode.valueOf(args[2]),
          new TrainListener() {
            @Override
            public void onStep(StepMetrics metrics) {
              System.out.println("step " + metrics.step());
            }
          },
          "test",
          environment);
    } catch (RuntimeException e) {
      System.out.println("error: " + e.getMessage());
      System.exit(1);
    }
  }
}
