package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.DataPaths;
import io.yoso4j.cli.report.ComparePage;
import io.yoso4j.cli.report.HtmlReport;
import io.yoso4j.train.lab.LabResult;
import io.yoso4j.train.lab.RunResult;
import io.yoso4j.train.lab.VariantResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The pages of a comparison: its own, and the report of every training, which it links to. */
final class ComparePages {
  private ComparePages() {}

  /**
   * Writes them into the comparison's folder.
   *
   * @return the comparison's own page
   */
  static Path write(LabResult result, Path folder) {
    for (VariantResult variant : result.variants()) {
      for (RunResult training : variant.runs()) {
        Path run = folder.resolve(training.folder());
        if (Files.exists(run.resolve("config.yaml"))) {
          report(run);
        }
      }
    }
    Path page = folder.resolve("compare.html");
    ComparePage.write(result, page);
    return page;
  }

  private static void report(Path run) {
    try {
      HtmlReport.write(run, RunConfigs.validation(RunConfigs.ofRun(run, DataPaths.NONE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
