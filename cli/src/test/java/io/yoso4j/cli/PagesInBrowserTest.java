package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.cli.report.ComparePage;
import io.yoso4j.cli.report.HtmlReport;
import io.yoso4j.cli.report.SyntheticRun;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.train.lab.LabFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every kind of page, opened by a real browser on a narrow screen, and used by keyboard. */
final class PagesInBrowserTest extends CommandTest {
  private static final int NARROW = 500;

  /** Charts and tables that each page must have at least. */
  private static final Map<String, List<Integer>> LEAST =
      Map.of(
          "report", List.of(6, 2),
          "eval", List.of(8, 2),
          "panoptic", List.of(0, 2),
          "stats", List.of(6, 2),
          "doctor", List.of(0, 2),
          "compare", List.of(18, 9),
          "explain", List.of(0, 2));

  private Browser browser;
  private SplitPaths validation;
  private Path run;

  @BeforeEach
  void makeARun() throws IOException {
    browser = Browser.find(folder);
    run = folder.resolve("run");
    validation = SyntheticRun.write(run);
  }

  @Test
  void everyPageWorks() throws IOException, InterruptedException {
    List<Path> pages =
        List.of(report(), eval(), panoptic(), stats(), doctor(), compare(), explain());
    Path all = folder.resolve("all.html");
    Files.writeString(all, inFrames(pages));

    Browser.Shown shown = browser.open(all.toUri().toString());

    assertThat(shown.console()).isEmpty();
    JsonNode seen = JsonMapper.shared().readTree(unescaped(shown.dom().split("PROBE")[1]));
    assertThat(seen.size()).isEqualTo(pages.size());
    for (JsonNode page : seen.values()) {
      String name = page.get("name").asString();
      for (String bad :
          List.of("errors", "wide", "repeatedIds", "deadLinks", "dumbCharts", "unsorted")) {
        assertThat(page.get(bad).values()).as("%s: %s", name, bad).isEmpty();
      }
      for (String none :
          List.of("overflow", "namelessPictures", "headlessColumns", "unreachable")) {
        assertThat(page.get(none).asInt()).as("%s: %s", name, none).isZero();
      }
      assertThat(page.get("landmarks").toString()).as("%s: landmarks", name).isEqualTo("[1,1,1,1]");
      assertThat(page.get("skips").asBoolean())
          .as("%s: heading levels are skipped", name)
          .isFalse();
      List<Integer> least = Objects.requireNonNull(LEAST.get(name));
      assertThat(page.get("charts").asInt())
          .as("%s: charts", name)
          .isGreaterThanOrEqualTo(least.get(0));
      assertThat(page.get("tables").asInt())
          .as("%s: tables", name)
          .isGreaterThanOrEqualTo(least.get(1));
    }
  }

  @Test
  void theWatchedRunWorks() throws IOException, InterruptedException {
    try (RunServer server = RunServer.start(run, validation, 0)) {
      Browser.Shown shown = browser.open(server.uri().toString());

      assertThat(shown.console()).isEmpty();
      assertThat(shown.dom()).contains("data-state=", "How training went", "tabindex=\"0\"");
    }
  }

  private Path report() throws IOException {
    return HtmlReport.write(run, validation);
  }

  private Path eval() {
    Path page = folder.resolve("eval.html");
    int code =
        run(
            "eval",
            "--gt",
            validation.annotations(),
            "--dt",
            run.resolve("results_val.json"),
            "--html",
            page);
    assertThat(code).as(err.toString()).isZero();
    return page;
  }

  private Path panoptic() throws IOException {
    Path truth = folder.resolve("gt.json");
    Path found = folder.resolve("found.json");
    Files.writeString(
        truth,
        """
        {"categories": [{"id": 3, "name": "cat", "isthing": 1}, {"id": 5, "name": "sky", "isthing": 0}],
         "annotations": [{"image_id": 8, "file_name": "8.png", "segments_info":
          [{"id": 1, "category_id": 3, "iscrowd": 0, "area": 1}, {"id": 2, "category_id": 5, "iscrowd": 0, "area": 1}]}]}
        """);
    Files.writeString(
        found,
        """
        {"annotations": [{"image_id": 8, "file_name": "8.png", "segments_info":
          [{"id": 1, "category_id": 3}, {"id": 2, "category_id": 5}]}]}
        """);
    RgbImage ids = RgbImage.of(2, 1, new byte[] {1, 0, 0, 2, 0, 0});
    ImageFiles.writePng(ids, folder.resolve("gt").resolve("8.png"));
    ImageFiles.writePng(ids, folder.resolve("found").resolve("8.png"));
    Path page = folder.resolve("panoptic.html");
    assertThat(run("eval", "--type", "panoptic", "--gt", truth, "--dt", found, "--html", page))
        .as(err.toString())
        .isZero();
    return page;
  }

  private Path stats() {
    Path page = folder.resolve("stats.html");
    assertThat(run("data", "stats", data(), "--html", page)).as(err.toString()).isZero();
    return page;
  }

  private Path doctor() {
    Path page = folder.resolve("doctor.html");
    int code = run("data", "doctor", data(), "--queries", "1", "--html", page);
    assertThat(code).as(err.toString()).isEqualTo(ExitCode.WARNINGS.code());
    return page;
  }

  private Path compare() throws IOException {
    Path json = folder.resolve("compare.json");
    Files.writeString(json, resource("report/compare.json"));
    Path page = folder.resolve("compare.html");
    ComparePage.write(LabFile.read(json), page);
    return page;
  }

  private Path explain() {
    Path shapes = folder.resolve("shapes");
    Path trained = ExplainableRun.train(shapes, folder.resolve("trained"));
    Path page = folder.resolve("explain.html");
    int code =
        run(
            new LibraryWorkflows(),
            "explain",
            "--run",
            trained,
            "--image",
            shapes.resolve("val/000001.png"),
            "--out",
            page);
    assertThat(code).as(err.toString()).isZero();
    return page;
  }

  private Path data() {
    return run.resolveSibling("run-data");
  }

  /** One page that shows them all, so that the browser starts once. */
  private String inFrames(List<Path> pages) throws IOException {
    List<String> frames = new ArrayList<>();
    for (Path page : pages) {
      String name = page.getFileName().toString().replace(".html", "");
      String text =
          Files.readString(page)
              .replaceFirst(
                  "<head>",
                  "<head><script>window.probeErrors = []; addEventListener('error', (e) =>"
                      + " probeErrors.push(e.message ?? e.target.outerHTML), true);</script>");
      frames.add(
          "<iframe title=\"%s\" width=\"%d\" height=\"900\" srcdoc=\"%s\"></iframe>"
              .formatted(name, NARROW, text.replace("&", "&amp;").replace("\"", "&quot;")));
    }
    return "<!doctype html><meta charset=\"utf-8\"><body>%s<script>%s</script>"
        .formatted(String.join("\n", frames), resource("probe.js"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PagesInBrowserTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String unescaped(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
  }
}
