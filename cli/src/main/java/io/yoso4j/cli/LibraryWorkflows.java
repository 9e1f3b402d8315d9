package io.yoso4j.cli;

import io.yoso4j.cli.report.HtmlReport;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The commands' work, done by the yoso4j libraries. */
final class LibraryWorkflows implements Workflows {

  @Override
  public TrainResult train(TrainRequest request, TrainProgress progress) {
    RunConfigs.forTraining(request);
    throw new CliException(ExitCode.UNAVAILABLE, "training is not part of this build");
  }

  @Override
  public EvalResult evaluate(EvalRequest request) {
    throw new CliException(ExitCode.UNAVAILABLE, "evaluation is not part of this build");
  }

  @Override
  public PredictResult predict(PredictRequest request) {
    throw new CliException(ExitCode.UNAVAILABLE, "prediction is not part of this build");
  }

  @Override
  public void writeShapes(ShapesRequest request) {
    ShapesOptions options =
        ShapesOptions.DEFAULT
            .withCounts(request.train(), request.val())
            .withSize(request.size())
            .withSeed(request.seed());
    ShapesDataset.write(request.out(), options);
  }

  @Override
  public Path writeReport(Path run) {
    try {
      return HtmlReport.write(run, RunConfigs.validation(RunConfigs.ofRun(run, DataPaths.NONE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
