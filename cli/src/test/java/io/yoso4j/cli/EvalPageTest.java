package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code eval --gt --dt --html}. */
final class EvalPageTest extends CommandTest {
  private static final String SQUARE = "[[%1$d, 10, %2$d, 10, %2$d, 20, %1$d, 20]]";

  /** As a value; the script asks {@code isNaN(}. */
  private static final String NOT_A_NUMBER = "NaN[^(]";

  /** A cat that is found, a cat found as a dog, and a dog that is not found. */
  @BeforeEach
  void writeFiles() throws IOException {
    write(
        "gt.json",
        "{'images': [{'id': 1, 'height': 50, 'width': 99}],"
            + " 'categories': [{'id': 3, 'name': 'cat <b>'}, {'id': 9, 'name': 'dog'},"
            + " {'id': 4, 'name': 'owl'}], 'annotations': ["
            + truth(1, 3, 10)
            + ","
            + truth(2, 3, 30)
            + ","
            + truth(3, 9, 60)
            + "]}");
    write("dt.json", "[" + found(3, 0.9, 10) + "," + found(9, 0.8, 30) + "]");
    write("empty.json", "[]");
    write("nothing.json", "{'images': [], 'categories': [], 'annotations': []}");
  }

  private static String truth(int id, int category, int x) {
    return ("{'id': %d, 'image_id': 1, 'category_id': %d, 'iscrowd': 0, 'area': 100,"
            + " 'bbox': [%d, 10, 10, 10], 'segmentation': %s}")
        .formatted(id, category, x, SQUARE.formatted(x, x + 10));
  }

  private static String found(int category, double score, int x) {
    return ("{'image_id': 1, 'category_id': %d, 'score': %s, 'bbox': [%d, 10, 10, 10],"
            + " 'segmentation': %s}")
        .formatted(category, score, x, SQUARE.formatted(x, x + 10));
  }

  private void write(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json.replace('\'', '"'));
  }

  private int eval(String... args) {
    Object[] line = new Object[args.length + 1];
    line[0] = "eval";
    for (int i = 0; i < args.length; i++) {
      line[i + 1] =
          args[i].matches(".*\\.(json|html)") ? folder.resolve(args[i]).toString() : args[i];
    }
    return run(line);
  }

  @ParameterizedTest
  @CsvSource({
    "segm, Mask, Masks of 3",
    "bbox, Box, Boxes of 3",
    "boundary, Boundary, Mask boundaries of 3"
  })
  void showsEverything(String type, String tile, String lead) throws IOException {
    assertThat(
            eval("--gt", "gt.json", "--dt", "dt.json", "--type", type, "--html", "new/page.html"))
        .as(err.toString())
        .isZero();
    assertThat(Files.readString(folder.resolve("new/page.html")))
        .contains("<h1>dt.json</h1>", tile + " AP75", lead + " ")
        .contains("Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ]")
        .contains("Average Recall     (AR) @[ IoU=0.50:0.95 | area= large | maxDets=100 ]")
        .contains("<th scope=\"row\">cat &lt;b&gt;</th>", "<th scope=\"row\">small</th>")
        .contains("1 of 2 cat &lt;b&gt;: found as dog", "1 of 1 dog: missed")
        .contains("&quot;word&quot;:&quot;recall&quot;", "<b>By size of objects</b>")
        .doesNotContainPattern(NOT_A_NUMBER)
        .doesNotContain("cat <b>", "{{", "http://", "https://", "src=", "@import");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gt.json", "nothing.json"})
  void withoutResultsThereIsStillAPage(String truth) throws IOException {
    assertThat(eval("--gt", truth, "--dt", "empty.json", "--html", "page.html"))
        .as(err.toString())
        .isZero();
    assertThat(Files.readString(folder.resolve("page.html")))
        .contains("The twelve COCO numbers")
        .doesNotContainPattern(NOT_A_NUMBER)
        .doesNotContain("{{", "Infinity");
  }

  @Test
  void thresholdsThatAreNotEvaluatedHaveNoCurve() throws IOException {
    assertThat(
            eval(
                "--gt",
                "gt.json",
                "--dt",
                "dt.json",
                "--html",
                "page.html",
                "--iou-thresholds=0.6"))
        .isZero();
    assertThat(Files.readString(folder.resolve("page.html")))
        .contains(">mean</text>")
        .doesNotContainPattern(NOT_A_NUMBER)
        .doesNotContain("IoU 0.50</text>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gt.json", "dt.json", "sub/../gt.json"})
  void inputsAreNotReplaced(String page) throws IOException {
    Files.createDirectories(folder.resolve("sub"));
    String before = Files.readString(folder.resolve("gt.json"));
    assertThat(eval("--gt", "gt.json", "--dt", "dt.json", "--html", page)).isEqualTo(2);
    assertThat(err.toString()).contains("would replace an input");
    assertThat(Files.readString(folder.resolve("gt.json"))).isEqualTo(before);
  }
}
