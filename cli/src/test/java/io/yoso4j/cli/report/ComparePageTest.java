package io.yoso4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.train.lab.LabFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class ComparePageTest {

  @TempDir private Path folder;

  private static String example() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ComparePageTest.class.getResourceAsStream("compare.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static ObjectNode result() throws IOException {
    return (ObjectNode) JsonMapper.shared().readTree(example());
  }

  private String page(String json) throws IOException {
    Path file = folder.resolve("compare.json");
    Path page = folder.resolve("compare.html");
    Files.writeString(file, json);
    ComparePage.write(LabFile.read(file), page);
    return Files.readString(page);
  }

  private String page(JsonNode result) throws IOException {
    return page(result.toString());
  }

  @Test
  void theVerdictComesFirstAndEveryPartIsThere() throws IOException {
    String page = page(example());

    assertThat(page)
        .containsSubsequence(
            "<h1>Losses on shapes</h1>",
            "<h2>Verdict</h2>",
            "baseline is worse than set",
            "What is missing",
            "What is said of losses",
            "✗ the opposite is shown here",
            "✓ shown here",
            "○ not shown here",
            "<h2>Results</h2>",
            "<h2>Differences</h2>",
            "<h2>Accuracy in the course of training</h2>",
            "AP against steps",
            "AP against time",
            "<h2>Loss terms</h2>",
            "Dice term",
            "Class gradient",
            "Changed matches",
            "<h2>Per class</h2>",
            "Masks of 24 × 24",
            "Memory allocated by resolution",
            "<h2>What was done</h2>",
            "<h2>How to repeat it</h2>",
            "./yoso4j compare --data shapes",
            "29 min 10 s");
    assertThat(page)
        .doesNotContain("{{", "http://", "https://", "src=")
        .doesNotContainPattern("NaN[^(]");
  }

  @Test
  void numbersAreThoseOfTheResult() throws IOException {
    assertThat(page(example()))
        .contains("<td class=\"number\">0.470<small>0.460 to 0.481</small></td>")
        .contains("AP: −0.050, 95% interval −0.072 to −0.028, shown\nset 0.520, baseline 0.470")
        .contains("<td class=\"number\">3.1 ms</td><td class=\"number\">4.1 ms</td>")
        .contains("+0.8 to +1.2", "9.0%", "+13.0 to +17.0 points")
        .contains("baseline, matching: 29.49 ms")
        .contains("51.7<small>in 2 of 3 trainings</small>")
        .contains("0.363<small>−0.057 *</small>")
        .as("a step, a training and the loss's share as measured")
        .contains(
            "<td class=\"number\">118<small>116 to 120</small></td><td class=\"number\">71<small>70 to 72</small></td><td class=\"number\">11%<small>11 to 12</small></td>");
  }

  @Test
  void linksOnlyToReportsThatAreThere() throws IOException {
    Path run = Files.createDirectories(folder.resolve("runs/set-seed1"));
    Files.writeString(run.resolve("report.html"), "");

    assertThat(page(example()))
        .containsOnlyOnce("report.html")
        .contains(
            "<a href=\"./runs/set-seed1/report.html\">0.491<span class=\"hidden\"> for set, seed 1</span></a>");
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    assertThat(page(example()))
        .contains("mine, seed 3, ended at step 300 and is not in the results: the loss of step 301")
        .contains("The validation images hold no large objects, so there is no APl.")
        .contains("The validation images hold no objects of: star.")
        .contains("APl: nothing to compare")
        .doesNotContain("There is one seed");
  }

  @Test
  void aSingleSeedHasNoSpread() throws IOException {
    ObjectNode result = result();
    ((ObjectNode) result.get("plan")).set("seeds", JsonMapper.shared().readTree("[1]"));
    for (JsonNode variant : result.get("variants").values()) {
      ArrayNode runs = (ArrayNode) variant.get("runs");
      while (runs.size() > 1) {
        runs.remove(1);
      }
      variant.get("summary").values().forEach(spread -> ((ObjectNode) spread).put("count", 1));
    }
    for (JsonNode pair : result.get("comparisons").values()) {
      pair.get("metrics")
          .values()
          .forEach(
              value -> ((ObjectNode) value).putNull("low").putNull("high").put("clear", false));
    }

    assertThat(page(result))
        .contains("There is one seed: how much other seeds would change the numbers is not known")
        .contains("mask AP, one seed", "<td class=\"number\">0.470</td>", "−0.050, no interval")
        .doesNotContain("thin lines are seeds", "<polyline class=\"faint");
  }

  /** Their intervals leave out 0, but that is of the images alone. */
  @Test
  void oneSeedMarksNothing() throws IOException {
    ObjectNode result = result();
    for (JsonNode pair : result.get("comparisons").values()) {
      ((ObjectNode) pair).put("seeds", 1);
    }

    requireNothingMarked(page(result));
  }

  @Test
  void lossesThatLearnedNothingMarkNothing() throws IOException {
    ObjectNode result = result();
    for (JsonNode variant : result.get("variants").values()) {
      ((ObjectNode) variant.get("summary").get("AP")).put("mean", 0.04);
    }

    requireNothingMarked(page(result));
  }

  private static void requireNothingMarked(String page) {
    assertThat(page)
        .contains("95% interval −0.072 to −0.028\nset 0.520", "<small>−0.057</small>")
        .doesNotContain("<small>−0.057 *</small>", ", shown\n");
  }

  @Test
  void manyDifferencesAreSaidToBeMany() throws IOException {
    assertThat(page(example()))
        .containsSubsequence(
            "<h2>Differences</h2>", "one in twenty", "<h2>Per class</h2>", "one in twenty");
  }

  @Test
  void theUnitOfTheBudgetSaysWhichMeansCompare() throws IOException {
    ObjectNode result = result();
    assertThat(page(result)).contains("compare losses by steps.");

    ((ObjectNode) result.get("plan").get("budget")).put("unit", "minutes");

    assertThat(page(result)).contains("compare losses by time.");
  }

  @Test
  void probesAreOfNoMoreImagesThanThereAre() throws IOException {
    ObjectNode result = result();
    assertThat(page(result)).contains("On 16 validation images");

    ((ObjectNode) result.get("plan")).put("val_images", 5);

    assertThat(page(result)).contains("On 5 validation images");
  }

  @Test
  void whatWasTimedIsSaid() throws IOException {
    ObjectNode result = result();
    assertThat(page(result))
        .contains(
            "on one thread: 8 images, as in a training step", "targets of 96; size as trained");

    for (JsonNode cost : result.get("efficiency").values()) {
      ((ObjectNode) cost).put("batch", 2).put("mask_width", 48).put("target_width", 192);
    }

    assertThat(page(result))
        .contains("2 of the 8 images of a training step")
        .contains("Masks of 24 × 48", "targets of 96 × 192; size as trained");
  }

  @Test
  void onAGpuOnlyTheWholeIsShown() throws IOException {
    ObjectNode result = result();
    for (JsonNode cost : result.get("efficiency").values()) {
      for (String part :
          new String[] {
            "matching_ms", "sampling_ms", "loss_ms", "gradient_ms", "allocated_bytes"
          }) {
        ((ObjectNode) cost).putNull(part);
      }
    }

    assertThat(page(result))
        .contains(
            "On this device only the whole time is known, and not what memory is allocated.",
            "baseline, all of it: 50.14 ms")
        .doesNotContain("Memory allocated by resolution", "baseline, matching");
  }

  @Test
  void withoutAnyFinishedTrainingThereIsStillAPage() throws IOException {
    ObjectNode result = result();
    for (JsonNode variant : result.get("variants").values()) {
      ((ObjectNode) variant).putObject("summary");
      for (JsonNode run : variant.get("runs").values()) {
        ObjectNode failed = (ObjectNode) run;
        failed.putNull("accuracy").put("failure", "stopped");
        failed.putArray("curve");
        failed.putArray("probes");
      }
    }
    result.putArray("comparisons");
    result.putArray("claims");
    result.putArray("efficiency");

    assertThat(page(result))
        .contains("no training ended", "not ended", "seed 1, ended at step 600")
        .doesNotContain("<h2>Differences</h2>", "What is said of losses", "What the losses cost")
        .doesNotContainPattern("NaN[^(]");
  }

  @Test
  void namesAreEscaped() throws IOException {
    String nasty = example().replace("\"circle\"", "\"<script>alert(1)</script>\"");

    assertThat(page(nasty))
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script>alert");
  }
}
