package io.yoso4j.cli;

import io.yoso4j.cli.report.PanopticPage;
import io.yoso4j.data.dataset.PanopticFile;
import io.yoso4j.eval.EvalConfig;
import io.yoso4j.eval.PanopticEvaluation;
import io.yoso4j.eval.PanopticEvaluator;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Evaluation of panoptic segments: JSON files with a folder of id images each. */
final class PanopticFiles implements FileEvaluation {
  private static final int WARNINGS_SHOWN = 5;

  @Override
  public void run(FileEvalRequest request, PrintWriter out, PrintWriter err) {
    if (request.results().size() > 1) {
      throw new CliException(ExitCode.USAGE, "--type panoptic takes one --dt");
    }
    if (!request.config().equals(EvalConfig.coco())) {
      throw new CliException(
          ExitCode.USAGE, "--iou-thresholds and --max-dets do not go with --type panoptic");
    }
    Path results = request.results().getFirst();
    Path truthFolder = folder("--gt-folder", request.truth(), request.truthFolder());
    Path resultFolder = folder("--dt-folder", results, request.resultFolder());
    PanopticEvaluation evaluation =
        PanopticEvaluator.create()
            .evaluate(
                PanopticFile.readTruth(request.truth(), truthFolder),
                PanopticFile.readResults(results, resultFolder));
    if (request.page() != null) {
      PanopticPage.write(request.page(), request.truth(), results, evaluation);
    }
    if (request.json()) {
      out.println(PanopticJson.write(evaluation));
    } else {
      PanopticText.lines(evaluation).forEach(out::println);
    }
    warn(evaluation.warnings(), err);
  }

  private static void warn(List<String> warnings, PrintWriter err) {
    warnings.stream().limit(WARNINGS_SHOWN).forEach(line -> err.println("warning: " + line));
    if (warnings.size() > WARNINGS_SHOWN) {
      err.printf(
          "warning: and %d more; --json and --html list them%n", warnings.size() - WARNINGS_SHOWN);
    }
    err.flush();
  }

  /** The folder beside {@code panoptic.json} is {@code panoptic}, as for panopticapi. */
  private static Path folder(String option, Path json, @Nullable Path given) {
    if (given != null) {
      DataOptions.folder(option, given);
      return given;
    }
    String name = Objects.requireNonNull(json.getFileName()).toString();
    String stem = name.replaceFirst("\\.json$", "");
    Path folder = json.resolveSibling(stem);
    if (stem.equals(name) || !Files.isDirectory(folder)) {
      throw new CliException(
          ExitCode.NO_INPUT,
          "%s: no folder of PNG images%s"
              .formatted(json, stem.equals(name) ? " known" : " beside it: " + folder),
          "Name it with " + option + " DIR.");
    }
    return folder;
  }
}
