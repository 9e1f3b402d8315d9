package io.yoso4j.cli;

import io.yoso4j.cli.report.HtmlReport;
import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.eval.CategoryResult;
import io.yoso4j.train.InstanceEvaluation;
import io.yoso4j.train.RunSummary;
import io.yoso4j.train.TrainedModel;
import io.yoso4j.train.Trainer;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.distributed.RankEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commands' work, done by the yoso4j libraries. */
final class LibraryWorkflows implements Workflows {

  @Override
  public TrainResult train(TrainRequest request, TrainProgress progress) {
    TrainConfig config = RunConfigs.forTraining(request, progress::note);
    RankEnvironment environment = RankEnvironment.of(System.getenv());
    RunSummary summary =
        Trainer.run(
            config,
            request.out(),
            request.mode(),
            new ProgressListener(
                progress, environment.first() ? () -> writeReport(request.out()) : () -> {}),
            request.commandLine(),
            environment);
    return new TrainResult(
        summary.steps(), summary.seconds(), summary.interrupted(), summary.segm(), summary.bbox());
  }

  @Override
  public EvalResult evaluate(EvalRequest request) {
    TrainConfig config = RunConfigs.ofRun(request.run(), request.data());
    SplitPaths paths = RunConfigs.validation(config);
    if (paths == null) {
      throw new CliException(
          ExitCode.USAGE,
          "the run has no validation images: give --data DIR, or --val-images and --val-annotations");
    }
    CocoDataset data = paths.read(ReadOptions.STRICT).data();
    data.verifyImages();
    try (TrainedModel model = TrainedModel.open(request.run(), request.checkpoint(), config)) {
      requireClasses(model, data);
      InstanceEvaluation evaluation = InstanceEvaluation.run(model.segmenter(), data);
      Map<String, Double> perClass = new LinkedHashMap<>();
      for (CategoryResult result : evaluation.segm().categories()) {
        perClass.put(
            model.categories().get(result.category()).name(),
            result.ap() < 0 ? Double.NaN : result.ap());
      }
      List<String> summary = new ArrayList<>();
      summary.add("Masks:");
      evaluation.segm().summary().lines().forEach(summary::add);
      summary.add("Boxes:");
      evaluation.bbox().summary().lines().forEach(summary::add);
      return new EvalResult(
          data.images().size(),
          evaluation.segm().named(),
          evaluation.bbox().named(),
          summary,
          perClass);
    }
  }

  private static void requireClasses(TrainedModel model, CocoDataset data) {
    List<String> known = model.categories().stream().map(Category::name).toList();
    List<String> asked = data.categories().stream().map(Category::name).toList();
    if (!known.equals(asked)) {
      throw new CliException(
          ExitCode.DATA_ERROR,
          "%s: its classes %s are not those of the run, %s".formatted(data.source(), asked, known));
    }
  }

  @Override
  public PredictResult predict(PredictRequest request, PredictProgress progress) {
    try (PredictionModel model = PredictionModel.open(request.model(), request.settings())) {
      model.notes().forEach(progress::note);
      return PredictionRun.of(model, request, progress);
    }
  }

  @Override
  public ExplainResult explain(ExplainTask task) {
    return new ExplanationRun(task).run();
  }

  @Override
  public void writeShapes(ShapesRequest request) {
    ShapesOptions options =
        ShapesOptions.DEFAULT
            .withCounts(request.train(), request.val())
            .withSize(request.size())
            .withSeed(request.seed())
            .withAnyHue(request.anyHue());
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
