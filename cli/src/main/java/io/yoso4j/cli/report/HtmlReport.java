package io.yoso4j.cli.report;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.dataset.SplitPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the report of a run: one HTML page that holds everything it shows. */
public final class HtmlReport {

  private HtmlReport() {}

  /**
   * Writes {@code report.html} into the run folder, from the files of the run and its validation
   * images. Works on a run that is still going on or was stopped, and shows what is there.
   *
   * @param validation where the validation images are; null leaves the pictures out
   * @return the page
   * @throws DataException when {@code metrics.json} or {@code results_val.json} is broken
   * @throws IOException when a file of the run cannot be read
   */
  public static Path write(Path runFolder, @Nullable SplitPaths validation) throws IOException {
    Path target = runFolder.resolve("report.html");
    HtmlPage.write(page(runFolder, validation, ""), target);
    return target;
  }

  /**
   * The report as HTML, for a server that also answers {@code state}.
   *
   * @param state of the run's files; the page asks for it and draws itself anew when it changes
   * @throws DataException when {@code metrics.json} or {@code results_val.json} is broken
   * @throws IOException when a file of the run cannot be read
   */
  public static String live(Path runFolder, @Nullable SplitPaths validation, String state)
      throws IOException {
    return page(runFolder, validation, state).markup();
  }

  private static Html page(Path runFolder, @Nullable SplitPaths validation, String state)
      throws IOException {
    RunReport run = RunReport.read(runFolder);
    List<Map<String, ?>> galleries = List.of();
    String note = "";
    Path results = runFolder.resolve("results_val.json");
    if (!Files.exists(results)) {
      note =
          run.progress().finished()
              ? "No pictures: the run has no results_val.json."
              : "Pictures come at the end of the run.";
    } else if (validation == null) {
      note = "No pictures: the run has no validation images.";
    } else {
      try {
        CocoDataset data = validation.read(ReadOptions.STRICT).data();
        galleries =
            new Gallery(data, ResultsFile.read(results, data.categories(), Gallery.THRESHOLD))
                .sections();
        note = galleries.isEmpty() ? "No pictures: no validation image could be read." : "";
      } catch (DataException e) {
        note = "No pictures: " + e.getMessage();
      }
    }
    return new ReportPage(run).render(galleries, note, state);
  }
}
