package io.yoso4j.train.lab;

import io.yoso4j.model.tensor.Engine;
import io.yoso4j.train.RunPaths;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a comparison ran on, as its runs recorded it. */
final class Environments {
  /** The part of {@code metrics.json} that tells what a run was made by. */
  private record RunOrigin(Origin provenance) {}

  private record Origin(
      String yoso4j,
      @Nullable String commit,
      String java,
      String libtorch,
      String system,
      String device,
      int threads) {}

  private Environments() {}

  static LabEnvironment of(List<LabRun> runs) {
    Optional<LabRun> trained = runs.stream().filter(run -> run.state().finished()).findFirst();
    int processors = Runtime.getRuntime().availableProcessors();
    if (trained.isEmpty()) {
      return new LabEnvironment(
          runs.getFirst().command(),
          "unknown",
          null,
          Runtime.version().toString(),
          Engine.version(),
          System.getProperty("os.name"),
          Engine.device().toString(),
          Engine.options().threads(),
          processors);
    }
    Origin origin =
        LabFile.readJson(new RunPaths(trained.get().folder()).metrics(), RunOrigin.class)
            .provenance();
    return new LabEnvironment(
        runs.getFirst().command(),
        origin.yoso4j(),
        origin.commit(),
        origin.java(),
        origin.libtorch(),
        origin.system(),
        origin.device(),
        origin.threads(),
        processors);
  }
}
