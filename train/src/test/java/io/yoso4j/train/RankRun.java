package io.yoso4j.train;

import io.yoso4j.model.tensor.Device;
import io.yoso4j.train.criterion.StepCriterion;
import io.yoso4j.train.distributed.RankEnvironment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A process of {@link DistributedTrainingTest}, which its environment variables number. */
final class RankRun {
  private static final String POISON = "poison=";

  private RankRun() {}

  /**
   * @param args folder of the data set, run folder, mode, settings; among these {@code poison=R:N}
   *     makes the loss of rank R not finite at its evaluation N
   */
  public static void main(String[] args) {
    List<String> sets = new ArrayList<>(Arrays.asList(args).subList(3, args.length));
    RankEnvironment environment = RankEnvironment.of(System.getenv());
    String poison = POISON + environment.rank() + ":";
    Set<Integer> at =
        sets.stream()
            .filter(set -> set.startsWith(poison))
            .map(set -> Integer.parseInt(set.substring(poison.length())))
            .collect(Collectors.toSet());
    sets.removeIf(set -> set.startsWith(POISON));
    try {
      Trainer.run(
          SmallRuns.smallest(Path.of(args[0]), sets.toArray(String[]::new)),
          Path.of(args[1]),
          RunMode.valueOf(args[2]),
          new TrainListener() {
            @Override
            public void onStep(StepMetrics metrics) {
              System.out.println("step " + metrics.step());
            }
          },
          "test",
          environment,
          loss -> new Poisoned(StepCriterion.create(loss, Device.CPU), at));
    } catch (RuntimeException e) {
      System.out.println("error: " + e.getMessage());
      System.exit(1);
    }
  }
}
