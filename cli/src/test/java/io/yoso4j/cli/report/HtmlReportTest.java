package io.yoso4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.dataset.SplitPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HtmlReportTest {

  @TempDir private Path folder;

  @Test
  void showsEverySectionOfACompleteRun() throws IOException {
    Path run = folder.resolve("run");
    SplitPaths validation = SyntheticRun.write(run);

    String page = Files.readString(HtmlReport.write(run, validation));

    assertThat(page)
        .contains(
            "Mask AP",
            "0.654",
            "How training went",
            "Accuracy per class",
            "Examples",
            "Worst images")
        .contains("Class loss", "Mask loss", "Dice loss", "stage 0", "stage 2", "Learning rate")
        .contains("Could not be used", "empty objects", "000004.png")
        .contains("Provenance", "0123456789abcdef0123456789abcdef01234567-dirty", "file sha256")
        .contains("3 min 07 s", "1.40 GB", "./yoso4j quickstart --seed 5", "num_stages: 2");
    assertThat(page.split("data:image/jpeg;base64,", -1)).hasSize(25);
    assertThat(Files.list(run)).noneMatch(file -> file.toString().endsWith(".partial"));
  }

  @Test
  void escapesWhatComesFromFiles() throws IOException {
    Path run = folder.resolve("run");
    String page = Files.readString(HtmlReport.write(run, SyntheticRun.write(run)));

    assertThat(page)
        .contains("star &lt;script&gt;alert(1)&lt;/script&gt;", "(&lt;b&gt;a&amp;b&lt;/b&gt;.png)")
        .doesNotContain("<script>alert", "<b>a&b");
  }

  @Test
  void loadsNothingFromElsewhere() throws IOException {
    Path run = folder.resolve("run");
    String page = Files.readString(HtmlReport.write(run, SyntheticRun.write(run)));

    Matcher references =
        Pattern.compile("(?:src|href|url)\\s*[=(]\\s*[\"']?([^\"')> ]{1,20})").matcher(page);
    while (references.find()) {
      assertThat(references.group(1)).matches("(data:image/|#).*");
    }
    assertThat(page).doesNotContain("https://").doesNotContain("http://");
  }

  @Test
  void reportsARunThatHasOnlyBegun() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(run.resolve("config.yaml"), "seed: 1\n");

    String page = Files.readString(HtmlReport.write(run, null));

    assertThat(page)
        .contains("Nothing has been recorded yet.", "Pictures come at the end of the run.");
    assertThat(page).doesNotContain("How training went", "Accuracy per class");
  }

  @Test
  void saysWhyPicturesAreMissing() throws IOException {
    Path run = folder.resolve("run");
    SplitPaths validation = SyntheticRun.write(run);
    Path gone = folder.resolve("gone.json");

    String page =
        Files.readString(HtmlReport.write(run, SplitPaths.of("val", gone, validation.images())));

    assertThat(page).contains("No pictures: " + Html.escape(gone.toString()));
  }

  @Test
  void writesTheSameBytesTwice() throws IOException {
    Path run = folder.resolve("run");
    SplitPaths validation = SyntheticRun.write(run);

    byte[] first = Files.readAllBytes(HtmlReport.write(run, validation));

    assertThat(Files.readAllBytes(HtmlReport.write(run, validation))).isEqualTo(first);
  }

  /** For looking at: {@code -Dreport.folder=DIR} keeps the synthetic run there. */
  @Test
  void keepsARunToLookAt() throws IOException {
    String keep = System.getProperty("report.folder");
    org.junit.jupiter.api.Assumptions.assumeTrue(
        keep != null, "no folder asked for with -Dreport.folder");
    Path run = Path.of(keep, "run");
    assertThat(HtmlReport.write(run, SyntheticRun.write(run))).exists();
  }
}
