package io.yoso4j.criterion.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.criterion.matching.Golden;
import io.yoso4j.criterion.matching.Npy;
import io.yoso4j.criterion.sampling.ResizeTaps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** DETR's costs, losses, diagnostics and gradients from the terms alone, without the engine. */
class DetrGoldenTest {
  private static final double TOLERANCE = 1e-5;
  private static final FocalMaskLoss FOCAL = new FocalMaskLoss(0.25, 2);

  @TestFactory
  List<DynamicTest> sameAsOriginal() throws IOException {
    Path golden = Golden.folder().orElse(null);
    Assumptions.assumeTrue(golden != null, "shared/golden not found above the working directory");
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> cases = Files.list(golden.resolve("core"))) {
      for (Path folder :
          cases
              .filter(path -> path.getFileName().toString().startsWith("detr_"))
              .sorted()
              .toList()) {
        Case detr = new Case(folder);
        for (String level : detr.levels()) {
          tests.add(
              DynamicTest.dynamicTest(
                  folder.getFileName() + " " + level, () -> new Level(detr, level).check()));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(9);
    return tests;
  }

  /** One folder; weights in DETR's order: class, box, GIoU, mask, dice. */
  private static final class Case {
    final Path folder;
    final String meta;
    final int images;

    Case(Path folder) throws IOException {
      this.folder = folder;
      meta = Files.readString(folder.resolve("meta.json"));
      int count = 0;
      while (has("tgt.b" + count + ".labels")) {
        count++;
      }
      images = count;
    }

    boolean has(String array) {
      return Files.exists(folder.resolve(array + ".npy"));
    }

    Npy array(String array) {
      return Npy.read(folder.resolve(array + ".npy"));
    }

    List<String> levels() {
      List<String> levels = new ArrayList<>(List.of("c0"));
      for (int aux = 0; has("c0.aux" + aux + ".pred_logits"); aux++) {
        levels.add("c0.aux" + aux);
      }
      return levels;
    }

    String group(String pattern) {
      Matcher found = Pattern.compile(pattern).matcher(meta);
      assertThat(found.find()).as("%s in meta.json", pattern).isTrue();
      return found.group(1);
    }

    double[] weights(String key) {
      return Arrays.stream(group("\"" + key + "\": \\[([^]]*)]").split(",", -1))
          .mapToDouble(Double::parseDouble)
          .toArray();
    }

    double loss(String name) {
      return Double.parseDouble(
          group("\"" + name + "\": \\{[^}]*\"unweighted_f64_pinned\": ([-0-9.e+]+)"));
    }
  }

  /** The arrays of one level, and what is summed up from them. */
  private static final class Level {
    final Case detr;
    final String level;
    final double[] weights;
    final double[] matcherWeights;
    final double numBoxes;
    final float[] logits;
    final float[] boxes;
    final int queries;
    final int columns;
    final float[] logitGradient;
    final float[] boxGradient;

    Level(Case detr, String level) {
      this.detr = detr;
      this.level = level;
      weights = detr.weights("w");
      matcherWeights = detr.weights("matcher");
      numBoxes = Double.parseDouble(detr.group("\"num_masks\": ([0-9.]+)"));
      Npy scores = detr.array(level + ".pred_logits");
      logits = scores.floats();
      queries = scores.shape()[1];
      columns = scores.shape()[2];
      boxes = detr.array(level + ".pred_boxes").floats();
      logitGradient = new float[logits.length];
      boxGradient = new float[boxes.length];
    }

    int[] matched(int image) {
      return detr.array(level + ".b" + image + ".src").ints();
    }

    int[] targets(int image) {
      return detr.array(level + ".b" + image + ".tgt").ints();
    }

    int[] labels(int image) {
      return detr.array("tgt.b" + image + ".labels").ints();
    }

    float[] targetBoxes(int image) {
      return detr.array("tgt.b" + image + ".boxes").floats();
    }

    void check() {
      for (int image = 0; image < detr.images; image++) {
        checkCosts(image);
      }
      checkClasses();
      checkBoxes();
      if (detr.has(level + ".pred_masks")) {
        checkMasks();
      }
    }

    private void checkCosts(int image) {
      int[] labels = labels(image);
      int count = labels.length;
      double[] l1 = new double[queries * count];
      double[] negativeGiou = new double[queries * count];
      BoxLoss.costs(
          boxes, image * queries * 4, queries, targetBoxes(image), 0, count, l1, negativeGiou);
      double[] expected = detr.array(level + ".b" + image + ".cost.f64").values();
      assertThat(expected).hasSize(queries * count);
      double[] probabilities = new double[columns];
      for (int i = 0; i < expected.length; i++) {
        int row = (image * queries + i / count) * columns;
        CrossEntropy.softmax(logits, row, columns, probabilities);
        close(
            "cost of pair " + i,
            -matcherWeights[0] * probabilities[labels[i % count]]
                + matcherWeights[1] * l1[i]
                + matcherWeights[2] * negativeGiou[i],
            expected[i]);
      }
    }

    private void checkClasses() {
      double noObject = (float) Double.parseDouble(detr.group("\"eos\": ([0-9.]+)"));
      int[] classes = new int[detr.images * queries];
      Arrays.fill(classes, columns - 1);
      int correct = 0;
      int pairs = 0;
      double cardinalityError = 0;
      for (int image = 0; image < detr.images; image++) {
        int[] labels = labels(image);
        int[] matched = matched(image);
        int[] matchedLabels = Arrays.stream(targets(image)).map(target -> labels[target]).toArray();
        for (int i = 0; i < matched.length; i++) {
          classes[image * queries + matched[i]] = matchedLabels[i];
        }
        int offset = image * queries * columns;
        correct += Diagnostics.correct(logits, offset, columns, matched, matchedLabels);
        pairs += matched.length;
        cardinalityError +=
            Math.abs(Diagnostics.cardinality(logits, offset, queries, columns) - labels.length);
      }
      double weightSum = 0;
      for (int label : classes) {
        weightSum += label == columns - 1 ? noObject : 1;
      }
      double crossEntropy = 0;
      for (int query = 0; query < classes.length; query++) {
        double weight = (classes[query] == columns - 1 ? noObject : 1) / weightSum;
        crossEntropy +=
            weight
                * CrossEntropy.evaluate(
                    logits,
                    query * columns,
                    columns,
                    classes[query],
                    weights[0] * weight,
                    logitGradient);
      }
      checkLoss("loss_ce", crossEntropy);
      checkLoss("cardinality_error", cardinalityError / detr.images);
      if (level.equals("c0")) {
        checkLoss("class_error", Diagnostics.classError(correct, pairs));
      }
      checkGradient(".pred_logits", logitGradient);
    }

    private void checkBoxes() {
      double l1 = 0;
      double giou = 0;
      for (int image = 0; image < detr.images; image++) {
        float[] targetBoxes = targetBoxes(image);
        int[] matched = matched(image);
        int[] targets = targets(image);
        for (int i = 0; i < matched.length; i++) {
          BoxLoss pair =
              BoxLoss.evaluate(
                  boxes,
                  (image * queries + matched[i]) * 4,
                  targetBoxes,
                  targets[i] * 4,
                  weights[1] / numBoxes,
                  weights[2] / numBoxes,
                  boxGradient);
          l1 += pair.l1();
          giou += pair.giou();
        }
      }
      checkLoss("loss_bbox", l1 / numBoxes);
      checkLoss("loss_giou", giou / numBoxes);
      checkGradient(".pred_boxes", boxGradient);
    }

    private void checkMasks() {
      Npy predicted = detr.array(level + ".pred_masks");
      int height = predicted.shape()[2];
      int width = predicted.shape()[3];
      int toHeight = 0;
      int toWidth = 0;
      for (int image = 0; image < detr.images; image++) {
        int[] shape = detr.array("tgt.b" + image + ".masks").shape();
        toHeight = Math.max(toHeight, shape[1]);
        toWidth = Math.max(toWidth, shape[2]);
      }
      Resize resize =
          new Resize(ResizeTaps.of(height, toHeight), ResizeTaps.of(width, toWidth), height, width);
      float[] logitsOfAll = predicted.floats();
      float[] gradient = new float[logitsOfAll.length];
      int points = toHeight * toWidth;
      float[] pointGradient = new float[points];
      double focal = 0;
      double dice = 0;
      for (int image = 0; image < detr.images; image++) {
        Npy targetMasks = detr.array("tgt.b" + image + ".masks");
        int[] matched = matched(image);
        int[] targets = targets(image);
        for (int i = 0; i < matched.length; i++) {
          int at = (image * queries + matched[i]) * height * width;
          MaskLoss pair =
              FOCAL.evaluate(
                  resize.enlarge(logitsOfAll, at),
                  padded(targetMasks, targets[i], toHeight, toWidth),
                  points,
                  weights[3] / numBoxes,
                  weights[4] / numBoxes,
                  pointGradient);
          focal += pair.crossEntropy();
          dice += pair.dice();
          resize.scatter(pointGradient, gradient, at);
        }
      }
      checkLoss("loss_mask", focal / numBoxes);
      checkLoss("loss_dice", dice / numBoxes);
      checkGradient(".pred_masks", gradient);
    }

    private static float[] padded(Npy masks, int target, int toHeight, int toWidth) {
      int height = masks.shape()[1];
      int width = masks.shape()[2];
      float[] labels = new float[toHeight * toWidth];
      for (int i = 0; i < height * width; i++) {
        labels[i / width * toWidth + i % width] =
            (float) masks.values()[target * height * width + i];
      }
      return labels;
    }

    private void checkLoss(String name, double actual) {
      String suffix = level.equals("c0") ? "" : "_" + level.charAt(level.length() - 1);
      close(name, actual, detr.loss(name + suffix));
    }

    private void close(String what, double actual, double expected) {
      assertThat(actual)
          .as("%s %s", level, what)
          .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
    }

    private void checkGradient(String tensor, float[] actual) {
      String saved = "grad." + level + tensor + ".f64";
      double[] expected = detr.has(saved) ? detr.array(saved).values() : new double[actual.length];
      assertThat(expected).as(saved).hasSameSizeAs(actual);
      double max = 0;
      double worst = 0;
      for (int i = 0; i < expected.length; i++) {
        max = Math.max(max, Math.abs(expected[i]));
        worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
      }
      assertThat(worst).as("largest difference of %s", saved).isLessThanOrEqualTo(TOLERANCE * max);
    }
  }

  /** Bilinear resizing of one plane, and its transpose. */
  private record Resize(ResizeTaps rows, ResizeTaps columns, int height, int width) {

    float[] enlarge(float[] planes, int at) {
      float[] enlarged = new float[rows.count() * columns.count()];
      for (int i = 0; i < enlarged.length; i++) {
        double sum = 0;
        for (int corner = 0; corner < 4; corner++) {
          sum += weight(i, corner) * planes[at + source(i, corner)];
        }
        enlarged[i] = (float) sum;
      }
      return enlarged;
    }

    void scatter(float[] pointGradient, float[] gradient, int at) {
      double[] sums = new double[height * width];
      for (int i = 0; i < pointGradient.length; i++) {
        for (int corner = 0; corner < 4; corner++) {
          sums[source(i, corner)] += weight(i, corner) * pointGradient[i];
        }
      }
      for (int i = 0; i < sums.length; i++) {
        gradient[at + i] = (float) sums[i];
      }
    }

    private double weight(int i, int corner) {
      double down = rows.fraction(i / columns.count());
      double right = columns.fraction(i % columns.count());
      return (corner / 2 == 0 ? 1 - down : down) * (corner % 2 == 0 ? 1 - right : right);
    }

    private int source(int i, int corner) {
      int row = Math.min(rows.index(i / columns.count()) + corner / 2, height - 1);
      int column = Math.min(columns.index(i % columns.count()) + corner % 2, width - 1);
      return row * width + column;
    }
  }
}
