package io.yoso4j.cli;

import io.yoso4j.cli.report.InstancePage;
import io.yoso4j.eval.CocoComparison;
import io.yoso4j.eval.CocoEvaluation;
import io.yoso4j.eval.CocoEvaluator;
import io.yoso4j.eval.CocoFiles;
import io.yoso4j.eval.EvalConfig;
import io.yoso4j.eval.IouType;
import java.io.PrintWriter;

/** Evaluation of COCO instances: masks or boxes. */
final class InstanceFiles implements FileEvaluation {
  private final IouType type;

  InstanceFiles(IouType type) {
    this.type = type;
  }

  @Override
  public void run(FileEvalRequest request, PrintWriter out, PrintWriter err) {
    EvalConfig config = request.config();
    CocoFiles files = CocoFiles.read(type, request.truth(), request.results(), config.threads());
    CocoEvaluator evaluator = CocoEvaluator.create(config);
    String printed =
        files.detections().size() == 1
            ? evaluate(evaluator, files, request)
            : compare(evaluator, files, request);
    files.notes().forEach(note -> err.println("note: " + note));
    err.flush();
    out.print(printed);
    if (request.json()) {
      out.println();
    }
  }

  private static String evaluate(
      CocoEvaluator evaluator, CocoFiles files, FileEvalRequest request) {
    CocoEvaluation evaluation = evaluator.evaluate(files.truth(), files.detections().getFirst());
    if (request.page() != null) {
      InstancePage.write(
          request.page(),
          files.truth(),
          files.detections().getFirst().file(),
          evaluation,
          evaluator.confusion(files.truth(), files.detections().getFirst()));
    }
    return request.json()
        ? InstanceJson.of(evaluation, files)
        : InstanceText.of(evaluation, files.truth().categories());
  }

  private static String compare(CocoEvaluator evaluator, CocoFiles files, FileEvalRequest request) {
    CocoComparison comparison =
        evaluator.compare(
            files.truth(),
            files.detections().get(0),
            files.detections().get(1),
            request.resamples(),
            request.seed());
    return request.json()
        ? InstanceJson.of(comparison, files, request.seed())
        : InstanceText.of(comparison, request, files.truth().categories());
  }
}
