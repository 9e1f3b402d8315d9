package io.yoso4j.cli;

import io.yoso4j.train.StepProfile;
import io.yoso4j.train.pipeline.LoaderProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Remembers what it was asked and answers at once, or fails as it was told to. */
final class FakeWorkflows implements Workflows {

  final List<Object> requests = new ArrayList<>();
  Optional<RuntimeException> failure = Optional.empty();
  boolean interrupted;
  int unreadable;

  @Override
  public TrainResult train(TrainRequest request, TrainProgress progress) {
    record(request);
    progress.started("training on 4 images", 0, 2);
    progress.step(1, 9, Map.of("s0_loss_mask", 5.0, "s1_loss_mask", 4.0), 10);
    progress.step(2, 8, Map.of("s0_loss_mask", 4.5, "s1_loss_mask", 3.5), 10);
    progress.evaluated(2, Map.of("AP", 0.6, "AP50", 0.8, "AP75", 0.7), Map.of("AP", 0.5));
    progress.profiled(
        new StepProfile(
            2, 4, Map.of("forward", 0.5), new LoaderProfile(8, 0.04, Map.of("decode", 0.03)), 2));
    return new TrainResult(2, 61, interrupted, Map.of("AP", 0.6, "AP50", 0.8), Map.of("AP", 0.5));
  }

  @Override
  public EvalResult evaluate(EvalRequest request) {
    record(request);
    return new EvalResult(
        3,
        Map.of("AP", 0.6),
        Map.of("AP", 0.5),
        List.of("line one", "line two"),
        Map.of("cat", 0.25, "dog", Double.NaN));
  }

  @Override
  public PredictResult predict(PredictRequest request, PredictProgress progress) {
    record(request);
    progress.advanced(1, request.images().size(), 5);
    int read = request.images().size() - unreadable;
    return new PredictResult(read, read == 0 ? 0 : 5, unreadable, interrupted);
  }

  @Override
  public ExplainResult explain(ExplainTask task) {
    record(task);
    return new ExplainResult(
        task.run().resolve("explain/cat.html"),
        "1 of 2 objects are found.",
        List.of("Object 2 (cat): missed."),
        List.of("1 object is left out"));
  }

  @Override
  public void writeShapes(ShapesRequest request) {
    record(request);
  }

  @Override
  public Path writeReport(Path run) {
    record(run);
    return run.resolve("report.html");
  }

  private void record(Object request) {
    requests.add(request);
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  <T> T last(Class<T> type) {
    return requests.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .reduce((_, b) -> b)
        .orElseThrow();
  }

  static Path runFolder(Path parent) throws java.io.IOException {
    Path run = Files.createDirectories(parent.resolve("run"));
    Files.writeString(run.resolve("config.yaml"), "seed: 1\n");
    return run;
  }
}
