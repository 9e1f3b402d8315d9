package io.yoso4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CocoFilesTest {
  private static final String IMAGES = "[{'id': 5, 'height': 4, 'width': 3}]";
  private static final String CATEGORIES = "[{'id': 2, 'name': 'cat'}, {'id': 1, 'name': 'dog'}]";

  /** The upper half of a 4 x 3 image. */
  private static final String MASK = "{'size': [4, 3], 'counts': [0, 2, 2, 2, 2, 2, 2]}";

  private static final String TRUTH =
      "{'id': 7, 'image_id': 5, 'category_id': 2, 'bbox': [0, 0, 3, 2], 'area': 6, 'segmentation': "
          + MASK
          + "}";
  private static final String FOUND =
      "{'image_id': 5, 'category_id': 2, 'score': 0.5, 'segmentation': " + MASK + "}";

  @TempDir private Path folder;

  @Test
  void perfectResultsHaveFullMarks() throws IOException {
    CocoEvaluation result = evaluate(IouType.SEGM, truths(TRUTH), "[" + FOUND + "]");

    assertThat(result.ap()).isCloseTo(1, within(1e-12));
    assertThat(result.categories().get(1).ap()).isCloseTo(1, within(1e-12));
    assertThat(result.categories().get(0).ap()).isEqualTo(-1);
  }

  @Test
  void everySpellingOfAMaskIsTheSame() throws IOException {
    List<String> spellings =
        List.of(
            "{'counts': [0, 2, 2, 2, 2, 2, 2], 'size': [4, 3]}",
            "{'size': [4.0, 3e0], 'counts': [0, 2, 0, 0, 2, 2, 2, 2, 2]}",
            "{'size': [4, 3], 'counts': '0220000', 'more': {'a': [1, {}]}}",
            "[[0, 0, 3, 0, 3, 2, 0, 2]]");
    for (String spelling : spellings) {
      CocoEvaluation result =
          evaluate(IouType.SEGM, truths(TRUTH), "[" + FOUND.replace(MASK, spelling) + "]");
      assertThat(result.imageScores().getFirst().meanIou()).as(spelling).isEqualTo(1);
    }
  }

  @Test
  void noResultsAreZero() throws IOException {
    assertThat(evaluate(IouType.SEGM, truths(TRUTH), "[]").ap()).isZero();
    assertThat(evaluate(IouType.BBOX, truths(TRUTH), " [ ] ").ap()).isZero();
  }

  @Test
  void whatIsFilledInIsNoted() throws IOException {
    String truth = truths(TRUTH.replace("'area': 6, ", "").replace("'id': 7", "'id': 0"));
    CocoFiles files = read(IouType.SEGM, truth, "[" + FOUND + "]");

    assertThat(files.notes())
        .hasSize(2)
        .anySatisfy(note -> assertThat(note).startsWith("annotation 0 is matched like any other"))
        .anySatisfy(note -> assertThat(note).startsWith("1 of 1 annotations have no area"));
    CocoEvaluation result =
        CocoEvaluator.create(EvalConfig.coco())
            .evaluate(files.truth(), files.detections().getFirst());
    assertThat(result.named())
        .containsEntry("APm", -1.0)
        .hasEntrySatisfying("APs", ap -> assertThat(ap).isCloseTo(1, within(1e-12)));
  }

  @Test
  void boxesInResultsDecideSizesAndAreNoted() throws IOException {
    String boxed = FOUND.replace("'score'", "'bbox': [0, 0, 3, 2], 'score'");
    String bare = boxed.replace(", 'segmentation': " + MASK, "");
    CocoFiles files = read(IouType.SEGM, truths(TRUTH), "[" + boxed + "," + bare + "]");

    assertThat(files.notes())
        .hasSize(2)
        .anySatisfy(note -> assertThat(note).contains("by the area of the box"))
        .anySatisfy(note -> assertThat(note).startsWith("1 of 2 results have no mask"));
  }

  @Test
  void detectionsCanBeEvaluatedAgain() throws IOException {
    CocoFiles files = read(IouType.BBOX, truths(TRUTH), "[" + FOUND + "]");
    CocoEvaluator evaluator = CocoEvaluator.create(EvalConfig.coco());

    assertThat(evaluator.evaluate(files.truth(), files.detections().getFirst()).stats())
        .isEqualTo(evaluator.evaluate(files.truth(), files.detections().getFirst()).stats());
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        refused("gt.json: cannot be read: it is a folder", "FOLDER", "[]"),
        refused("the file ends too early", "", "[]"),
        refused("not a COCO annotation file: an object", "[]", "[]"),
        refused(
            "not a COCO annotation file: it has no list \"images\"",
            "{'categories': [], 'annotations': []}",
            "[]"),
        refused("line 1, column 2: the name of a member must stand here", "{3", "[]"),
        refused("line 1, column 3: the file ends within a text", "{'", "[]"),
        refused("annotations[0] has no image_id", truths("{'id': 3}"), "[]"),
        refused("more content after the end", truths(TRUTH) + "x", "[]"),
        refused("duplicate annotation id 7", truths(TRUTH + "," + TRUTH), "[]"),
        refused("duplicate image id 5", truths(TRUTH).replace(IMAGES, twice(IMAGES)), "[]"),
        refused("duplicate category id", truths(TRUTH).replace("'id': 1", "'id': 2"), "[]"),
        refused(
            "annotation 7 is for image 6, which is not among the 1 images",
            truths(TRUTH.replace("'image_id': 5", "'image_id': 6")),
            "[]"),
        refused("annotation 7 is of category 9", truths(TRUTH.replace("_id': 2", "_id': 9")), "[]"),
        refused("annotations[0]: area is NaN", truths(TRUTH.replace("6,", "NaN,")), "[]"),
        refused(
            "annotation 7: has no segmentation",
            truths(TRUTH.replace("'segmentation'", "'other'")),
            "[]"),
        refused(
            "annotation 7: polygon ring 0 has 3 numbers",
            truths(TRUTH.replace(MASK, "[[1, 2, 3]]")),
            "[]"),
        refused(
            "annotation 7: mask is 3x4, its image 4x3",
            truths(TRUTH.replace("[4, 3]", "[3, 4]")),
            "[]"),
        refused(
            "annotation 7: polygons need the height and width",
            truths(TRUTH.replace(MASK, "[[1, 2, 3, 4, 1, 4]]")).replace("'height': 4, ", ""),
            "[]"),
        refused("dt.json: line 1, column 1: not a file of COCO results", truths(TRUTH), "{}"),
        refused(
            "dt.json: result 1 is for image 6, which is not among the 1 images of",
            truths(TRUTH),
            "[" + FOUND + "," + FOUND.replace("'image_id': 5", "'image_id': 6") + "]"),
        refused(
            "result 0 is of category 3",
            truths(TRUTH),
            "[" + FOUND.replace("'category_id': 2", "'category_id': 3") + "]"),
        refused("result 0: score is NaN", truths(TRUTH), "[" + FOUND.replace("0.5", "NaN") + "]"),
        refused("result 0 has no score", truths(TRUTH), "[" + FOUND.replace("score", "s") + "]"),
        refused(
            "result 0 has neither segmentation nor bbox",
            truths(TRUTH),
            "[" + FOUND.replace("segm", "s") + "]"),
        refused(
            "result 1 has no bbox, but the first result has one",
            truths(TRUTH),
            "[" + FOUND.replace("'score'", "'bbox': [1, 1, 1, 1], 'score'") + "," + FOUND + "]"),
        refused(
            "bbox must hold 4 numbers",
            truths(TRUTH),
            "[" + FOUND.replace("'score'", "'bbox': [1, 1], 'score'") + "]"),
        refused(
            "result 0: a whole number must stand here, not the text \"x\"",
            truths(TRUTH),
            "[" + FOUND.replace("'counts': [0", "'counts': ['x'") + "]"),
        refused(
            "result 0: mask of 4x3: runs 0 to 6 sum to 13",
            truths(TRUTH),
            "[" + FOUND.replace("2]}", "3]}") + "]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void whatIsWrongIsNamed(String message, String truth, String results) {
    assertThatThrownBy(() -> evaluate(IouType.SEGM, truth, results))
        .isInstanceOf(DataException.class)
        .message()
        .startsWith(folder.toString())
        .hasLineCount(1)
        .contains(message);
  }

  @Test
  void aTruthWithoutBoxIsRefusedForBoxesOnly() throws IOException {
    String truth = truths(TRUTH.replace("'bbox'", "'other'"));

    assertThat(evaluate(IouType.SEGM, truth, "[" + FOUND + "]").ap()).isGreaterThan(0.99);
    assertThatThrownBy(() -> evaluate(IouType.BBOX, truth, "[]"))
        .hasMessageContaining("annotation 7 has no bbox");
  }

  private static Arguments refused(String message, String truth, String results) {
    return Arguments.of(message, truth, results);
  }

  private static String truths(String annotations) {
    return "{'info': {'a': [1]}, 'annotations': [%s], 'images': %s, 'categories': %s}"
        .formatted(annotations, IMAGES, CATEGORIES);
  }

  private static String twice(String list) {
    String inner = list.substring(1, list.length() - 1);
    return "[" + inner + "," + inner + "]";
  }

  private CocoEvaluation evaluate(IouType type, String truth, String results) throws IOException {
    CocoFiles files = read(type, truth, results);
    return CocoEvaluator.create(EvalConfig.coco().withThreads(2))
        .evaluate(files.truth(), files.detections().getFirst());
  }

  private CocoFiles read(IouType type, String truth, String results) throws IOException {
    Path gt = folder.resolve("gt.json");
    if (truth.equals("FOLDER")) {
      Files.createDirectories(gt);
    } else {
      Files.writeString(gt, truth.replace('\'', '"'));
    }
    Path dt = Files.writeString(folder.resolve("dt.json"), results.replace('\'', '"'));
    return CocoFiles.read(type, gt, List.of(dt), 2);
  }
}
