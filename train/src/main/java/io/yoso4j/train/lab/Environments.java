package io.yoso4j.train.lab;

import io.yoso4j.data.DataException;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.train.RunPaths;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a comparison ran on, as its runs recorded it. */
final class Environments {
  /** The part of {@code metrics.json} that tells what a run was made by. */
  private record RunOrigin(@Nullable Origin provenance) {}

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
    Path metrics = new RunPaths(trained.get().folder()).metrics();
    Origin origin = LabFile.readJson(metrics, RunOrigin.class).provenance();
    if (origin == null) {
      throw new DataException(metrics + ": does not say what the run was made by (provenance)");
    }
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
