package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code eval --gt --dt}. */
final class EvalFilesTest extends CommandTest {

  @BeforeEach
  void writeFiles() throws IOException {
    write(
        "gt.json",
        "{'images': [{'id': 1, 'height': 50, 'width': 50}, {'id': 2, 'height': 50, 'width': 50}],"
            + " 'categories': [{'id': 3, 'name': 'cat'}, {'id': 9, 'name': 'dog'}],"
            + " 'annotations': ["
            + truth(1, 1)
            + ","
            + truth(2, 2)
            + "]}");
    write("both.json", "[" + found(1, 0.9, 10) + "," + found(2, 0.8, 10) + "]");
    write("one.json", "[" + found(1, 0.9, 10) + "," + found(2, 0.8, 30) + "]");
    write("bad.json", "[" + found(7, 0.9, 10) + "]");
    write("broken.json", "[{");
  }

  private static String truth(int id, int image) {
    return ("{'id': %d, 'image_id': %d, 'category_id': 3, 'iscrowd': 0, 'area': 100,"
            + " 'bbox': [10, 10, 10, 10], 'segmentation': [[10, 10, 20, 10, 20, 20, 10, 20]]}")
        .formatted(id, image);
  }

  private static String found(int image, double score, int x) {
    return ("{'image_id': %d, 'category_id': 3, 'score': %s, 'bbox': [%d, 10, 10, 10],"
            + " 'segmentation': [[%d, 10, %d, 10, %d, 20, %d, 20]]}")
        .formatted(image, score, x, x, x + 10, x + 10, x);
  }

  private void write(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json.replace('\'', '"'));
  }

  private int eval(String... args) {
    Object[] line = new Object[args.length + 1];
    line[0] = "eval";
    for (int i = 0; i < args.length; i++) {
      line[i + 1] = args[i].endsWith(".json") ? folder.resolve(args[i]).toString() : args[i];
    }
    return run(line);
  }

  @Test
  void printsTheTwelveLinesFirstThenClasses() {
    assertThat(eval("--gt", "gt.json", "--dt", "one.json")).as(err.toString()).isZero();

    assertThat(out.toString().lines().toList().subList(0, 12))
        .startsWith(
            " Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.505")
        .endsWith(
            " Average Recall     (AR) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = -1.000");
    assertThat(out.toString())
        .containsPattern("class +objects +AP +AP50 +AP75 +APs +APm +APl +AR\n")
        .containsPattern("cat +2 +0.505 +0.505 +0.505 +0.505 +- +- +0.500\n")
        .containsPattern("dog +0 +- +- +- +- +- +- +-\n");
    assertThat(err.toString()).startsWith("note: results have boxes");
  }

  @Test
  void limitsAndThresholdsAreOptions() {
    assertThat(
            eval(
                "--gt",
                "gt.json",
                "--dt",
                "both.json",
                "--type",
                "bbox",
                "--max-dets",
                "1,2,300",
                "--iou-thresholds",
                "0.3,0.75"))
        .as(err.toString())
        .isZero();

    assertThat(out.toString())
        .startsWith(
            " Average Precision  (AP) @[ IoU=0.30:0.75 | area=   all | maxDets=300 ] = 1.000\n"
                + " Average Precision  (AP) @[ IoU=0.50      | area=   all | maxDets=300 ] = -1.000\n"
                + " Average Precision  (AP) @[ IoU=0.75      | area=   all | maxDets=300 ] = 1.000\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void jsonIsOneDocument() {
    assertThat(eval("--gt", "gt.json", "--dt", "one.json", "--json")).isZero();

    JsonNode json = JsonMapper.shared().readTree(out.toString());
    assertThat(json.get("type").asString()).isEqualTo("segm");
    assertThat(json.get("images").asInt()).isEqualTo(2);
    assertThat(json.get("detections").asInt()).isEqualTo(2);
    assertThat(json.get("stats").get("AP").asDouble()).isBetween(0.5, 0.51);
    assertThat(json.get("stats").get("APl").asDouble()).isEqualTo(-1);
    assertThat(json.get("classes").get(0).get("id").asInt()).isEqualTo(3);
    assertThat(json.get("classes").get(0).get("AR").asDouble()).isEqualTo(0.5);
    assertThat(json.get("notes")).hasSize(1);
  }

  @Test
  void twoRunsAreCompared() {
    assertThat(
            eval(
                "--gt",
                "gt.json",
                "--dt",
                "one.json",
                "--dt",
                "both.json",
                "--resamples",
                "50",
                "--seed",
                "4"))
        .as(err.toString())
        .isZero();

    assertThat(out.toString())
        .containsPattern("A  .*one.json\nB  .*both.json\n")
        .containsPattern("AP +0.505 +1.000 +\\+0.495   \\[\\+0.000, \\+1.000\\]\n")
        .containsPattern("APl +- +- +-\n")
        .containsPattern("cat +0.505 +1.000")
        .contains("50 resamples, seed 4");
  }

  @Test
  void aComparisonAsJson() {
    assertThat(
            eval(
                "--gt",
                "gt.json",
                "--dt",
                "one.json",
                "--dt",
                "both.json",
                "--resamples",
                "50",
                "--json"))
        .isZero();

    JsonNode json = JsonMapper.shared().readTree(out.toString());
    JsonNode ap = json.get("stats").get("AP");
    assertThat(ap.get("difference").asDouble())
        .isEqualTo(ap.get("b").asDouble() - ap.get("a").asDouble());
    assertThat(ap.get("low").asDouble()).isLessThanOrEqualTo(ap.get("high").asDouble());
    assertThat(json.get("stats").get("APl").get("low").isNull()).isTrue();
    assertThat(json.get("classes").get(1).get("AP").get("difference").isNull()).isTrue();
    assertThat(json.get("dt")).hasSize(2);
    assertThat(json.get("resamples").asInt()).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2  | give --run RUN, or --gt FILE and --dt FILE |",
        "2  | --gt needs results                         | --gt gt.json",
        "2  | --dt needs annotations                     | --run RUN --dt one.json",
        "2  | --run does not go with --gt                | --run RUN --gt gt.json --dt one.json",
        "2  | --dt is given 3 times | --gt gt.json --dt one.json --dt one.json --dt one.json",
        "2  | --max-dets is [1, 10]                      | --gt gt.json --dt one.json --max-dets 1,10",
        "2  | --max-dets is [9, 9, 9]; it must be three ascending | --gt gt.json --dt one.json --max-dets 9,9,9",
        "2  | --iou-thresholds is [0.5, 0.4]; it must be | --gt gt.json --dt one.json --iou-thresholds 0.5,0.4",
        "2  | --iou-thresholds is [1.5]                  | --gt gt.json --dt one.json --iou-thresholds 1.5",
        "2  | Invalid value for option '--type'          | --gt gt.json --dt one.json --type mask",
        "2  | --resamples is 0                           | --gt gt.json --dt one.json --resamples 0",
        "2  | --html shows one run                       | --gt gt.json --dt one.json --dt both.json --html a.html",
        "2  | --html goes with --gt and --dt only        | --run RUN --html a.html",
        "2  | --json goes with --gt and --dt only        | --run RUN --json",
        "65 | bad.json: result 0 is for image 7, which is not among the 2 images | --gt gt.json --dt bad.json",
        "65 | broken.json: line 1, column 3: the name of a member | --gt gt.json --dt broken.json",
        "65 | not a COCO annotation file                 | --gt one.json --dt one.json",
        "66 | none.json: no such file                    | --gt gt.json --dt none.json",
        "66 | none.json: no such file                    | --gt none.json --dt one.json",
      })
  void whatIsWrongIsOneLineAndACode(int code, String message, String line) {
    assertThat(eval(line == null ? new String[0] : line.split(" "))).isEqualTo(code);

    assertThat(err.toString()).startsWith("yoso4j: error: ").contains(message);
    assertThat(err.toString().lines().toList()).as(err.toString()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }
}
